"""How a result record shows itself: as a pandas frame and as a table in a notebook, without clock or address.

Records of arrays give one row an entry, records of plain numbers one row a quantity.

>>> from dataclasses import dataclass
>>> @dataclass(frozen=True, slots=True)
... class Pair(Shown):
...     low: float
...     high: float
>>> Pair(1.0, 2.0).summary()["value"].tolist()
[1.0, 2.0]
"""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import pandas as pd


class Shown:
    """A dataclass that inherits this has `summary()` and a rich representation."""

    __slots__ = ()

    def summary(self) -> pd.DataFrame:
        """Return the record as a frame: its vectors as columns, or its numbers and words as rows."""
        import pandas as pd

        parts: dict[str, Any] = {field.name: getattr(self, field.name) for field in fields(self)}  # type: ignore[arg-type]
        vectors = {name: part for name, part in parts.items() if isinstance(part, np.ndarray) and part.ndim == 1}
        if vectors:
            return pd.DataFrame(vectors)
        plain = {name: part for name, part in parts.items() if isinstance(part, int | float | str)}
        return pd.DataFrame({"value": pd.Series(plain, dtype=object)})

    def _repr_html_(self) -> str:
        return str(self.summary().to_html(float_format=lambda x: f"{x:.4g}", na_rep=""))
