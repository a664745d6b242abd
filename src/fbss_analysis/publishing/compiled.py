"""The templates of all pages, compiled when this module is imported, as the warm parent does before it forks.

To compile them takes as long as to fill them, and what is compiled before the fork need not be in it.
"""

from __future__ import annotations

from fbss_analysis.chapters import SUFFIX, templates

for _name in templates().list_templates(filter_func=lambda name: name.endswith(SUFFIX) and "/" not in name):
    templates().get_template(_name)
