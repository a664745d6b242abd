"""A reproducible audit of every number patients are told about failed back surgery syndrome.

The public verbs, resolved on first use so that importing the package costs nothing:

>>> import fbss_analysis as fbss
>>> fbss.parse("about 1 in 12").interval()
[7.69231, 9.09091]
"""

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_HOME_OF = {
    "parse": "reported",
    "ReportedNumber": "reported",
    "Interval": "printed.interval",
    "grim": "models.grim",
    "debit": "models.debit",
    "sources": "corpus",
    "studies": "corpus",
    "read": "reading",
    "check": "checks",
    "derive": "derivation",
    "derived": "committed",
    "proof": "validation",
    "only": "committed",
    "say": "prose",
    "sentence": "prose",
    "to_frame": "tables",
    "to_html": "fragments",
    "Table": "tables",
    "months": "horizon",
    "mixture": "models.consistency",
    "extract": "extraction",
    "interpret": "claims",
    "audit": "pipeline",
    "article": "pipeline",
    "audit_folder": "batches.folder",
    "collected": "batches.gathering",
    "disagreements": "overlaps",
    "misprints": "slips",
    "find_references": "citations",
    "link": "citations",
    "proportion": "models.proportion",
    "incidence": "models.incidence",
    "pool": "models.pooling",
    "pool_effects": "models.pooling",
    "published": "synthesis",
    "synthesize": "synthesis",
    "synthesize_counts": "synthesis",
    "fit_shares": "synthesis",
    "fit_counts": "synthesis",
    "left_out": "appraisal.robustness",
    "by_operation": "appraisal.robustness",
    "operations_differ": "appraisal.robustness",
    "small_studies": "appraisal.robustness",
    "trend": "appraisal.growth",
    "grade": "appraisal.certainty",
    "most_in_need": "appraisal.priorities",
}
_MODULES = ("coverage_plots", "forests", "icons", "matrices", "plots", "strips", "tables")
__all__ = ["__version__", *_HOME_OF, *_MODULES]


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return import_module(f"{__name__}.{name}")
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
