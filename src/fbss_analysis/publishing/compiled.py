"""What all reports have in common, made when this module is imported, as the warm parent does before it forks.

To compile the templates takes as long as to fill them, and to read the docstrings that the page of methods shows as
long as to write them down; what was done before the fork need not be done in it.
"""

from __future__ import annotations

from fbss_analysis.chapters import SUFFIX, templates
from fbss_analysis.publishing import about

for _name in templates().list_templates(filter_func=lambda name: name.endswith(SUFFIX) and "/" not in name):
    templates().get_template(_name)
about.methods()
