"""The corpus: where it is, what it refuses and how it says so, and what happens to originals."""

import hashlib
import os
import shutil
import warnings
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import originals
import pytest
from conftest import ROOT

from fbss_analysis import corpus
from fbss_analysis.corpus import InputWarning
from fbss_analysis.curated.curation import claim_of
from fbss_analysis.curated.ledger import ledger, numeric_tokens
from fbss_analysis.curated.originals import fingerprint, first_difference
from fbss_analysis.curated.records import Problems, Table, tables
from fbss_analysis.reading import decode, read
from fbss_analysis.schema import InputError, Kind, Source, Verdict

ORIGINAL = "In all 5.4% of 500 people, or 27, had it by six months (1).\nOnce two.\n1 Doe J. A study. J Tests. 2020.\n"
CLAIMS = """
[[claim]]
name = "cases"
reported = "500"
start = 15
end = 18
kind = "count"
statement = "People looked at"
statistic = "sample_size"

[[claim]]
name = "share"
reported = "5.4%"
start = 7
end = 11
kind = "percent"
statement = "Had it"
statistic = "cumulative_incidence"
horizon = "6 months"
denominator = "cases"
marker = 1
cites = ["doe2020"]
derivation = "percent(events, cases)"
qualifiers = [{ role = "horizon", text = "six months", start = 44, end = 54 }]

[[claim]]
name = "events"
reported = "27"
start = 30
end = 32
kind = "count"
statement = "Had it"
statistic = "event_count"

[[excluded]]
name = "two"
reported = "two"
start = 65
end = 68
reason = "no quantity"

[[comparison]]
check = "totals"
parts = ["events"]
whole = "cases"

[[judgement]]
check = "wording"
claims = ["share"]
references = [1]
verdict = "indeterminate"
reason = "Nobody knows."
"""
DIGEST = """# A digest

Of [500](#tiny.cases) people [27](#tiny.events), that is [5.4%](#tiny.share),
had it by [six months](#tiny.share.horizon) (1), and [two](#tiny.two).
"""
REFERENCES = """
[[reference]]
number = 1
title = "A study"
year = 2020
citekey = "doe2020"
start = 70
end = 101
"""
STUDY = """
citekey = "doe2020"
title = "A study"
n = 500

[[values]]
outcome = "it"
text = "5.4%"
percent = "5.40"
locator = "abstract"
address = "https://example.org"
confidence = "seen_in_source"
"""


