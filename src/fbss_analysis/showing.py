"""What JupyterLab shows: a record that inherits `Rich` has an HTML form beside its text, which stays as it is.

How a record looks is written in `fragments`, far above the records; the package, which resolves its public names on
first use, is the way there. So a record costs nothing more than before until somebody looks at it.

>>> class Greeting(Rich):
...     __slots__ = ()
>>> hasattr(Greeting(), "_repr_html_")
True
"""

from __future__ import annotations

import fbss_analysis


class Rich:
    """A record that is shown as HTML where HTML is shown."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return str(fbss_analysis.to_html(self))
