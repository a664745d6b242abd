"""Audits folders like `audit_folder`, in a process whose workers fall ill: run as a program by test_batches.

The server that workers are forked from imports this module, so what is put in place here is in place in every worker. A
document with SLOW in it takes a while, one with HANG never ends, CRASH kills its process, FAIL raises.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

from fbss_analysis.batches import work, workers
from fbss_analysis.batches.folder import Options, audit_folder
from fbss_analysis.batches.partitions import Shape
from fbss_analysis.pipeline import Audit
from fbss_analysis.schema import Document

SHAPE = Shape(least=2, mean=3, most=5)
healthy = work.audit_document


def ill(document: Document) -> Audit:
    if "SLOW" in document.text:
        time.sleep(0.05)
    if "CRASH" in document.text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "FAIL" in document.text:
        raise RecursionError("too deep \udcff")
    while "HANG" in document.text:
        pass
    return healthy(document)


work.audit_document = ill  # type: ignore[assignment]

if __name__ == "__main__":
    folder, out, jobs, limit = sys.argv[1:]
    workers.WARM += (Path(__file__).stem,)
    found = [str(Path(__file__).parent), os.environ.get("PYTHONPATH")]
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, found))
    tally = audit_folder(folder, out, options=Options(jobs=int(jobs), limit=float(limit), shape=SHAPE))
    print(tally.read, tally.audited, tally.quarantined, tally.kept)
