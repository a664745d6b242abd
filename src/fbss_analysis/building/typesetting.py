"""Executed notebooks made chapters' fragments of HTML, as `python -m fbss_analysis.building.typesetting ADDRESS`.

It runs in a process of its own, forked from the warm parent, which has imported nbconvert already, so that the process
that leads the build need not import it. It connects to the address, where that one waits (`composing`), answers every
notebook with its fragment, and ends when the connection does.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from multiprocessing.connection import Client

from fbss_analysis import chapters
from fbss_analysis.building.composing import KEY
from fbss_analysis.kernels.hiding import GRAMMARS, hidden

with hidden(*GRAMMARS):
    import nbformat

if __name__ == "__main__":
    with Client(sys.argv[1], authkey=bytes.fromhex(os.environ[KEY])) as leader, suppress(EOFError, ConnectionError):
        while True:
            notebook = nbformat.reads(leader.recv_bytes().decode(), as_version=4)
            leader.send_bytes(chapters.render(notebook).encode())
