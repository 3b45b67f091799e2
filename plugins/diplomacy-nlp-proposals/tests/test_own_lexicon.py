"""`Proposals(lexicon=...)`: verbs and nouns of the user's own."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from diplomacy_nlp_proposals import Proposals

from diplomacy_nlp import Analyzer
from diplomacy_nlp.errors import LexiconError, PluginLoadError

HEADER = "lemma\tpos\tkind\tframes\tparticle\tcontent_preposition\tfamily\tneeds\tprepositions\tconfidence\toff\n"


@pytest.fixture
def found(parse, tmp_path):
    """What is proposed in a text, as (cue, kind, content), with the lines of a lexicon or without any."""

    def find(text, lines=None):
        article, annotation = parse(text)
        plugin = Proposals(model=None, lexicon=None if lines is None else lexicon(tmp_path, lines))
        proposals = plugin.diplomacy_find_proposals(article=article, annotation=annotation, actors=(), quotes=())
        return [(article[p.cue], str(p.kind), [article[span] for span in p.content]) for p in proposals]

    return find


def lexicon(folder: Path, lines: str) -> Path:
    path = folder / "own.tsv"
    path.write_text(HEADER + lines, encoding="utf-8")
    return path


def test_a_verb_of_the_users_own_is_read_in_its_frame(found):
    text = "Norway coaxed the rebels to return to the talks."
    assert found(text) == []
    assert found(text, "coax\tverb\tinvitation\tobject_infinitive\n") == [
        ("coaxed", "invitation", ["return to the talks"])
    ]


def test_a_noun_of_the_users_own_is_read(found):
    text = "Algeria circulated a prospectus for a neutral port. Morocco dismissed the prospectus."
    noun = "prospectus\tnoun\tproposal\t\t\t\ttext\tevidence\tfor\n"
    assert found(text) == []
    ((cue, kind, content),) = found(text, noun)
    assert ("prospectus" in cue, kind, content) == (True, "proposal", ["a neutral port"])


def test_a_line_overrides_our_entries_of_the_same_verb(found):
    text = "Lisbon urged Madrid to open the dam."
    ((_, kind, content),) = found(text)
    assert kind == "request"
    assert found(text, "urge\tverb\tdemand\tobject_infinitive\n") == [("urged", "demand", content)]

    text = "Lisbon urged that Madrid open the dam."
    assert found(text) != found(text, "urge\tverb\tdemand\tobject_infinitive\n") == []


def test_what_is_switched_off_is_found_no_longer(found):
    text = "Lisbon urged Madrid to open the dam. Porto proposed holding talks."
    off = "urge\tverb\t\t\t\t\t\t\t\t\tyes\n"
    assert found(text, off) == found("Porto proposed holding talks.") != found(text)


def test_plugins_with_and_without_a_lexicon_do_not_disturb_each_other(found):
    text = "Norway coaxed the rebels to return to the talks."
    found(text, "coax\tverb\tinvitation\tobject_infinitive\n")
    assert found(text) == []


def test_a_plugin_with_a_lexicon_pickles(parse, tmp_path):
    article, annotation = parse("Norway coaxed the rebels to return to the talks.")
    plugin = Proposals(lexicon=lexicon(tmp_path, "coax\tverb\tinvitation\tobject_infinitive\n"))
    again = pickle.loads(pickle.dumps(plugin))  # noqa: S301  # our own
    found = {"article": article, "annotation": annotation, "actors": (), "quotes": ()}
    assert again.diplomacy_find_proposals(**found) == plugin.diplomacy_find_proposals(**found) != ()


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            "coax\tverb\thint\tobject",
            "kind: 'hint' is none of offer, proposal, request, demand, invitation",
        ),
        ("coax\tverb\toffer\tobjects", "frames: 'objects' is none of addressee_infinitive, for_infinitive"),
        ("coax\tverb\toffer\tpreposition", "the frame 'preposition' needs a content_preposition"),
        ("prospectus\tnoun\tproposal\t\t\t\tpaper\tcontent", "family: 'paper' is none of plan, offer"),
        ("prospectus\tnoun\tproposal\t\t\t\ttext\tluck", "needs: 'luck' is none of nothing, evidence, content"),
        ("bold\tadjective\tproposal\tobject", "pos: one of verb, noun is expected, not 'adjective'"),
        ("coax\tverb\toffer\tobject\t\t\ttext", "a verb has no 'family'; it may have lemma, kind, frames, particle"),
    ],
)
def test_a_fault_is_told_when_the_plugin_is_made(tmp_path, line, message):
    with pytest.raises(LexiconError, match=rf"own\.tsv, line 2: {message}"):
        Proposals(lexicon=lexicon(tmp_path, line))


def test_a_fault_in_an_option_of_the_analyzer_names_plugin_file_and_line(tmp_path):
    path = lexicon(tmp_path, "coax\tverb\thint\tobject\n")
    with pytest.raises(PluginLoadError, match=r"'proposals'.*own\.tsv, line 2: kind: 'hint' is none of"):
        Analyzer.discover(options={"proposals": {"lexicon": path}})


def test_rows_of_the_users_own_come_before_ours(parse, tmp_path):
    path = tmp_path / "rows.tsv"
    row = "ball in court\tNOUN ball\tobject=court\tasked=owner\tdemand\n"
    path.write_text(
        "rule\ttrigger\ttests\tslots\tkind\n" + row.replace("NOUN ball\tobject=court", "AUX better\t"), encoding="utf-8"
    )
    assert Proposals(model=None, patterns=path)._cues.rows.rows[0].rule == "ball in court"
    path.write_text("rule\ttrigger\tkind\nball in court\tNOUN ball\thint\n", encoding="utf-8")
    with pytest.raises(LexiconError, match="line 2, 'ball in court': kind: 'hint' is none of demand"):
        Proposals(patterns=path)
    path.write_text("rule\ttrigger\tslots\tkind\nball in court\tNOUN ball\tauthor=subject\tdemand\n", encoding="utf-8")
    with pytest.raises(LexiconError, match="slots: the slot 'asked' is missing"):
        Proposals(patterns=path)
