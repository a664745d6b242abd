"""Every number about synthesis in the reference files agrees with ours.

Set FBSS_REFERENCE to walk another folder of files of the same schema.
"""

from __future__ import annotations

import pytest
from reference_grid import documents
from reference_pooling import LEFT_OUT, walk

FILES = {**documents("meta_proportion"), **documents("meta_generic"), **documents("meta_edge")}


@pytest.mark.parametrize("name", FILES)
def test_every_number_of_a_file_agrees_or_is_left_out_for_a_stated_reason(name: str) -> None:
    account = walk(FILES[name])
    assert not account.wrong, "\n".join(account.wrong[:40])
    assert account.unclaimed(LEFT_OUT) == []
    assert len(account.compared) > 500


def test_the_grid_is_complete() -> None:
    """Every estimator, test and measure occurs, so that a file that shrinks is noticed."""
    rows = [row for file in FILES.values() for part in file.get("sets", [file]) for row in part["pooled"]]
    assert {row["method"] for row in rows} == {"EE", "DL", "HE", "HS", "SJ", "PM", "ML", "REML", "EB"}
    assert {row["test"] for row in rows} == {"z", "knha", "adhoc"}
    assert {row["measure"] for row in rows} >= {"PR", "PLN", "PLO", "PAS", "PFT"}
