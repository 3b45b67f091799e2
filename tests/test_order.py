"""What the order of the words says where a tree cannot be trusted, and the closed lists that it asks."""

from __future__ import annotations

from pathlib import Path

import pytest

from diplomacy_nlp.errors import LexiconError
from diplomacy_nlp.toolkit.order import after, before, between, followed_by, infinitive_after, particles
from diplomacy_nlp.toolkit.words import is_time, listed, shared_lists, word_lists


def word(annotation, text):
    return next(w for w in annotation.words if w.text == text)


def test_words_before_after_and_between(parse):
    _, annotation = parse("Oslo urged both sides to talk.")
    urged, talk = word(annotation, "urged"), word(annotation, "talk")
    assert [w.text for w in before(annotation, talk)][:2] == ["to", "sides"]
    assert [w.text for w in after(annotation, talk)] == ["."]
    assert [w.text for w in between(annotation, urged, talk)] == ["both", "sides", "to"]


def test_a_time_and_an_adverb_are_passed_over_but_no_other_word(parse):
    _, annotation = parse("Oslo called again on Monday for talks. Rome called the envoy for advice.")
    first, second = (w for w in annotation.words if w.text == "called")
    found = followed_by(annotation, first, "for", within=5)
    assert found is not None
    assert found.text == "for"
    assert followed_by(annotation, second, "for", within=5) is None


@pytest.mark.parametrize(
    ("text", "infinitive"),
    [
        ("Oslo urged the leaders of both sides to talk.", "talk"),
        ("Oslo urged Bern to quickly reopen the border.", "reopen"),
        ("Oslo urged calm; Bern hopes to host talks.", None),
        ("Oslo sent an envoy to Bern.", None),
    ],
)
def test_the_infinitive_after_a_verb(parse, text, infinitive):
    _, annotation = parse(text)
    found = infinitive_after(annotation, annotation.words[1], top=annotation.words[1])
    assert (found.text if found else None) == infinitive


def test_particles_of_a_verb(parse):
    _, annotation = parse("Oslo put a plan forward.")
    assert particles(annotation, word(annotation, "put")) == ("forward", "")
    assert particles(annotation, word(annotation, "Oslo")) == ("",)


def test_closed_lists_know_their_words():
    assert listed("saying", "Say")
    assert not listed("saying", "walk")
    assert all(shared_lists().values())
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
