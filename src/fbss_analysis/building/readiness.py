"""All that the first step of a build is made of, imported with this module, and its checks found.

The warm parent imports it before it forks that step, which then has nothing left to import.
"""

from __future__ import annotations

from fbss_analysis import ledger_pages, pipeline
from fbss_analysis.checks import registry
from fbss_analysis.publishing import about

__all__ = ["about", "ledger_pages", "pipeline"]

registry()
