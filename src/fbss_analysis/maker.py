"""Makers of frozen records where many thousands are made: a fifth of the cost of the constructor of a dataclass.

A frozen slotted dataclass sets each field through `object.__setattr__`. A maker fills a twin with the same slots that
is not frozen and then turns it into the record, which is as frozen as any other.

Reference: the Python data model on assignment to `__class__`: allowed between classes of one layout.

>>> from dataclasses import dataclass
>>> @dataclass(frozen=True, slots=True)
... class Point:
...     x: int
...     y: int = 0
>>> maker_of(Point)(3), maker_of(Point)(3) == Point(3, 0)
(Point(x=3, y=0), True)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field, fields, make_dataclass
from typing import Any, ParamSpec, TypeVar, cast

P = ParamSpec("P")
R = TypeVar("R")


def maker_of(record: Callable[P, R]) -> Callable[P, R]:
    """A function that makes records of a frozen slotted dataclass; ValueError where that does more than set fields."""
    if hasattr(record, "__post_init__") or not hasattr(record, "__slots__"):
        raise ValueError(f"{record!r} must be a slotted dataclass without __post_init__ to have a maker")
    told = [
        (each.name, Any, field(default=each.default, default_factory=each.default_factory))
        for each in fields(cast(Any, record))
    ]
    draft: Any = make_dataclass("Draft", told, slots=True, eq=False)

    def make(*args: P.args, **kwargs: P.kwargs) -> R:
        made = draft(*args, **kwargs)
        made.__class__ = record
        return cast(R, made)

    return make