def record(text: str = ORIGINAL) -> str:
    """The source.toml of the tiny source."""
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return f"""
source_id = "tiny"
title = "Tiny"
publisher = "nobody"
sha256 = "{sha256}"
characters = {len(text)}
lines = "{" ".join(fingerprint(text))}"
[tokens]
total = 8
audited = 4
[tokens.excluded]
"no quantity" = 1
citation_marker = 1
reference_list = 2
[stretches]
citation_marker = [[56, 57]]
reference_list = [[69, 102]]
"""


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one small source and one study."""
    folder = tmp_path / "data" / "raw" / "sources" / "tiny"
    folder.mkdir(parents=True)
    (tmp_path / "data" / "raw" / "studies").mkdir()
    files = {"source.toml": record(), "claims.toml": CLAIMS, "digest.md": DIGEST, "references.toml": REFERENCES}
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    (tmp_path / "data" / "raw" / "studies" / "doe2020.toml").write_text(STUDY, encoding="utf-8")
    monkeypatch.setenv("FBSS_ROOT", str(tmp_path))
    return folder


def edit(path: Path, old: str, new: str) -> int:
    """Replace a text that occurs once; return the line where it stood."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, (old, text.count(old))
    path.write_text(text.replace(old, new), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def refusal(read: Callable[[], object]) -> InputError:
    """The InputError that something raises."""
    with pytest.raises(InputError) as caught:
        read()
    assert caught.value.todo
    return caught.value


def test_a_right_source_is_read(tiny: Path) -> None:
    source = corpus.source("tiny")
    share = next(claim for claim in source.claims if claim.claim_id == "tiny.share")
    assert (share.mention.kind, share.mention.value, share.mention.unit) == (Kind.PERCENT, 5.4, "percent")
    assert share.cites == ("doe2020",)
    assert share.place == f"data/raw/sources/tiny/claims.toml:{CLAIMS[: CLAIMS.index('share')].count(chr(10))}"
    assert source.digest.text[slice(*source.places["tiny.share"])] == "5.4%"
    assert source.digest.text[slice(*source.places["tiny.share.horizon"])] == "six months"
    assert "#tiny" not in source.digest.text
    assert "#tiny" in source.markdown
    assert source.judgements[0].references == (1,)
    assert corpus.studies()["doe2020"].values[0].percent is not None
    assert tiny.name == "tiny"


# file, what is written, what instead, words of the message, and where the line is when not where the change is
BAD = [
    (
        "claims.toml",
        'horizon = "6 months"',
        'horizont = "6 months"',
        ["key 'horizont'", "did you mean 'horizon'"],
    ),
    ("claims.toml", 'statement = "People looked at"\n', "", ["'statement' is missing"]),
    ("claims.toml", "start = 15", 'start = "15"', ["start must be a whole number"]),
    ("claims.toml", "start = 15", "start = 18", ["start 18 must lie before end 18"]),
    ("claims.toml", "start = 15", "start = true", ["start must be a whole number"]),
    (
        "claims.toml",
        'cites = ["doe2020"]',
        'cites = ["doe2021"]',
        ["citekey 'doe2021'", "did you mean 'doe2020'"],
    ),
    ("claims.toml", "marker = 1", "marker = 2", ["no number 2"]),
    ("claims.toml", 'name = "events"', 'name = "cases"', ["'cases' occurs twice"]),
    ("claims.toml", 'name = "two"', 'name = "2nd"', ["'2nd' cannot be a name"]),
    ("claims.toml", 'kind = "percent"', 'kind = "percnt"', ["kind 'percnt' is unknown", "did you mean 'percent'"]),
    ("claims.toml", 'kind = "percent"', 'kind = "percent"\nhedge = "abuot"', ["hedge 'abuot'", "did you mean 'about'"]),
    ("claims.toml", 'reported = "500"', 'reported = "plenty"', ["'plenty' is not a number"]),
    ("claims.toml", "(events, cases)", "(event, cases)", ["derivation names 'event'", "did you mean 'events'"]),
    ("claims.toml", '"percent(events, cases)"', '"100 / 4"', ["names no claim"]),
    ("claims.toml", '"percent(events, cases)"', '"percent(events,"', ["cannot be read"]),
    ("claims.toml", '"percent(events, cases)"', '"__import__(events)"', ["is not known"]),
    ("claims.toml", '"percent(events, cases)"', '"percent(events, 0)"', ["divides by zero"]),
    ("claims.toml", 'parts = ["events"]', 'parts = ["other.events"]', ["'other.events' is a claim of no source"]),
    ("claims.toml", 'denominator = "cases"', 'denominator = "case"', ["denominator names 'case'"]),
    ("claims.toml", 'role = "horizon", ', "", ["'role' is missing"]),
    ("claims.toml", 'parts = ["events"]', 'parts = ["evnts"]', ["parts names 'evnts'"]),
    ("claims.toml", 'verdict = "indeterminate"', 'verdict = "unsure"', ["verdict 'unsure' is unknown"]),
    ("claims.toml", "references = [1]", "references = [7]", ["no number 7"]),
    ("claims.toml", "[[excluded]]", "[[exluded]]", ["unknown table 'exluded'", "did you mean 'excluded'"]),
    ("claims.toml", "end = 18", "end = ", ["not TOML"]),
    ("digest.md", "[500](#tiny.cases)", "[500](#tiny.case)", ["no claim has the anchor 'tiny.case'"]),
    ("digest.md", "[500](#tiny.cases)", "500", ["the number '500' has no anchor"]),
    ("digest.md", "[5.4%](#tiny.share)", "[4.5%](#tiny.share)", ["prints '4.5%' for tiny.share, claims.toml '5.4%'"]),
    ("digest.md", "[two](#tiny.two)", "[two](#tiny.two) [two](#tiny.two)", ["second anchor"]),
    ("digest.md", "[six months](#tiny.share.horizon)", "soon", ["tiny.share.horizon has no anchor"]),
    ("source.toml", "total = 8", "total = 10", ["make 8, not 10"]),
    ("source.toml", 'source_id = "tiny"', 'source_id = "tinny"', ["must be the folder's name"]),
    ("source.toml", 'publisher = "nobody"', "", ["'publisher' is missing"]),
    ("source.toml", "[[56, 57]]", "[[57, 56]]", ["list of spans"]),
    ("references.toml", "number = 1", 'number = "1"', ["number must be a whole number"]),
]


@pytest.mark.parametrize(("file", "old", "new", "words"), BAD, ids=[f"{row[0]}-{row[2][:30]}" for row in BAD])
def test_bad_input_is_told_with_file_and_line(tiny: Path, file: str, old: str, new: str, words: list[str]) -> None:
    line = edit(tiny / file, old, new)
    error = refusal(corpus.sources)
    assert all(word in str(error) for word in words), str(error)
    shown = f"data/raw/sources/tiny/{file}"
    assert shown in str(error)
    whole_table = "is missing" in str(error) or "make 8" in str(error) or "is a claim of no source" in str(error)
    if not whole_table and "has no anchor in the digest" not in str(error):
        text = (tiny / file).read_text(encoding="utf-8")
        near = {line, text[: text.index(new)].count("\n") + new.count("\n") + 1} if new else {line}
        assert any(f"{shown}:{number}" in str(error) for number in near), str(error)


def test_all_problems_of_all_files_are_told_at_once(tiny: Path) -> None:
    edit(tiny / "claims.toml", 'horizon = "6 months"', 'horizont = "6 months"')
    edit(tiny / "claims.toml", 'verdict = "indeterminate"', 'verdict = "unsure"')
    edit(tiny / "references.toml", "year = 2020", 'year = "2020"')
    message = str(refusal(corpus.sources))
    assert all(word in message for word in ("horizont", "unsure", "year must be"))
    assert len(corpus.read_corpus().source_problems) >= 3


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [("claims.toml", 'kind = "percent"', 'kind = "percnt"'), ("claims.toml", "(events, cases)", "(event, cases)")],
)
def test_what_follows_from_a_problem_is_not_told(tiny: Path, file: str, old: str, new: str) -> None:
    edit(tiny / file, old, new)
    assert len(corpus.read_corpus().source_problems) == 1


