"""The articles that stand in docstrings, taken apart: title, paragraphs, references, and the example that is tested.

The page on methods shows what the code says of itself, so that the two cannot drift apart. A paragraph that begins with
"Reference:" or "References:" is the source; what follows a prompt is an example, which the tests run.

>>> said = take_apart('''A title.
...
... Why, in `words`.
...
... Reference: Somebody. A journal.
...
... >>> 1 + 1
... 2
... ''')
>>> said.title, said.paragraphs, said.reference, said.example
('A title.', ('Why, in `words`.',), 'Somebody. A journal.', '>>> 1 + 1\\n2')
"""

from __future__ import annotations

import ast
import inspect
import re
from dataclasses import dataclass
from pathlib import Path

_LABEL = re.compile(r"References?:\s*")


@dataclass(frozen=True, slots=True)
class Said:
    """What a module says of itself."""

    title: str
    paragraphs: tuple[str, ...] = ()
    reference: str = ""
    example: str = ""


def take_apart(docstring: str) -> Said:
    """A docstring in its parts."""
    words, prompt, example = inspect.cleandoc(docstring).partition("\n>>> ")
    title, *rest = [" ".join(block.split()) for block in re.split(r"\n\s*\n", words.strip())]
    cited = [_LABEL.sub("", block, count=1) for block in rest if _LABEL.match(block)]
    told = tuple(block for block in rest if not _LABEL.match(block))
    return Said(title, told, " ".join(cited), (prompt + example).strip())


def of_folder(folder: Path) -> dict[str, Said]:
    """What each module of a folder says of itself, by its name, without importing any."""
    return {
        path.stem: take_apart(ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "")
        for path in sorted(folder.glob("*.py"))
        if not path.stem.startswith("_")
    }
