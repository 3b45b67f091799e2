"""What worker processes have in common: imported once, by the process that they are forked from.

Models, their packed weights, lexicons and libraries then lie in memory once for all workers, and a worker is ready in a
moment. That process reads one sentence, by which all that is loaded on first use is loaded.
"""

from __future__ import annotations

import os
from contextlib import suppress

os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1"))  # before NumPy

import gc
from pathlib import Path

from diplomacy_nlp import Analyzer

__all__ = ["ANALYZER", "IS_SOUND"]

SENTENCE = "Paris rejected the plan that Oslo had proposed, a minister said."
ANALYZER: Analyzer | None = None  # kept, and with it the models, which those share who use the same ones
IS_SOUND = False  # all is loaded, and by one thread: what others hold would never be let go in a forked process


with suppress(Exception):
    gc.disable()
    ANALYZER = Analyzer.discover()
    ANALYZER.analyze(SENTENCE)
    gc.collect()
    gc.freeze()  # the collector's walks would copy what is shared
    gc.enable()
    IS_SOUND = len([*Path("/proc/self/task").iterdir()]) == 1
