"""All that the first step of a build is made of, imported with this module, and its checks found.

The warm parent imports it before it forks that step, which then has nothing left to import. What the models import
late, because an audit of pages has no use for it, is here, too, for the step and for the kernels.
"""

from __future__ import annotations

import scipy.optimize
import scipy.stats
import statsmodels.stats.proportion

from fbss_analysis import ledger_pages, pipeline
from fbss_analysis.checks import registry
from fbss_analysis.publishing import about

__all__ = ["about", "ledger_pages", "pipeline", "scipy", "statsmodels"]

registry()
