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
        ({"threads": 0}, "threads is a whole number from 1, not 0"),
        ({"precision": "half"}, "precision is 'auto', 'int8' or 'bf16', not 'half'"),
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


@pytest.mark.parametrize(
    ("machine", "asked", "found"),
    [
        ("x86_64", "auto", "int8"),
        ("AMD64", "int8", "int8"),
        ("x86_64", "bf16", "bf16"),
        ("arm64", "auto", "float32"),
        ("arm64", "bf16", "bf16"),
    ],
)
def test_the_precision_on_a_machine(machine, asked, found, monkeypatch):
    from diplomacy_nlp_stanza import precision

    monkeypatch.setattr(precision.platform, "machine", lambda: machine)
    assert precision.chosen(asked, use_gpu=False) == found
    assert precision.chosen(asked, use_gpu=True) == "float32"


@pytest.mark.parametrize(
    ("known", "engine"), [({"amx_tile", "amx_int8"}, "onednn"), ({"avx512_vnni"}, "x86"), (set(), "x86")]
)
def test_the_engine_for_int8_is_chosen_by_what_the_processor_can_do(known, engine, monkeypatch):
    import torch
    from diplomacy_nlp_stanza.joint import weights

    if engine not in torch.backends.quantized.supported_engines:
        pytest.skip(f"this build of torch has no {engine}")
    monkeypatch.setattr(weights, "flags", lambda: frozenset(known))
    assert weights._engine.__wrapped__() == engine


def test_the_record_tells_the_precision():
    assert repr(Stanza(precision="bf16")).endswith(", bf16>")
    assert repr(Stanza(precision="int8")).endswith((", int8>", ", float32>"))
