"""What a figure is about: the outcome, operation and group that the words nearest to it name.

Nearest means, in this order: behind the figure in its clause, in front of it in its sentence, in the line that its
list hangs from, in the sentences before it in the passage. Figures of a list share the words behind the list, unless
those are a list of equal length themselves: "30%, 15% and 5% … after the second, third and fourth surgeries", "77% and
71% … for back and leg, respectively".

>>> from fbss_analysis.interpretation.context import read_context
>>> from fbss_analysis.schema import Document, Kind, Mention
>>> page = Document("page", "Infections came in 5% of people who smoke and in 2% after a fusion.")
>>> view = read_context(page, [Mention("page", a, a + 2, page.text[a:a+2], Kind.PERCENT) for a in (19, 49)])
>>> outcome(view, 0), group(view, 0), procedure(view, 1)
('infection', 'people who smoke', 'fusion')
"""

from __future__ import annotations

import re
from functools import lru_cache

from fbss_analysis.interpretation.context import EFFECTS, REMEMBERED, SHARES, Context
from fbss_analysis.interpretation.topics import EVENTS, GENERIC, GROUP, PROCEDURE, SYNDROME, find_outcomes, plain
from fbss_analysis.printed.folding import Folded, folded
from fbss_analysis.schema import Qualifier

_IN_ITS_BRACKETS = re.compile(r"\s+((?:[^\W\d_]|[\s’'-])+)(?=[,;)])")
_THIS_NUMBER = folded(
    r"\b(?:this|that|these|those|the)\s+(?:same\s+)?(?:numbers?|rates?|figures?|percentages?|proportions?|risks?|shares?|incidence)\b|^\W*it\b|\bit\s+(?:was|is|had|rose|reached|stood|came|increased|grew|climbed)\b"
)
_BRACKETED = re.compile(r"\([^()]*\)")
_SUBGROUP = re.compile(r"(?:non-?)?(?:smokers|women|men|males|females)", re.IGNORECASE)
_SPARED = folded(r"\b(?:no|none|not|without|never|avoided|free|surviv\w+)\b")
_RESULTS = SHARES | EFFECTS
_SHORT_LEAD = 300
_CLAUSE_END = re.compile(r"[.;:]|,\s|\b(?:while|whereas|but)\b")
_ORDINALS = folded(
    r"\b(?:second|third|fourth|fifth|first)(?:\s*,\s*(?:second|third|fourth|fifth))*\s*,?\s*(?:and|or)\s+"
    r"(?:second|third|fourth|fifth)\s+(?P<noun>[\w’'-]+)"
)
_ORDINAL = re.compile(r"first|second|third|fourth|fifth", re.IGNORECASE)
_NOUN = r"(?!(?:in|for|of|with|the|on|at|after|and)\s)[\w’'-]+(?:\s[\w’'-]+)?"
_PAIRED_NOUNS = folded(rf"\b(?P<one>{_NOUN})\s+and\s+(?P<two>{_NOUN})\s*,?\s*respectively")


def outcome(view: Context, i: int) -> str:
    """The nearest outcome named: behind in the clause, in front in the sentence, above; else the text's own words."""
    bracketed = _IN_ITS_BRACKETS.match(view.after(i)) if view.in_brackets(i) else None
    if bracketed and not find_outcomes(bracketed[1]):
        return _own_words(bracketed[1])
    after = _clause_behind(view, i)
    for words, order in ((after, 1), (view.before(i), -1), (view.after(i), 1)):
        found = [name for name, _ in find_outcomes(words)[::order]]
        special = [name for name in found if name != "pain"] or found
        if special:
            spared = special[0] in EVENTS and (
                _SPARED.search(after) or _SPARED.search(words if order > 0 else words[-60:])
            )
            return f"no {special[0]}" if spared else special[0]
    return _outcome_above(view, i) or _own_words(after) or _outcome_of_section(view, i)


def _outcome_above(view: Context, i: int) -> str:
    """The outcome of the sentence before, where "this number" carries it on, or of the line that leads in the list."""
    if _THIS_NUMBER.search(view.before(i)):
        names = [name for text in _passage_before(view, i) for name, _ in find_outcomes(text)[::-1]]
        if names:
            return names[0]
    block = view.block(i)
    lead = view.page.blocks[block].lead if block is not None else None
    while lead is not None and (len(text := view.block_text(lead)) <= _SHORT_LEAD or text.endswith(":")):
        names = [name for name, _ in find_outcomes(text[-_SHORT_LEAD:])]
        if names:
            return names[-1]
        lead = view.page.blocks[lead].lead
    return ""


def _outcome_of_section(view: Context, i: int) -> str:
    """The outcome that the heading above names."""
    above = view.heading(i)
    return "" if above is None else next((name for name, _ in find_outcomes(view.block_text(above))), "")


