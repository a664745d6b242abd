"""What JupyterLab shows of a record: its HTML form, escaped and whole, beside a text that stays as it was."""

from __future__ import annotations

import pickle
import subprocess
import sys
from typing import Any

import html5lib
import pytest
from sketches import examples

import fbss_analysis as fbss
from fbss_analysis.checks import Findings
from fbss_analysis.fragments import SHOWN, to_html
from fbss_analysis.highlights import SIGNS
from fbss_analysis.schema import Claim, Document, Estimate, Finding, Kind, Mention, Rung, Verdict

EVIL = '<script>alert("1")</script>&'


def parsed(fragment: str) -> Any:
    page = f"<!DOCTYPE html><html lang='en'><head><title>t</title></head><body>{fragment}</body></html>"
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)


def finding(verdict: Verdict, text: str = "x") -> Finding:
    return Finding(text, Rung.RECOMPUTED, text, text, ((0, 1),), verdict, None, text, text, text, text)


def records() -> list[Any]:
    mention = Mention(EVIL, 0, 3, EVIL, Kind.PERCENT)
    return [
        Document(EVIL, f"5% of {EVIL} and 12 of 40"),
        Claim(EVIL, EVIL, EVIL, mention, fbss.parse("5%"), population=EVIL, cites=(EVIL,)),
        finding(Verdict.CONSISTENT, EVIL),
        Findings([finding(verdict, EVIL) for verdict in Verdict]),
        Estimate(EVIL, 0.5, 0.4, 0.6, 0.95, EVIL, 1, 2, EVIL, (EVIL,)),
        fbss.pool([1, 5, 9], [20, 40, 80], labels=[EVIL, "b", "c"]),
    ]


@pytest.mark.parametrize("record", records(), ids=lambda record: type(record).__name__)
def test_a_record_is_shown_whole_and_escaped(record: Any) -> None:
    shown = record._repr_html_()
    tree = parsed(shown)
    assert tree.find(".//script") is None
    words = "".join(tree.itertext())
    assert EVIL in words or type(record).__name__ == "Pooled"
    assert type(record).__name__ in SHOWN


def test_every_form_has_a_record() -> None:
    assert {type(record).__name__ for record in records()} == set(SHOWN)
    assert to_html(EVIL) == to_html(EVIL).replace("<script", "")


def test_the_numbers_of_a_document_are_marked_and_its_text_is_all_there() -> None:
    document = Document("page.txt", "Of 134 people 56.4% were <content>.\nAbout 1 in 12 came back.")
    tree = parsed(document._repr_html_())
    assert [mark.text for mark in tree.iter("mark")] == [mention.text for mention in fbss.extract(document)]
    assert "".join(tree.find(".//div[@class='text']").itertext()) == document.text


def test_what_disagrees_comes_first_and_every_verdict_has_its_sign() -> None:
    found = Findings([finding(verdict) for verdict in Verdict])
    rows = [row.find("td") for row in parsed(found._repr_html_()).iter("tr") if row.find("td") is not None]
    said = ["".join(cell.itertext()) for cell in rows]
    assert said[0] == "✗ inconsistent"
    assert sorted(said) == sorted(f"{sign} {verdict.replace('_', ' ')}" for verdict, sign in SIGNS.items())


def test_the_text_of_a_record_stays_as_it_was() -> None:
    one = finding(Verdict.CONSISTENT)
    assert repr(Findings([one])) == f"({one!r},)"
    assert repr(Document("a", "b")) == "Document(doc='a', text='b', media_type='text/plain')"
    assert pickle.loads(pickle.dumps(Findings([one]))) == (one,)
    assert Findings([one]) == (one,)


def test_checks_give_findings_that_show_themselves() -> None:
    article = next(example.article for example in examples() if example.fires)
    assert isinstance(fbss.check(article.claims), Findings)


def test_a_forest_says_what_it_shows() -> None:
    shown = fbss.pool([1, 5, 9], [20, 40, 80], labels=["a", "b", "c"])._repr_html_()
    picture = parsed(shown).find(".//{http://www.w3.org/2000/svg}svg")
    picture = picture if picture is not None else parsed(shown).find(".//svg")
    assert "3 studies" in picture.get("aria-label")
    assert shown == fbss.pool([1, 5, 9], [20, 40, 80], labels=["a", "b", "c"])._repr_html_()


def test_showing_a_claim_loads_no_plots_and_no_frames() -> None:
    code = "import sys, fbss_analysis as f; from fbss_analysis.schema import Document\n"
    code += "Document('a', '5% of 12')._repr_html_(); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"pandas", "matplotlib", "statsmodels"} & set(loaded)


def test_tab_completion_shows_the_verbs() -> None:
    assert dir(fbss) == sorted(fbss.__all__)
    assert {"read", "extract", "interpret", "check", "audit", "proportion", "incidence", "pool"} <= set(dir(fbss))
    assert not [name for name in dir(fbss) if name.startswith("_") and name != "__version__"]
