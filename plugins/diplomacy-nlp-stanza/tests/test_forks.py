"""A process that is forked after use reads where it was forked from one thread, and is told what to do otherwise."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys

import pytest

FORKED = """
import multiprocessing, sys, threading, time
from diplomacy_nlp import Article
from diplomacy_nlp_stanza import Stanza

def read(stanza):
    try:
        print(len(stanza.diplomacy_annotate(articles=[Article(text="Paris agreed.")])), "read", flush=True)
    except Exception as error:
        print(type(error).__name__, error, flush=True)

used, fresh = Stanza(), Stanza()
read(used)
for stanza in (used, used, fresh):
    process = multiprocessing.get_context("fork").Process(target=read, args=(stanza,))
    process.start()
    process.join(60)
    print("ended" if process.exitcode == 0 else "hangs", flush=True)
    process.kill()
    threading.Thread(target=time.sleep, args=(600,), daemon=True).start()
"""
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="no forks on this system")
def test_a_fork_after_use_of_several_threads_is_an_error_that_names_the_mend() -> None:
    command = [sys.executable, "-W", "ignore", "-c", FORKED]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, **ONE_THREAD})  # noqa: S603
    first, of_one_thread, *forked = ran.stdout.splitlines()
    assert first == "1 read"
    assert forked[0::2] == ["ended", "ended", "ended"]
    if sys.platform.startswith("linux"):  # there it can be told
        assert of_one_thread == "1 read"
    for line in forked[1::2]:  # also another instance, since torch is the same
        assert line.startswith("ModelError")
        assert 'multiprocessing.get_context("spawn")' in line