def test_names_of_other_sources_are_looked_up(tiny: Path) -> None:
    edit(tiny / "claims.toml", 'claims = ["share"]', 'claims = ["share", "other.share"]')
    edit(tiny / "claims.toml", 'denominator = "cases"', 'denominator = "other.cases"')
    edit(tiny / "claims.toml", 'whole = "cases"', 'whole = "tiny.cases"')
    problems = [problem.what for problem in corpus.read_corpus().source_problems]
    assert problems == ["'other.cases' is a claim of no source", "'other.share' is a claim of no source"]


def test_entries_and_keys_out_of_place_are_told(tiny: Path) -> None:
    (tiny / "references.toml").write_text(REFERENCES + REFERENCES, encoding="utf-8")
    (tiny / "claims.toml").write_text('author = "me"\n' + CLAIMS, encoding="utf-8")
    message = str(refusal(corpus.sources))
    assert "reference 1 occurs twice" in message
    assert "unknown key 'author'" in message


MENTIONS = [
    ({"reported": "20-40%", "kind": "percent_range"}, {"value": None, "low": 20, "high": 40, "unit": "percent"}),
    ({"reported": "9000", "kind": "count", "hedge": "nearly", "unit": "people"}, {"high": 9000, "unit": "people"}),
    ({"reported": "60.0%", "kind": "percent", "hedge": "over"}, {"value": 60, "low": 60, "high": None}),
    ({"reported": "1 in 20", "kind": "ratio_one_in_n"}, {"value": 5, "numerator": 1, "denominator": 20}),
    ({"reported": "6-12 weeks", "kind": "duration"}, {"low": 6, "high": 12, "unit": "weeks"}),
    ({"reported": "70 years", "kind": "age"}, {"value": 70, "unit": "years"}),
    ({"reported": "April 2020", "kind": "date", "value": 2020, "unit": "month"}, {"value": 2020, "unit": "month"}),
    ({"reported": "Pain Practice", "kind": "other"}, {"value": None, "unit": ""}),
    ({"reported": "Half", "kind": "fraction_word"}, {"value": 50, "unit": "percent"}),
]


