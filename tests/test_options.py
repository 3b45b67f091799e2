"""Options that several plugins have."""

from __future__ import annotations

from typing import Any

import pytest

from diplomacy_nlp.errors import OptionError
from diplomacy_nlp.toolkit.options import proportion, typed, yes_or_no


@pytest.mark.parametrize("value", [0, 1, 0.3])
def test_a_share_is_given_back(value: float) -> None:
    assert proportion("min_confidence", value) == value


@pytest.mark.parametrize("value", [-0.1, 1.1, float("nan"), True, "0.5", None])
def test_what_is_no_share(value: Any) -> None:
    with pytest.raises(ValueError, match=r"^min_confidence: expected a number from 0 to 1, not "):
        proportion("min_confidence", value)


def test_yes_or_no() -> None:
    assert yes_or_no("download", True)
    with pytest.raises(ValueError, match="download: expected True or False, not 'false'"):
        yes_or_no("download", "false")  # type: ignore[arg-type]


def test_options_as_they_are_typed() -> None:
    given = ["a.path=x=y.csv", "a.deep=true", "b.least=0.5", "b.model=null"]
    assert typed(given) == {"a": {"path": "x=y.csv", "deep": True}, "b": {"least": 0.5, "model": None}}


@pytest.mark.parametrize("option", ["actors", "actors=1", "actors.=1", ".name=1", "actors.name"])
def test_an_option_that_is_not_so_typed(option: str) -> None:
    with pytest.raises(OptionError, match=f"^--option '{option}': PLUGIN.NAME=VALUE is wanted"):
        typed([option])
