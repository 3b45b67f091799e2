"""Errors of a corpus are errors of the library."""

from __future__ import annotations

from diplomacy_nlp_corpus import CorpusError

from diplomacy_nlp import DiplomacyError


def test_one_except_catches_all_errors_of_the_library() -> None:
    assert issubclass(CorpusError, DiplomacyError)
