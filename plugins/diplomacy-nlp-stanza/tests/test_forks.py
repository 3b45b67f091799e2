"""A process that is forked after use is told what to do instead, and does not hang."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys

import pytest

FORKED = """
import multiprocessing, sys
from diplomacy_nlp import Article
from diplomacy_nlp_stanza import Stanza

def read(stanza):
    try:
        print(len(stanza.diplomacy_annotate(articles=[Article(text="Paris agreed.")])), "read", flush=True)
    except Exception as error:
        print(type(error).__name__, error, flush=True)

used, fresh = Stanza(), Stanza()
read(used)
for stanza in (used, fresh):
    process = multiprocessing.get_context("fork").Process(target=read, args=(stanza,))
    process.start()
    process.join(60)
    print("ended" if process.exitcode == 0 else "hangs", flush=True)
    process.kill()
"""


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="no forks on this system")
def test_a_fork_after_use_is_an_error_that_names_the_mend() -> None:
    command = [sys.executable, "-W", "ignore", "-c", FORKED]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    first, *forked = ran.stdout.splitlines()
    assert first == "1 read"
    assert forked[1::2] == ["ended", "ended"]
    for line in forked[0::2]:  # also another instance, since torch is the same
        assert line.startswith("ModelError")
        assert 'multiprocessing.get_context("spawn")' in line
