"""The data files: that they can be read, and that what one names the others know."""

from __future__ import annotations

import pytest
from diplomacy_nlp_reactions import lexicon
from diplomacy_nlp_reactions.lexicon import VerbCue, known_lemma

from diplomacy_nlp.errors import LexiconError
from diplomacy_nlp.lexicon import read_lexicon

READERS = [
    lexicon.frames,
    lexicon.evaluations,
    lexicon.governors,
    lexicon.nominal_hosts,
    lexicon.matter_classes,
    lexicon.people,
    lexicon.engagement_verbs,
    lexicon.grounds,
    lexicon.denials,
    lexicon.kin_groups,
]


@pytest.mark.parametrize("read", READERS, ids=lambda read: read.__name__)
def test_every_lexicon_can_be_read(read):
    assert len(read()) > 20


@pytest.mark.parametrize("part", ["verbs", "nouns", "adjectives"])
def test_every_part_of_speech_has_cues(part):
    assert len(getattr(lexicon.packaged_cues(), part)) > 20


def test_slots_of_verbs_are_those_that_are_filled():
    kinds = {
        slot.partition(":")[0]
        for entries in lexicon.packaged_cues().verbs.values()
        for e in entries
        for slot in e.target
    }
    assert kinds == {"obj", "iobj", "obl", "ccomp", "xcomp", "subj", "none", "left"}


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