def _clause_behind(view: Context, i: int) -> str:
    """The words behind a mention up to the end of its clause or to the next figure that is not of its list."""
    if i not in view.clauses:
        if len(view.clauses) > REMEMBERED:
            view.clauses.clear()
        view.clauses[i] = _read_clause(view, i)
    return view.clauses[i]


def _read_clause(view: Context, i: int) -> str:
    words, same = view.after(i), view.with_sentence(i)
    run = view.run(same, i)
    following = next((j for j in same if j > run[-1] and view.mentions[j].kind in _RESULTS), None)
    end = len(words) if following is None else view.mentions[following].start - view.mentions[i].end
    after_run = view.mentions[run[-1]].end - view.mentions[i].end
    close = _CLAUSE_END.search(words, max(after_run, 0), end)
    return words[: close.start() if close else end]


_TIME_WORDS = frozenset(("day", "days", "week", "weeks", "month", "months", "year", "years"))


def _own_words(clause: str) -> str:
    words = [word for word in re.findall(r"[^\W\d_][\w’'-]*", clause)[:8] if word.lower() not in _TIME_WORDS]
    return " ".join(words).lower() if any(len(word) > 4 for word in words) else ""


def group(view: Context, i: int) -> str:
    """The people that a figure is about, in the text's own words."""
    own = [words for text in (_clause_behind(view, i), view.before(i)) for words in _reversed(GROUP, text)[:1]]
    return plain(own[0]) if own else _nearest_words(view, i, GROUP, _SUBGROUP)


def procedure(view: Context, i: int) -> str:
    """The operation that a figure is about, in the text's own words."""
    return _nearest_words(view, i, PROCEDURE, GENERIC)


def _nearest_words(view: Context, i: int, pattern: Folded, general: re.Pattern[str] | None = None) -> str:
    """The nearest words of a kind; those that are no more than `general` stand only where nothing special does."""
    behind = _reversed(pattern, _clause_behind(view, i))[::-1]
    found = [*behind, *(words for text in _texts_before(view, i) for words in _reversed(pattern, text))]
    special = [words for words in found if not (general and general.fullmatch(words))]
    return plain((special or found or [""])[0])


@lru_cache(maxsize=REMEMBERED)
def _reversed(pattern: Folded, text: str) -> tuple[str, ...]:
    return tuple(match[0] for match in pattern.finditer(_without_syndrome(text)))[::-1]


@lru_cache(maxsize=REMEMBERED)
def _without_syndrome(text: str) -> str:
    """The text without "failed back surgery", which names no operation."""
    return SYNDROME.sub(" ", text)


def _texts_before(view: Context, i: int) -> list[str]:
    """What stands in front of a mention: in its sentence, above its list, in its passage; the nearest first."""
    before = view.before(i)
    texts, block = [before if view.in_brackets(i) else _BRACKETED.sub(" ", before)], view.block(i)
    while block is not None and (block := view.page.blocks[block].lead) is not None:
        texts.append(view.block_text(block)[-400:])
    return texts + _passage_before(view, i)


def _passage_before(view: Context, i: int) -> list[str]:
    """The sentences of the block in front of mention `i`, the nearest first, then those that open its passage."""
    at, passage = view.sentence_of[i], view.passage(i)
    own = [s for s in view.page.sentences[max(0, (at or 0) - 5) : at] if s.block == view.block(i)]
    opening = view.page.of_block(passage) if passage is not None and passage != view.block(i) else []
    return [view.page.words(sentence) for sentence in (*own[::-1], *opening)]


def paired_words(view: Context, i: int) -> tuple[str, tuple[Qualifier, ...]]:
    """What a list of words gives to the figure at the same place of a list of figures: an ordinal, or one of a pair."""
    shares = [j for j in view.with_sentence(i) if view.mentions[j].kind in SHARES]
    run = view.run(shares, i)
    if len(run) < 2:
        return "", ()
    start = view.mentions[run[-1]].end
    behind = view.after(run[-1], 400)
    ordinals = _ORDINALS.search(behind)
    if ordinals and len(words := list(_ORDINAL.finditer(behind, *ordinals.span()))) == len(run):
        word = words[run.index(i)]
        mark = Qualifier("ordinal", word[0], start + word.start(), start + word.end())
        return f"{word[0]} {plain(ordinals['noun'])}".lower(), (mark,)
    pair = _PAIRED_NOUNS.search(behind)
    if pair and len(run) == 2:
        group = ("one", "two")[run.index(i)]
        return "", (Qualifier("respectively", pair[group], start + pair.start(group), start + pair.end(group)),)
    return "", ()
