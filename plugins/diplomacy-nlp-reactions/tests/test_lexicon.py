"""The data files: that they can be read, and that what one names the others know."""

from __future__ import annotations

from pathlib import Path

import pytest
from diplomacy_nlp_reactions import lexicon
from diplomacy_nlp_reactions.lexicon import VerbCue

from diplomacy_nlp.errors import LexiconError
from diplomacy_nlp.toolkit.lexicon import read_lexicon
from diplomacy_nlp.toolkit.words import known_lemma, word_lists


def test_every_lexicon_knows_its_words():
    assert "proposal" in lexicon.topics()
    assert "ruler" in lexicon.word_class("person")
    assert "resume" in lexicon.word_class("ready")


def test_every_class_of_words_is_asked_for():
    folder = Path(lexicon.__file__).parent
    code = "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.py"))
    rows = (folder / "lexicons" / "patterns.tsv").read_text(encoding="utf-8")
    classes = word_lists(folder / "lexicons" / "word_classes.tsv")
    assert len(classes) > 20
    assert [name for name in classes if f'"{name}"' not in code and f"%{name}" not in rows] == []


def test_some_judgements_need_a_verb_that_judges():
    assert lexicon.evaluations(strong=True).keys() < lexicon.evaluations(strong=False).keys()


def test_grounds_are_told_by_what_opens_them():
    assert "only in return for" in {ground.opening for ground in lexicon.grounds()["only"]}


@pytest.mark.parametrize(("part", "lemma"), [("verbs", "reject"), ("adjectives", "opposed")])
def test_every_part_of_speech_has_cues(part, lemma):
    assert lemma in getattr(lexicon.packaged_cues(), part)


def test_places_of_verbs_are_those_that_are_looked_up():
    kinds = {
        place.partition(":")[0]
        for entries in lexicon.packaged_cues().verbs.values()
        for e in entries
        for place in e.target
    }
    assert kinds == {"obj", "obl", "ccomp", "xcomp", "subj", "none"}


def test_a_wrong_stance_is_refused_with_its_line(tmp_path):
    file = tmp_path / "verbs.tsv"
    file.write_text("lemma\tstance\ttarget\nloathe\thatred\tobj\n", encoding="utf-8")
    with pytest.raises(LexiconError, match="line 2"):
        read_lexicon(file, VerbCue)


@pytest.mark.parametrize(
    ("lemma", "form", "found"),
    [
        ("vetoed", "vetoed", "veto"),
        ("denie", "denied", "deny"),
        ("shrugg", "shrugged", "shrug"),
        ("denye", "Denying", "deny"),
        ("sing", "sings", "sing"),
    ],
)
def test_a_lemmatiser_s_slip_is_mended_where_the_lexicon_knows_the_verb(lemma, form, found):
    assert known_lemma(lemma, form, {"veto", "shrug", "deny", "accept"}) == found
