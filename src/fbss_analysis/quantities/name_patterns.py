"""The named patterns of what is no quantity: identifiers, levels, markers, telephone numbers, addresses. Data only.

Each is tried at one place and looks only a bounded stretch ahead or behind.

>>> PHONE.match("555-238-1190")[0], MARKER_LIST.match("4, 5-7]")[0]
('555-238-1190', '4, 5-7')
"""

from __future__ import annotations

import re

from fbss_analysis.patterns import DASH, SPACE

IDENTIFIER_TAIL = re.compile(rf"[A-Za-z0-9]*(?:[-‐‑–/.+][A-Z]{{0,3}}[0-9][A-Za-z0-9]*)*|{DASH}[A-Z][0-9]*")
NAME_BEHIND = re.compile(r"[a-z,] [A-Z][a-z]{2,} $")
NAME_TAIL = re.compile(
    rf"[0-9]+(?:\.[0-9]+)?(?:{SPACE}?[-‐‑–—/]{SPACE}?(?:[CLTS]{SPACE}?)?[0-9]{{1,2}}(?![0-9.,%])"
    rf"|(?:,|,? and|,? or| to){SPACE}(?:[CLTS]{SPACE}?)?(?:[0-9]{{1,2}}|[0-9]{{2,3}}\.[0-9]+)(?![0-9%]|\.[0-9]"
    rf"|(?:{SPACE}|-)(?!and\b|or\b)[a-z]))*"
)
MARKER_LIST = re.compile(rf"[0-9]{{1,3}}(?:\s{{0,2}}(?:[,;]|{DASH}|and)\s{{0,2}}[0-9]{{1,3}})*\s{{0,2}}(?=[)\]])")
GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+")
_COUNTS_ON = (
    rf"{SPACE}?(?:%|per ?cent|weeks?\b|days?\b|months?\b|years?\b|hours?\b|minutes?\b|patients\b|people\b)|[a-z]"
)
GLUED_MARKERS = re.compile(
    rf"[0-9]{{1,4}}(?!\.?[0-9])(?:[,–-][0-9]{{1,3}}(?!\.?[0-9]|{_COUNTS_ON})"
    rf"|{SPACE}?[,–-]{SPACE}?[0-9]{{1,3}}(?!\.?[0-9]|{SPACE}?[%a-z]))*"
)
LIST_NUMBER = re.compile(rf"[0-9]{{1,3}}(?:[.)]|\.\))(?={SPACE}|\n|$|[A-Z])")
PHONE = re.compile(
    rf"(?:\+?1(?:{SPACE}|[-.])?)?\(?[0-9]{{3}}\)?(?:{SPACE}|[-.‐‑–]){{1,2}}[0-9]{{3}}(?:{SPACE}"
    rf"|[-.‐‑–])[0-9]{{4}}(?![0-9])"
    r"|1?[-.]?8[0-9]{2}[-.][A-Z0-9]{3}[-.]?[A-Z0-9]{4}(?![a-z0-9])"
)
CLOCK = re.compile(
    rf"[0-9]{{1,2}}(?::[0-9]{{2}}){{1,2}}(?![0-9])(?:{SPACE}?[ap]\.?m\b\.?)?|[0-9]{{1,2}}{SPACE}?(?:[ap]\.?m\b"
    rf"|[AP]\.?M\b|o[’']clock)"
)
RATIO_COLON = re.compile(rf"[0-9]+(?::[0-9]+)+(?:{DASH}[0-9]+)?")
VOLUME = re.compile(rf"[0-9]+\([0-9][^()\n]{{0,12}}\):{SPACE}?[A-Za-z]?[0-9]+(?:{DASH}[A-Za-z]?[0-9]+)?")
STREET = re.compile(
    rf"[0-9]{{1,5}}{SPACE}(?:[NSEW]\.?{SPACE})?(?:[A-Z][A-Za-z.]+{SPACE}){{1,3}}"
    r"(?:St|Street|Ave|Avenue|Rd|Road|Blvd|Boulevard|Drive|Dr|Lane|Ln|Way|Suite|Highway|Hwy|Parkway|Pkwy|Plaza"
    r"|Court)\b"
)
AGE_GROUP = re.compile(r"\b[Aa]ged? groups? $")
BYLINE = re.compile(r"(?:,[0-9]{1,2})*,{1,2} (?:and )?[A-Z][\w’'-]+ (?:[A-Z]|[\w’'-]+ ?[0-9]|and [A-Z])")
BIBLIOGRAPHIC = re.compile(
    rf"(?:19|20)[0-9]{{2}}(?:{SPACE}[A-Z][a-z]{{2}}(?:-[A-Z][a-z]{{2}})?(?:{SPACE}[0-9]{{1,2}})?)?;{SPACE}?"
    rf"[0-9]+(?:-[A-Z])?(?:{SPACE}?\([^)\n]{{1,20}}\))?(?::{SPACE}?[A-Za-z]?[0-9]+(?:{DASH}[A-Za-z]?[0-9]+)?)?"
    rf"(?![0-9]|{SPACE}(?:in|by|at|on|for|of)\b)"  # "42 in 2010; 48 in 2020"
)
CHROME = re.compile(
    r"[Cc]opyright|©|[Aa]ll [Rr]ights|[Pp]osted (?:on|by|in)\b|[Pp]ublished(?: on|:| online)|^[Uu]pdated"
    r"|[Ll]ast (?:[Uu]pdated|[Rr]eviewed|[Mm]odified)|[Rr]eviewed (?:on|by):? [A-Z0-9]|min(?:ute)? read\b|[Vv]iews:"
    r"|(?:Received|Accepted|Revised|Submitted|Epub|Date)(?: for publication| after revision)?:? [0-9A-Z]"
)