@pytest.mark.parametrize(("values", "expected"), MENTIONS, ids=[row[0]["reported"] for row in MENTIONS])
def test_a_mention_says_what_is_printed(values: dict[str, object], expected: dict[str, object]) -> None:
    base = {"name": "a", "start": 0, "end": 1, "statement": "s", "statistic": "t"}
    problems = Problems()
    claim = claim_of(Table({**base, **values}, "f", 1), "tiny", problems)
    assert claim, problems.found
    assert {key: getattr(claim.mention, key) for key in expected} == expected
    assert not claim.assessed
    with_base = claim_of(Table({**base, **values, "denominator": "b"}, "f", 1), "tiny", problems)
    assert with_base
    assert with_base.assessed


def test_at_most_twenty_problems_are_listed(tiny: Path) -> None:
    more = "".join(f'\n[[excluded]]\nname = "e{i}"\n' for i in range(30))
    (tiny / "claims.toml").write_text(CLAIMS + more, encoding="utf-8")
    message = str(refusal(corpus.sources))
    assert "and " in message
    assert message.count("is missing") == 20


@pytest.mark.parametrize("name", ["source.toml", "claims.toml", "digest.md", "references.toml"])
def test_a_missing_or_unreadable_file_is_told(tiny: Path, name: str) -> None:
    (tiny / name).unlink()
    assert f"data/raw/sources/tiny/{name}" in str(refusal(corpus.sources))
    (tiny / name).write_bytes(b"name = \xff\n")
    assert "not UTF-8" in str(refusal(corpus.sources))


def test_an_ill_value_of_a_study_is_left_out_and_told(tiny: Path) -> None:
    path = tiny.parents[1] / "studies" / "doe2020.toml"
    ill = '\n[[values]]\noutcome = "it"\ntext = "6%"\nlocator = "a"\naddress = "b"\nconfidence = "rumour"\n'
    path.write_text(STUDY + ill, encoding="utf-8")
    with pytest.warns(InputWarning, match="rumour"):
        studies = corpus.studies()
    assert [value.text for value in studies["doe2020"].values] == ["5.4%"]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        corpus.sources()


def test_a_study_has_its_file_s_name_and_exact_decimals(tiny: Path) -> None:
    path = tiny.parents[1] / "studies" / "doe2020.toml"
    path.write_text(STUDY.replace('"5.40"', "5.4"), encoding="utf-8")
    assert corpus.studies()["doe2020"].values[0].percent == Decimal("5.4")
    path.rename(path.with_stem("roe2020"))
    with pytest.warns(InputWarning, match="citekey must be the file's name"):
        assert not corpus.studies()


def test_an_unknown_source_has_a_nearest_name(tiny: Path) -> None:
    assert "'tiny'" in str(refusal(lambda: corpus.source("tinny"))), tiny


def test_verify_tells_what_does_not_fit_the_original(tiny: Path) -> None:
    (tiny / "original.txt").write_text(ORIGINAL, encoding="utf-8")
    assert list(corpus.verify()) == ["tiny: 3 claims, with the original, in order"]
    edit(tiny / "source.toml", "citation_marker = 1", "citation_marker = 0")
    edit(tiny / "source.toml", "reference_list = 2", "reference_list = 3")
    assert "differs from a recount" in str(refusal(lambda: list(corpus.verify())))
    edit(tiny / "claims.toml", "start = 30\nend = 32", "start = 15\nend = 17")
    message = str(refusal(lambda: list(corpus.verify())))
    assert "tiny.events reads '27', but the original has '50'" in message
    assert "'27' at 30" in message


