"""The core finds outputs by their entry points, and says what to install where there are none."""

from __future__ import annotations

import re
from importlib import metadata

import pytest

import diplomacy_nlp
from diplomacy_nlp import __main__, installed


def test_the_version_is_the_distributions() -> None:
    assert diplomacy_nlp.__version__ == metadata.version("diplomacy-nlp")
    assert re.fullmatch(r"\d+\.\d+\.\d+", diplomacy_nlp.__version__)


def test_an_output_that_nobody_brings_is_none() -> None:
    assert installed.output("no such output") is None


def test_without_a_command_the_mend_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(__main__, "output", lambda name: None)
    assert __main__.main() == 2
    assert "pip install diplomacy-nlp-outputs" in capsys.readouterr().err


def test_an_installed_command_is_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(__main__, "output", lambda name: lambda: {"command": 3}[name])
    assert __main__.main() == 3
