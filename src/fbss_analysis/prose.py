"""Sentences with numbers in them: a template of words, and values that come from the ledger or from a model.

A text that comes from a document, and not from us, has the spec `plain`: no character in it is Markdown or LaTeX.

No number in a notebook or a page is typed. A template that holds a digit of its own is refused, so that a result can
only enter a sentence as a value.

>>> sentence("Between {low} and {high} of {n} patients.", low=5460, high=5561, n=102047)
'Between 5,460 and 5,561 of 102,047 patients.'
>>> sentence("It is called {name:plain}.", name="[a](b)")
'It is called \\\\[a\\\\]\\\\(b\\\\).'
>>> sentence("That is {share:percent}, or {years:.1f} years.", share=0.054, years=4.11)
'That is 5.4%, or 4.1 years.'
"""

from __future__ import annotations

import math
import string
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from fbss_analysis.escapes import markdown
from fbss_analysis.schema import UsageError

if TYPE_CHECKING:
    from IPython.display import Markdown

SHOWN_DIGITS = 4


def show_number(value: object, digits: int = SHOWN_DIGITS) -> str:
    """Print a number for reading: whole numbers with thousands separators, others with at most `digits` digits."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, int | float):
        return str(value)
    if math.isinf(value):
        return "never" if value > 0 else "−∞"  # only a time can be infinite here: the curve does not get there
    if float(value).is_integer() and abs(value) < 1e15:
        return f"{int(value):,}"
    return f"{value:,.{digits}g}"


class _Formatter(string.Formatter):
    """Format numbers plainly by default, fractions as percentages with `percent`, foreign text with `plain`."""

    def format_field(self, value: Any, format_spec: str) -> str:
        value = value.item() if hasattr(value, "item") else value  # numpy scalars print like Python's
        if format_spec == "plain":
            return markdown(str(value))
        if format_spec.startswith("percent"):
            return show_number(100 * value, int(format_spec[len("percent") :] or SHOWN_DIGITS)) + "%"
        return format(value, format_spec) if format_spec else show_number(value)


def typed_numbers(template: str) -> Iterator[str]:
    """The digits that stand in the words of a template, outside its fields and outside `code`."""
    for words, _, _, _ in string.Formatter().parse(template):
        outside_code = "".join(words.split("`")[::2])
        yield from (character for character in outside_code if character.isdigit())


def sentence(template: str, **values: object) -> str:
    """Fill a template; a UsageError where it has a typed number or lacks a value."""
    if typed := "".join(typed_numbers(template)):
        raise UsageError(f"a number is typed into prose: {typed}", template, "pass it as a value")
    try:
        return _Formatter().vformat(template, (), values)
    except KeyError as error:
        raise UsageError(f"the sentence needs a value for {error.args[0]!r}", template, "pass it by name") from None


def say(template: str, **values: object) -> Markdown:
    """Show a sentence in a notebook, as Markdown."""
    from IPython.display import Markdown

    return Markdown(sentence(template, **values))
