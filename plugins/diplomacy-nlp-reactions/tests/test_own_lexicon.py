"""`Reactions(lexicon=...)`: verbs, nouns and adjectives of the user's own."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from diplomacy_nlp_reactions import Reactions

from diplomacy_nlp.errors import LexiconError

HEADER = "lemma\tpos\tstance\ttarget\tsort\tprepositions\tgoverns\tconfidence\toff\twho\n"


@pytest.fixture
def found(parse, tmp_path):
    """The reactions in a text, as (reactors, cue, stance, target), with the lines of a lexicon or without any."""

    def find(text, lines=None):
        article, annotation = parse(text)
        plugin = Reactions(model=None, lexicon=None if lines is None else lexicon(tmp_path, lines))
        reactions = plugin.diplomacy_find_reactions(
            article=article, annotation=annotation, actors=(), quotes=(), proposals=()
        )
        return [
            ([article[w.span] for w in r.reactors], article[r.cue], str(r.stance), article[r.target.span])
            for r in reactions
        ]

    return find


def lexicon(folder: Path, lines: str) -> Path:
    path = folder / "own.tsv"
    path.write_text(HEADER + lines, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "line", "reaction"),
    [
        (
            "Bolivia bewailed the tariff plan.",
            "bewail\tverb\tcriticise\tobj",
            (["Bolivia"], "bewailed", "criticise", "the tariff plan"),
        ),
        (
            "The tariff plan galvanised Bolivia.",
            "galvanise\tverb\tsupport\tsubj" + "\t" * 6 + "obj",
            (["Bolivia"], "galvanised", "support", "The tariff plan"),
        ),
        (
            "Bolivia is livid about the tariff plan.",
            "livid\tadjective\tcriticise\t\t\tabout",
            (["Bolivia"], "livid", "criticise", "the tariff plan"),
        ),
    ],
)
def test_a_word_of_the_users_own_is_read_in_its_frame(found, text, line, reaction):
    assert found(text) == []
    assert found(text, line) == [reaction]


def test_a_line_overrides_our_entries_of_the_same_verb(found):
    text = "Chad welcomed the ceasefire plan."
    assert found(text) == [(["Chad"], "welcomed", "support", "the ceasefire plan")]
    assert found(text, "welcome\tverb\taccept\tobj") == [(["Chad"], "welcomed", "accept", "the ceasefire plan")]


def test_what_is_switched_off_is_found_no_longer(found):
    text = "Chad welcomed the ceasefire plan, which Niger rejected."
    assert {cue for _, cue, _, _ in found(text)} == {"welcomed", "rejected"}
    assert {cue for _, cue, _, _ in found(text, "reject\tverb" + "\t" * 6 + "\tyes")} == {"welcomed"}


def test_a_plugin_with_a_lexicon_pickles(tmp_path):
    plugin = Reactions(lexicon=lexicon(tmp_path, "bewail\tverb\tcriticise\tobj"))
    again = pickle.loads(pickle.dumps(plugin))  # noqa: S301  # our own
    assert "bewail" in again._cues.verbs


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("bewail\tverb\tboredom\tobj", "stance: 'boredom' is none of accept, support, conditional"),
        (
            "bewail\tverb\tcriticise\tobject",
            "target: 'object' is none of obj, obl:PREPOSITION, ccomp, xcomp, subj, none",
        ),
        ("bewail\tverb\tcriticise\tobl", "target: 'obl' is none of obj, obl:PREPOSITION"),
        ("bewail\tverb\tcriticise\tobj\tmatters", "sort: 'matters' is none of topic, proposal"),
        ("bewail\tverb\tcriticise", "the cell 'target' is empty"),
        (
            "bewail\tverb\tcriticise\tobl:at|over",
            "target: 'obl:at|over' is no word; commas part words".replace("|", r"\|"),
        ),
        ("livid\tadjective\tcriticise\t\t\tabout\tno", "governs: 'no' is none of yes"),
        ("rejoyce\tverb\t\t\t\t\t\t\tyes", "there is nothing to switch off: nothing is called 'rejoyce'"),
        ("reject\tverb\t\tobj\t\t\t\t\tyes", "a line that switches off has no 'target'; it may have lemma"),
    ],
)
def test_a_fault_is_told_when_the_plugin_is_made(tmp_path, line, message):
    with pytest.raises(LexiconError, match=rf"own\.tsv, line 2: {message}"):
        Reactions(lexicon=lexicon(tmp_path, line))


HEAD = "rule\ttrigger\ttests\tslots\tkind\tconfidence\n"


def with_rows(folder: Path, lines: str) -> Reactions:
    path = folder / "rows.tsv"
    path.write_text(HEAD + lines, encoding="utf-8")
    return Reactions(model=None, patterns=path)


def cues(plugin, parse, text):
    article, annotation = parse(text)
    found = plugin.diplomacy_find_reactions(article=article, annotation=annotation, actors=(), quotes=(), proposals=())
    return [(article[r.cue], str(r.stance)) for r in found]


def test_rows_of_the_users_own_come_before_ours_replace_and_end_them(parse, tmp_path):
    own = "chime in\tVERB chime\tparticle=in\ttarget=oblique:with\tsupport\t0.6\n"
    own += "turn down\tVERB turn\tparticle=down\ttarget=object\tcriticise\t0.6\nthrow out\tVERB throw\t\t\toff\n"
    plugin = pickle.loads(pickle.dumps(with_rows(tmp_path, own)))  # noqa: S301  # our own
    assert cues(plugin, parse, "Bolivia chimed in with the proposal.") == [("chimed in", "support")]
    assert cues(Reactions(model=None), parse, "Bolivia turned down the plan.") == [("turned down", "reject")]
    assert cues(plugin, parse, "Bolivia turned down the plan.") == [("turned down", "criticise")]
    assert cues(Reactions(model=None), parse, "Bolivia threw out the plan.") == [("threw out", "reject")]
    assert cues(plugin, parse, "Bolivia threw out the plan.") == []


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            "chime in\tVERB chime\tparticle=in\ttarget=oblique:with\tboredom",
            "line 2, 'chime in': kind: 'boredom' is none of accept, ",
        ),
        (
            "chime in\tVERB chime\tparticles=in\ttarget=object\tsupport",
            r"'chime in': tests: 'particles=in' is no test \(did you mean 'particle'\?\)",
        ),
        ("chime in\tVERB chime\t\t\toff", "'chime in': there is nothing to switch off"),
        ("chime in\tVERB chime\t\t\tsupport\thigh", "line 2: confidence: a number from 0 to 1"),
        (
            "chime in\tVERB chime\t\ttraget=object\tsupport",
            r"slots: 'traget' is none of .* \(did you mean 'target'\?\)",
        ),
        ("chime in\tVERB chime\t\ttarget=object@pakt\tsupport", r"slots: the filter 'pakt' is none of .*'pact'\?\)"),
        (
            "chime in\tVERB chime\tcall=onyl\t\tsupport",
            r"tests: the call 'onyl' is none of .* \(did you mean 'only'\?\)",
        ),
        ("chime in\tVERB chime\t\t\t", "kind: '' is none of accept, "),
        ("chime in\tVERB chime\t\t\tSuport", r"kind: 'Suport' is none of .* \(did you mean 'support'\?\)"),
        (
            "chime in\tVERB chime\t\t\tsupport\nchime in\tVERB chime\t\t\taccept",
            "line 3, .* stands in .*line 2 already",
        ),
        ("turn down\tVERB turn\t\t\toff\nturn down\tVERB turn\t\t\treject", "line 3, .* stands in .*line 2 already"),
        ("turn donw\tVERB turn\t\t\toff", r"'turn donw' \(did you mean 'turn down'\?\)"),
    ],
)
def test_a_fault_of_a_row_is_told_when_the_plugin_is_made(tmp_path, line, message):
    with pytest.raises(LexiconError, match=message):
        with_rows(tmp_path, line)
