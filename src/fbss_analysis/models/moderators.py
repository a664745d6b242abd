"""Moderators of counts: their design matrix, and whether the likelihood has a highest point on it.

Where some combination of the terms sets studies in which nobody had the event apart from those in which everybody had
it, and leaves all others where they are, the likelihood rises along it for ever, with a variance between studies or
without. Such a direction is what a linear programme looks for.

References: Albert A, Anderson JA. Biometrika 1984;71:1 (separation). Konis K. Linear programming algorithms for
detecting separated data in binary logistic regression models. DPhil thesis, University of Oxford 2007 (the programme).

>>> names, design = design_of({"dose": [0, 1, 2]}, 3)
>>> names, design.tolist()
(('intercept', 'dose'), [[1.0, 0.0], [1.0, 1.0], [1.0, 2.0]])
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike

from fbss_analysis.errors import InputError
from fbss_analysis.models.projection import Array


def design_of(moderators: Mapping[str, ArrayLike], k: int) -> tuple[tuple[str, ...], Array]:
    """The names and the columns (k, p) of an intercept and the moderators; InputError for values that are no k numbers.

    InputError, too, for terms that k studies cannot carry: collinear ones, or as many as there are studies.
    """
    columns = [np.ones(k)]
    for name, values in moderators.items():
        column = np.asarray(values, np.float64)
        if column.shape != (k,) or not np.isfinite(column).all():
            raise InputError(
                f"{name} needs {k} finite numbers", name, "give one a study, leave studies without one out"
            )
        columns.append(column)
    design = np.column_stack(columns)
    if k <= design.shape[1] - (len(columns) == 1) or np.linalg.matrix_rank(design) < design.shape[1]:
        raise InputError(f"{k} studies cannot carry {design.shape[1]} terms", "moderators=", "leave terms out")
    return ("intercept", *moderators), design


def refuse_separation(events: Array, n: Array, basis: Array, names: Sequence[str]) -> None:
    """Raise InputError where the likelihood has no highest point; `basis` (k, p) spans the design with unit columns."""
    push = basis * ((events == n) * 1.0 - (events == 0))[:, None]
    mixed = basis[(events > 0) & (events < n)]
    none = np.zeros(len(push)), np.zeros(len(mixed))
    from scipy.optimize import linprog  # slow to import, and an audit of pages needs none

    found = linprog(-push.sum(0), -push, none[0], mixed, none[1], bounds=(-1.0, 1.0))
    if found.fun < -1e-6:
        what = "the moderators separate studies without events from those with nothing else: no slope is finite"
        raise InputError(what, ", ".join(names[1:]), "leave a moderator out, or merge its groups")
