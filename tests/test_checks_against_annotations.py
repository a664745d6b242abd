"""Every annotated check has a finding with the same verdict, or an argument why ours is better."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from annotated import agreed, annotated, argued, audits, categories, findings, partly

from fbss_analysis import checks
from fbss_analysis.schema import Verdict

ON_WORKS = {"distinct", "teams"}
FREE_OF_FAULT = {"reproduced", "consistent"}


def test_every_check_is_agreed_upon_or_argued() -> None:
    everything = {check.id for check in annotated()}
    assert len(everything) == len(annotated()) == 257
    assert everything - set(agreed()) == set(argued())


def test_what_is_argued_is_said_in_a_finding_with_another_verdict() -> None:
    growth = next(check for check in annotated() if check.id == "000-K028")
    shown = [f for f in findings() if f.check == "ratio" and f.formula.startswith("1/12 / 1/20")]
    assert [f.verdict for f in shown] == [Verdict.CONSISTENT]
    assert growth.verdict == "inconsistent"
    assert all(len(reason.split()) > 5 for reason in (*argued().values(), *partly().values()))


def test_the_computed_inconsistencies_are_found() -> None:
    wrong = [check.id for check in annotated() if check.verdict == "inconsistent" and check.method == "computed"]
    found = [name for name in wrong if name in agreed()]
    assert len(wrong) == 28
    assert len(found) >= 0.9 * len(wrong)


def test_only_what_needs_a_reader_or_the_original_is_judged() -> None:
    """What the annotation computed is computed here too, but for six checks whose words stand in the original only."""
    judged = {
        check.id
        for check in annotated()
        if check.method == "computed"
        and check.id in agreed()
        and all(finding.message.startswith("Judgement: ") for finding in agreed()[check.id])
    }
    assert judged == {"000-K146", "000-K147", "000-K155", "003-K037", "003-K042", "001-K004"}


def test_no_claim_without_a_fault_is_called_inconsistent() -> None:
    verdicts: dict[tuple[str, int, int], set[str]] = {}
    for check in annotated():
        for place in check.spans:
            verdicts.setdefault(place, set()).add(check.verdict)
    blamed = []
    for doc, audit in audits().items():
        for ladder in audit.ladders:
            mention = ladder.claim.mention
            told = {
                verdict
                for (name, start, end), found in verdicts.items()
                if name == doc and start < mention.end and mention.start < end
                for verdict in found
            }
            if ladder.recomputed.verdict is Verdict.INCONSISTENT and told <= FREE_OF_FAULT:
                blamed.append(ladder.claim.claim_id)
    assert blamed == []


def test_the_stated_dates_are_tallied_as_annotated() -> None:
    dates = [finding for finding in findings() if finding.check == "publication_date"]
    assert Counter(finding.verdict.value for finding in dates) == {
        "reproduced": 16,
        "inconsistent": 7,
        "indeterminate": 1,
    }


def test_every_comparison_is_answered() -> None:
    """A comparison under a name that no check knows, or with figures that cannot be read, would vanish in silence."""
    for audit in audits().values():
        bare = replace(audit.article, comparisons=(), judgements=(), studies={}, references=())
        silent = len(checks.run(bare))
        for comparison in audit.article.comparisons:
            asked = replace(bare, comparisons=(comparison,), references=audit.article.references)
            unasked = len(checks.run(replace(asked, comparisons=()))) if comparison.check in ON_WORKS else silent
            found = len(checks.run(asked if comparison.check in ON_WORKS else replace(asked, references=())))
            assert found > unasked, comparison.place


@pytest.mark.parametrize("category", sorted(categories()))
def test_a_category_names_checks_that_exist(category: str) -> None:
    names = {name.partition(":")[0] for name in categories()[category]}
    assert names <= set(checks.registry())
    assert any(check.category == category for check in annotated())
