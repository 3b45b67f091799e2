"""The options, and what importing and making the plugin costs."""

import copy
import pickle
import subprocess
import sys

import pytest
from diplomacy_nlp_stanza import Stanza


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"processors": ["tokenize", "sentiment"]}, "no such processors: sentiment"),
        ({"processors": ["pos"]}, 'must include "tokenize"'),
        ({"processors": []}, 'must include "tokenize"'),
        ({"processors": "tokenize,depparse"}, "'depparse' needs pos, lemma as well"),
        ({"batch_size": 0}, "batch_size is a whole number from 1, not 0"),
        ({"batch_size": 2.5}, "not 2.5"),
        ({"batch_size": True}, "not True"),
        ({"use_gpu": "no"}, "use_gpu: expected True or False, not 'no'"),
        ({"download": "yes"}, "download: expected True or False"),
        ({"download": True}, "needs a package"),
        ({"language": "fr"}, "the embedded models are English; for 'fr' give models"),
        ({"language": ""}, "language is one of Stanza's codes"),
    ],
)
def test_options_that_cannot_be(options, message):
    with pytest.raises(ValueError, match=message):
        Stanza(**options)


def test_importing_and_making_the_plugin_loads_neither_stanza_nor_torch():
    code = (
        "import sys, diplomacy_nlp_stanza\n"
        "diplomacy_nlp_stanza.Stanza()\n"
        "print([m for m in ('stanza', 'torch', 'numpy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)  # noqa: S603 - our own command
    assert (done.returncode, done.stdout, done.stderr) == (0, "[]\n", "")


def test_copies_keep_the_options_and_leave_the_models_behind():
    annotator = Stanza(batch_size=3, processors="tokenize,mwt")
    for other in (pickle.loads(pickle.dumps(annotator)), copy.deepcopy(annotator)):  # noqa: S301 - our own
        assert repr(other) == repr(annotator)
        assert other._batch_size == 3


def test_it_says_what_it_is():
    assert Stanza.name == "stanza"
    assert repr(Stanza()).startswith("<Stanza: stanza 1.15.")
    assert "embedded English models (" in repr(Stanza())
