"""Three exceptions, each in three parts: what is wrong, where, and what to do.

>>> print(InputError("the file is empty", "page.html", "give a file with text in it"))
the file is empty
  where: page.html
  to do: give a file with text in it
"""

from __future__ import annotations

import errno
from enum import IntEnum

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)  # the disk is full, or what a user or a process may fill of it


class Exit(IntEnum):
    """What the exit status of `fbss` means."""

    DONE = 0
    FOUND = 1
    USAGE = 2
    INPUT = 3
    INTERNAL = 4


class FbssError(Exception):
    """Something the user has to know, in three parts: what is wrong, where, and what to do."""

    exit_status = Exit.INTERNAL

    def __init__(self, what: str, where: str = "", todo: str = "") -> None:
        super().__init__(what, where, todo)
        self.what, self.where, self.todo = what, where, todo

    def __str__(self) -> str:
        parts = (("", self.what), ("where: ", self.where), ("to do: ", self.todo))
        return "\n  ".join(label + text for label, text in parts if text)

    def _render_traceback_(self) -> list[str]:
        """What IPython shows in place of a traceback: the three parts alone."""
        return f"{type(self).__name__}: {self}".splitlines()


class InputError(FbssError):
    """A file or text that cannot be used as it is; everything else was still done.

    `reason` is one word for programs: why a document was set aside (`vocabulary.Reason`), empty for all other input.
    """

    exit_status = Exit.INPUT

    def __init__(self, what: str, where: str = "", todo: str = "", reason: str = "") -> None:
        super().__init__(what, where, todo)
        self.reason = reason


class UsageError(FbssError):
    """A command, parameter or option that does not exist or has the wrong type."""

    exit_status = Exit.USAGE
