"""Makers of records: what they make is what the constructor makes."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, dataclass, field

import pytest

from fbss_analysis.maker import maker_of
from fbss_analysis.schema import Kind, Mention


def test_a_made_record_is_like_a_constructed_one() -> None:
    told = ("page", 3, 6, "54%", Kind.PERCENT, 54.0)
    made, constructed = maker_of(Mention)(*told, unit="percent"), Mention(*told, unit="percent")
    assert type(made) is Mention
    assert made == constructed
    assert hash(made) == hash(constructed)
    assert repr(made) == repr(constructed)
    assert pickle.loads(pickle.dumps(made)) == copy.copy(made) == constructed
    with pytest.raises(FrozenInstanceError):
        made.start = 4  # type: ignore[misc]


@dataclass(frozen=True, slots=True)
class Bag:
    name: str
    things: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Checked:
    name: str

    def __post_init__(self) -> None:
        assert self.name


@dataclass(frozen=True)
class Open:
    name: str


def test_made_records_share_no_default() -> None:
    make = maker_of(Bag)
    make("one").things.append(1)
    assert make("two").things == []


@pytest.mark.parametrize("record", [Checked, Open])
def test_a_record_that_does_more_than_set_slots_has_no_maker(record: type) -> None:
    with pytest.raises(ValueError, match="must be a slotted dataclass"):
        maker_of(record)
