"""Errors: one base, and a plugin's fault that says whose, where and on what."""

from __future__ import annotations

import copy
import pickle

import pytest

from diplomacy_nlp import Article, DiplomacyError, Link, errors, from_dict
from diplomacy_nlp.errors import (
    ArticleError,
    LexiconError,
    ModelError,
    PluginError,
    PluginLoadError,
    SerializationError,
)


def test_all_errors_are_caught_by_one_name() -> None:
    assert all(issubclass(getattr(errors, name), DiplomacyError) for name in errors.__all__)


@pytest.mark.parametrize("kind", [ArticleError, LexiconError, SerializationError])
def test_errors_about_a_value_are_value_errors_too(kind: type[Exception]) -> None:
    assert issubclass(kind, ValueError)


def test_a_wrong_article_and_wrong_data_are_told_apart() -> None:
    with pytest.raises(ArticleError, match="empty or blank"):
        Article(text=" \n")
    with pytest.raises(SerializationError, match="schema: 1 is expected"):
        from_dict({})


def test_a_plugin_error_names_plugin_version_hook_and_article() -> None:
    error = PluginError("no", plugin="quotes", version="0.3", hook="diplomacy_find_quotes", article="tass-7")
    assert str(error) == "plugin 'quotes' 0.3, in diplomacy_find_quotes, on article 'tass-7': no"


def test_what_is_unknown_is_left_out_of_the_message() -> None:
    assert str(PluginError("no", plugin="quotes")) == "plugin 'quotes': no"
    assert str(PluginLoadError("no", plugin="quotes", version="0.3")) == "plugin 'quotes' 0.3: no"


@pytest.mark.parametrize("kind", [PluginError, PluginLoadError])
@pytest.mark.parametrize("again", [copy.copy, lambda error: pickle.loads(pickle.dumps(error))])  # noqa: S301
def test_a_plugin_error_survives_pickling(kind: type[PluginError], again: object) -> None:
    error = kind("bad span", plugin="quotes", version="0.3", hook="diplomacy_find_quotes", article="x")
    other = again(error)  # type: ignore[operator]
    assert type(other) is kind
    assert str(other) == str(error)
    for name in ("message", "plugin", "version", "hook", "article"):
        assert getattr(other, name) == getattr(error, name)


@pytest.mark.parametrize("kind", [DiplomacyError, ArticleError, LexiconError, ModelError, SerializationError])
def test_plain_errors_survive_pickling(kind: type[DiplomacyError]) -> None:
    other = pickle.loads(pickle.dumps(kind("why")))  # noqa: S301
    assert type(other) is kind
    assert str(other) == "why"


def test_values_raise_plain_errors_for_slips_of_the_programmer() -> None:
    with pytest.raises(ValueError, match="an id or a span is expected") as caught:
        Link()
    assert not isinstance(caught.value, DiplomacyError)


def test_notes_survive_pickling() -> None:
    error = PluginError("two faults", plugin="letters")
    error.add_note("also: plugin 'digits': a fault")
    assert pickle.loads(pickle.dumps(error)).__notes__ == error.__notes__  # noqa: S301
