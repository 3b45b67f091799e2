"""Words and rows of the user's own beside the embedded network: what is off stays off, what is theirs stays theirs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from diplomacy_nlp_proposals import Proposals

from doubles import IN_TEXTS, actor, own_files

WORDS = "lemma\tpos\tkind\tframes\tfamily\tneeds\tconfidence\toff\n"
ROWS = "rule\ttrigger\tclause\ttests\tslots\tkind\tconfidence\n"
Found = Callable[..., dict[str, tuple[str, float]]]


@pytest.fixture
def found(parse: Any, tmp_path: Path) -> Found:
    """Kind and confidence by cue, with the lines of a lexicon and of a file of rows."""

    def find(text: str, words: str = "", rows: str = "", **options: Any) -> dict[str, tuple[str, float]]:
        own = own_files(tmp_path, lexicon=(WORDS, words), patterns=(ROWS, rows))
        article, annotation = parse(text)
        known = [actor(article, f"a{n}", name) for n, name in enumerate(("Bolivia", "Peru")) if name in text]
        proposals = Proposals(**own, **options).diplomacy_find_proposals(article, annotation, known, ())
        return {article[p.cue]: (str(p.kind), p.confidence) for p in proposals}

    return find


@IN_TEXTS
@pytest.mark.parametrize(
    ("sentence", "cue", "words", "rows"),
    [
        ("Bolivia urged Peru to open the dam.", "urged", "urge\tverb\t\t\t\t\t\tyes\n", ""),
        ("Bolivia's plan to send troops surprised Peru.", "plan", "plan\tnoun\t\t\t\t\t\tyes\n", ""),
        ("Bolivia said Peru must free the men.", "must", "", "deontic report\tAUX must\t\t\t\toff\n"),
        ("Bolivia demanded an apology.", "demanded", "demand\tverb\t\t\t\t\t\tyes\n", ""),
    ],
)
def test_what_is_off_does_not_come_back(
    found: Found, text: str, sentence: str, cue: str, words: str, rows: str
) -> None:
    text = text.format(sentence)
    assert any(cue in one for one in found(text))
    assert found(text, words, rows) == {}


@IN_TEXTS
def test_another_part_of_speech_is_not_switched_off(found: Found, text: str) -> None:
    verb, noun = text.format("Bolivia demanded an apology."), text.format("Peru sent a demand for an apology.")
    off = "demand\t{}\t\t\t\t\t\tyes\n"
    assert found(verb, off.format("noun")) == found(verb)
    assert "a demand" in found(noun)
    assert "a demand" in found(noun, off.format("verb"))
    assert found(noun, off.format("noun")) == {}


@IN_TEXTS
def test_what_has_another_kind_has_this_one_or_none(found: Found, text: str) -> None:
    line = "urge\tverb\tdemand\tobject_infinitive\n"
    assert found(text.format("Bolivia urged Peru to open the dam."), line)["urged"][0] == "demand"
    assert found(text.format("Bolivia urged that Peru open the dam."), line) == {}


@IN_TEXTS
def test_a_noun_that_only_refers_back_makes_no_proposal(found: Found, text: str) -> None:
    sentence = text.format("Bolivia's plan to send troops surprised Peru.")
    assert found(sentence)
    assert found(sentence, "plan\tnoun\tproposal\t\tplan\tnever\n") == {}


@IN_TEXTS
def test_what_is_found_by_a_word_of_the_users_own_is_as_sure_as_the_user(found: Found, text: str) -> None:
    sentence = text.format("Bolivia coaxed Peru to open the dam.")
    sure = [
        found(sentence, f"coax\tverb\tdemand\tobject_infinitive\t\t\t{share}\n")["coaxed"][1]
        for share in (0.1, 0.3, 0.5, 1.0)
    ]
    assert sure == [
        found(sentence, f"coax\tverb\tdemand\tobject_infinitive\t\t\t{share}\n", model=None)["coaxed"][1]
        for share in (0.1, 0.3, 0.5, 1.0)
    ]
    assert sure[0] < 0.2 < sure[1] < 0.5 < sure[2] < 0.7 < 0.95 < sure[3]


@IN_TEXTS
def test_of_other_words_the_network_says_what_it_said(found: Found, text: str) -> None:
    sentence = text.format("Bolivia pushed for a truce. Peru moved to table a bill. Bolivia's call was answered.")
    assert found(sentence, "coax\tverb\tdemand\tobject_infinitive\n") == found(sentence)
