"""What worker processes have in common: imported once, by the process that they are forked from.

Models, their packed weights, lexicons and libraries then lie in memory once for all workers, and a worker is ready in a
moment. That process has one thread, so that nothing is lost when it is forked; it reads one sentence, by which all that
is loaded on first use is loaded. What fails here fails again in the workers, which tell of it.
"""

from __future__ import annotations

import gc
from contextlib import suppress

from diplomacy_nlp import Analyzer
from diplomacy_nlp_corpus.worker import one_thread, rare_collection

__all__ = ["ANALYZER"]

SENTENCE = "Paris rejected the plan that Oslo had proposed, a minister said."
ANALYZER: Analyzer | None = None  # kept, and with it the models, which are shared by who uses the same ones


def _load() -> Analyzer:
    one_thread()
    rare_collection()
    analyzer = Analyzer.discover(on_error="collect")
    analyzer.analyze(SENTENCE)
    gc.collect()
    gc.freeze()  # the collector's walks would copy what is shared
    return analyzer


with suppress(Exception):
    ANALYZER = _load()
