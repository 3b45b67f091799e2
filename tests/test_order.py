"""What the order of the words says where a tree cannot be trusted, and the closed lists that it asks."""

from __future__ import annotations

from pathlib import Path

import pytest

from diplomacy_nlp.errors import LexiconError
from diplomacy_nlp.toolkit.order import after, before, particles
from diplomacy_nlp.toolkit.words import is_time, listed, lists_of, word_lists


def word(annotation, text):
    return next(w for w in annotation.words if w.text == text)


def test_words_before_and_after(parse):
    _, annotation = parse("Oslo urged both sides to talk.")
    talk = word(annotation, "talk")
    assert [w.text for w in before(annotation, talk)][:2] == ["to", "sides"]
    assert [w.text for w in after(annotation, talk)] == ["."]


def test_particles_of_a_verb(parse):
    _, annotation = parse("Oslo put a plan forward.")
    assert particles(annotation, word(annotation, "put")) == ("forward", "")
    assert particles(annotation, word(annotation, "Oslo")) == ("",)


def test_closed_lists_know_their_words():
    assert listed("saying", "Say")
    assert not listed("saying", "walk")
    assert all(lists_of().values())
    with pytest.raises(KeyError):
        listed("colours", "red")


def test_times(parse):
    _, annotation = parse("Oslo met Bern in May 2019 with 2500 guests.")
    assert [w.text for w in annotation.words if is_time(w)] == ["May", "2019"]


def test_a_file_of_lists(tmp_path: Path):
    file = tmp_path / "words.tsv"
    file.write_text("list\tlemma\nfruit\tapple\nfruit\tpear\ncolour\tred\n", encoding="utf-8")
    assert word_lists(file) == {"fruit": {"apple", "pear"}, "colour": {"red"}}
    file.write_text("list\tlemma\nfruit\n", encoding="utf-8")
    with pytest.raises(LexiconError, match="line 2"):
        word_lists(file)