def test_located_needs_the_original_with_its_hash(tiny: Path) -> None:
    assert _located(corpus.source("tiny")) == {Verdict.INDETERMINATE}
    (tiny / "original.txt").write_text(ORIGINAL, encoding="utf-8")
    assert _located(corpus.source("tiny")) == {Verdict.REPRODUCED}
    edit(tiny / "claims.toml", "start = 30\nend = 32", "start = 31\nend = 33")
    assert _located(corpus.source("tiny")) == {Verdict.REPRODUCED, Verdict.INCONSISTENT}
    (tiny / "original.txt").write_text(ORIGINAL + "x", encoding="utf-8")
    assert corpus.source("tiny").original is None
    assert "another hash" in str(refusal(lambda: list(corpus.verify())))


def _located(source: Source) -> set[Verdict]:
    return {step.verdict for step in corpus.locate(source).values()}


def test_originals_are_added_by_their_hash(tiny: Path, tmp_path: Path) -> None:
    good, other = tmp_path / "any name", tmp_path / "other.txt"
    good.write_bytes(ORIGINAL.encode())
    other.write_bytes(ORIGINAL.replace("5.4%", "5.9%").encode())
    before = corpus.raw_hash()
    error = refusal(lambda: corpus.add_originals([other, good]))
    assert (tiny / "original.txt").read_bytes() == ORIGINAL.encode()
    assert "resembles tiny most" in error.what
    assert "first differs at offset 9" in error.what
    assert f"{other}:1" in str(error)
    assert corpus.add_originals([good]) == [f"{good} is the original of tiny"]
    assert corpus.raw_hash() == before


@pytest.mark.parametrize(
    ("change", "line", "words"),
    [
        (lambda text: text.replace("5.4%", "5.9%"), 1, "'5.9%' where tiny.share reads '5.4%'"),
        (lambda text: text.replace("Once two", "Twice two"), 2, "'Twice two.'"),
        (lambda text: text.replace("\n", "\r\n"), 1, "line ends"),
        (lambda text: text[: text.index("1 Doe")], 3, "the file has ''"),
        (lambda text: text + "more\n", 4, "'more'"),
    ],
)
def test_the_first_difference_is_found_without_the_original(
    tiny: Path, change: Callable[[str], str], line: int, words: str
) -> None:
    found, _, difference = first_difference(change(ORIGINAL), corpus.source("tiny"))
    assert (found, words in difference) == (line, True), (difference, tiny)


def test_the_first_difference_shows_both_sides_with_the_original(tiny: Path) -> None:
    (tiny / "original.txt").write_text(ORIGINAL, encoding="utf-8")
    changed = ORIGINAL.replace("Once two", "Once too")
    line, offset, difference = first_difference(changed, corpus.source("tiny"))
    assert (line, offset) == (2, ORIGINAL.index("two") + 1)
    assert "Once too" in difference
    assert "Once two" in difference


def test_a_stranger_resembles_none(tiny: Path, tmp_path: Path) -> None:
    stranger = tmp_path / "stranger.txt"
    stranger.write_text("Lorem ipsum dolor sit amet.\n", encoding="utf-8")
    assert "resembles none" in str(refusal(lambda: corpus.add_originals([stranger]))), tiny


def test_every_article_is_known_and_a_changed_one_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = originals.paths()
    shutil.copytree(ROOT / "data" / "raw", tmp_path / "data" / "raw", ignore=_no_originals)
    monkeypatch.setenv("FBSS_ROOT", str(tmp_path))
    for name, path in paths.items():
        changed = tmp_path / f"{name}.txt"
        changed.write_text(path.read_text(encoding="utf-8").replace("the", "teh", 1), encoding="utf-8")
        assert f"resembles {name} most" in str(refusal(lambda changed=changed: corpus.add_originals([changed])))
    assert len(corpus.add_originals(paths.values())) == 5
    assert all("with the original, in order" in line for line in corpus.verify())
    located = [step.verdict for source in corpus.sources().values() for step in corpus.locate(source).values()]
    assert located == [Verdict.REPRODUCED] * 112


def _no_originals(_: str, names: list[str]) -> list[str]:
    return [name for name in names if name.startswith("original.")]


