"""From a printed percentage to a proportion with its rounding interval, in floats, for the models.

The interval itself is exact (`reported`); the models compute in floats, and an envelope takes the closed interval, so
that it holds the true value under every rounding rule.

>>> printed_share("5.4%", "incidence")
Envelope(value=0.054, low=0.0535, high=0.0545)
"""

from __future__ import annotations

from fractions import Fraction

from fbss_analysis.models.box import Envelope
from fbss_analysis.printed.interval import Interval
from fbss_analysis.reported import HALF_UP, ReportedNumber, parse
from fbss_analysis.schema import InputError

WHOLE = Interval(Fraction(0), Fraction(100))


def printed_percent(printed: str | ReportedNumber, where: str) -> ReportedNumber:
    """Read a percentage as printed; an InputError names `where` it stands when it is none, or outside 0 to 100."""
    if isinstance(printed, ReportedNumber):
        number = printed
    elif isinstance(printed, str):
        try:
            number = parse(printed, form="decimal")
        except ValueError as error:
            raise InputError(str(error), where, 'give the percentage as printed, "5.4%"') from None
    else:
        what = f"{printed!r} does not say how it was rounded"
        raise InputError(what, where, 'give the percentage as a printed string, "5.4%"')
    if not 0 <= number.point <= 100:
        raise InputError(f"{number.text!r} is no percentage from 0 to 100", where, "check the unit of the value")
    return number


def printed_share(printed: str | ReportedNumber, where: str, rounding: str = HALF_UP) -> Envelope:
    """A printed percentage as a proportion: its value, and the closed ends of its rounding interval within 0 and 1."""
    number = printed_percent(printed, where)
    possible = number.interval(rounding).meet(WHOLE)
    assert possible is not None, "the printed value itself lies in both"
    low, high = (float(Fraction(end) / 100) for end in (possible.low, possible.high))
    return Envelope(float(number.point / 100), low, high)
