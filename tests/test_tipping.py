"""Tipping points: each one told does flip the verdict of the whole article, and no smaller step of that number does."""

from __future__ import annotations

from decimal import Decimal

import pytest

from fbss_analysis import checks, pipeline
from fbss_analysis.answers import sketch
from fbss_analysis.appraisal.inputs import inputs
from fbss_analysis.appraisal.tipping import NONE, OVERALL, Bench, Tip, tips
from fbss_analysis.ladder import climb
from fbss_analysis.ladder_text import show
from fbss_analysis.schema import Article, Verdict


def verdict_of(article: Article, tip: Tip) -> Verdict:
    """A claim's verdict, the whole article asked anew."""
    ladders = climb(article.claims, checks.run(article), checks.registry())
    ladder = next(each for each in ladders if each.claim.claim_id == tip.claim_id)
    found = ladder.overall if tip.rung == OVERALL else getattr(ladder, tip.rung).verdict
    assert isinstance(found, Verdict)
    return found


@pytest.fixture(scope="module")
def audits() -> tuple[pipeline.Audit, ...]:
    return pipeline.audit_sources()


def test_what_is_told_flips_the_verdict_of_the_whole_article(audits: tuple[pipeline.Audit, ...]) -> None:
    for audit in audits:
        told = [tip for tip in tips(audit.article, audit.findings) if tip.to is not None]
        for tip in told[::11]:
            claim = next(claim for claim in audit.article.claims if claim.claim_id == tip.claim_id)
            moved = next(each for each in inputs(claim, audit.article) if each.name == tip.name)
            assert tip.to is not None
            assert verdict_of(moved.put(audit.article, tip.to), tip) is tip.becomes, tip
            back = tip.to + (moved.step if tip.to < moved.value else -moved.step)
            assert verdict_of(moved.put(audit.article, back), tip) is tip.verdict, tip


def test_a_claim_is_judged_by_its_few_neighbours_as_by_all(audits: tuple[pipeline.Audit, ...]) -> None:
    """The bench that saves the time gives the ladder's verdicts, and falls back on the whole article where it must."""
    small = 0
    for audit in audits:
        for ladder in audit.ladders:
            bench = Bench.of(ladder.claim, audit.article, audit.findings)
            told = bench.verdicts(bench.article)
            assert told[OVERALL] is ladder.overall
            assert told["recomputed"] is ladder.recomputed.verdict
            small += bench.article is not audit.article
    assert small >= 0.95 * sum(len(audit.ladders) for audit in audits)


@pytest.mark.parametrize(
    ("figures", "name", "moved", "becomes"),
    [
        # one digit of the share itself is 0.45% of it, one candidate of 112 is 0.89%, two cases of 500 are 0.4%
        ({"cases": "500", "share": ("22.4%", "percent(112, cases)")}, "sketch.cases", "498", "inconsistent"),
        ({"cases": "5000", "share": ("22.4%", "percent(1120, cases)")}, "sketch.cases", "4,988", "inconsistent"),
        # a narrow window far away: only 150 of 500 make 30.0%, and doubling strides alone would leap over it
        ({"some": "112", "share": ("30.0%", "percent(some, 500)")}, "the printed figure", "22.4%", "reproduced"),
        ({"some": "112", "share": ("90.0%", "percent(some, 500)")}, "the printed figure", "22.4%", "reproduced"),
        ({"small": "3%", "twice": ("7%", "small + small")}, "the printed figure", "6%", "reproduced"),
    ],
)
def test_the_nearest_number_is_found(
    figures: dict[str, str | tuple[str, str]], name: str, moved: str, becomes: str
) -> None:
    last = [tip for tip in tips(sketch(**figures)) if tip.rung == "recomputed"][-1]
    assert last.becomes is not None
    assert (last.name, last.moved.replace(",", ""), last.becomes.value) == (name, moved.replace(",", ""), becomes)


def test_a_verdict_that_nothing_flips_says_so() -> None:
    assert {tip.sentence() for tip in tips(sketch(alone="54%"))} == {NONE}
    assert all(tip.change is None for tip in tips(sketch(alone="54%")))


def test_a_window_between_two_strides_is_found() -> None:
    """Of the operand alone: the share is told to one decimal, so that one count out of hundreds will do."""
    article = sketch(some="112", share=("37.8%", "percent(some, 500)"))
    operand = inputs(article.claims[1], article)[1]
    assert operand.put(article, Decimal(189)).claims[0].mention.text == "189"
    flips = [
        n for n in range(12, 1120) if verdict_of(operand.put(article, Decimal(n)), _about(article)) != "inconsistent"
    ]
    assert flips == [189]
    told = next(tip for tip in tips(article) if tip.claim_id == "sketch.share")
    assert told.name in ("the printed figure", "sketch.some")


def _about(article: Article) -> Tip:
    return Tip(article.claims[-1].claim_id, "recomputed", Verdict.INCONSISTENT)


def test_show_tells_the_tipping_point() -> None:
    assert "would flip   overall: inconsistent if" in show("darrow.candidates_share")