def test_the_hash_of_raw_data_leaves_originals_out_and_nothing_else(tiny: Path) -> None:
    before = corpus.raw_hash()
    (tiny / "original.txt").write_text(ORIGINAL, encoding="utf-8")
    (tiny / ".hidden").write_text("x", encoding="utf-8")
    assert corpus.raw_hash() == before
    edit(tiny / "claims.toml", "Nobody knows.", "Nobody knew.")
    assert corpus.raw_hash() != before


def test_the_root_is_found_from_anywhere_in_the_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FBSS_ROOT", raising=False)
    project, inner = tmp_path / "checkout", tmp_path / "checkout" / "a" / "b"
    inner.mkdir(parents=True)
    (project / "data" / "raw").mkdir(parents=True)
    (project / "pyproject.toml").write_text('[project]\nname = "fbss-analysis"\n', encoding="utf-8")
    monkeypatch.chdir(inner)
    assert corpus.root() == project
    monkeypatch.chdir(tmp_path)
    assert corpus.root() == ROOT
    monkeypatch.setenv("FBSS_ROOT", str(inner))
    assert "FBSS_ROOT" in str(refusal(corpus.root))


ENCODED = ["utf-8", "utf-8-sig", "utf-16", "utf-32"]


@pytest.mark.parametrize("encoding", ENCODED)
def test_marks_name_the_encoding_and_texts_stay_as_they_are(tmp_path: Path, encoding: str) -> None:
    text = "5.4\u00a0% – zwölf\r\n\tmonths 𝟙\n"
    path = tmp_path / "text"
    path.write_bytes(text.encode(encoding))
    assert read(path).text == text
    assert read(path).doc == os.fspath(path)


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"one\ntwo \xe9t\xe9", ":2"), (b"%PDF-1.7", "PDF"), (b"a\0b", "NUL"), ("é".encode("utf-16-le"), "UTF-8")],
)
def test_what_is_no_text_is_refused(data: bytes, words: str) -> None:
    assert words in str(refusal(lambda: decode(data, "file")))


def test_a_file_that_is_not_there_is_an_input_error(tmp_path: Path) -> None:
    assert "No such file" in str(refusal(lambda: read(tmp_path / "none")))
    assert str(tmp_path) in str(refusal(lambda: read(tmp_path)))


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("102,047 at 5.4%, 40 % and 8.9\u00a0%.", ["102,047", "5.4%", "40 %", "8.9\u00a0%"]),
        ("20-40%, 53% to 90%", ["20", "40%", "53%", "90%"]),
        ("Fifty-eight percent, one-third, two thirds", ["Fifty-eight", "one-third", "two", "thirds"]),
        ("nearly doubled, half, twice", ["doubled", "half", "twice"]),
        ("someone attended the tenth; a second", ["tenth", "second"]),
        ("most of both, several, few days", []),
        ("%d bloggers, L5, (12)", ["%", "5", "12"]),
        ("", []),
    ],
)
def test_numeric_tokens(text: str, tokens: list[str]) -> None:
    assert [token.text for token in numeric_tokens(text)] == tokens
    assert all(text[token.start : token.end] == token.text for token in numeric_tokens(text))


def test_every_token_is_in_one_place() -> None:
    counted = ledger("1 2 3 4", [(0, 1), (0, 3)], {"b": [(2, 3), (4, 5)], "a": [(4, 5)]})
    assert (counted.total, counted.audited, dict(counted.excluded), counted.unresolved) == (4, 2, {"a": 1}, ((6, 7),))
    assert counted.adds_up()
    assert not ledger("1 2 3", [(0, 5), (2, 3)], {}).unresolved


def test_lines_of_tables_are_exact() -> None:
    first = 'a = """\n[[claim]]\nb = 1\n"""\n\n'
    text = first + '[[claim]]\nname = "x" # c = 1\nlist = [\n  "[[claim]]",\n]\n[[claim]]\nb = 2\n'
    found = tables(text, "f", Problems())
    assert [table.line for table in found["claim"]] == [6, 11]
    assert found["claim"][0].where("list") == "f:8"
    assert found["claim"][1].where("b") == "f:12"
    assert found[""][0].where("a") == "f:1"
