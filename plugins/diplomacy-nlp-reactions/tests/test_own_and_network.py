"""Words and rows of the user's own beside the embedded network: what is off stays off, what is theirs stays theirs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from diplomacy_nlp_reactions import Reactions

from doubles import IN_TEXTS, actor, own_files

WORDS = "lemma\tpos\tstance\ttarget\tconfidence\toff\n"
ROWS = "rule\ttrigger\ttests\tslots\tkind\tconfidence\n"
Found = Callable[..., dict[str, tuple[str, float]]]


@pytest.fixture
def found(parse: Any, tmp_path: Path) -> Found:
    """Stance and confidence by cue, with the lines of a lexicon and of a file of rows."""

    def find(text: str, words: str = "", rows: str = "", **options: Any) -> dict[str, tuple[str, float]]:
        own = own_files(tmp_path, lexicon=(WORDS, words), patterns=(ROWS, rows))
        article, annotation = parse(text)
        known = [actor(article, f"a{n}", name) for n, name in enumerate(("Bolivia", "Peru")) if name in text]
        reactions = Reactions(**own, **options).diplomacy_find_reactions(article, annotation, known, (), ())
        return {article[r.cue]: (str(r.stance), r.confidence) for r in reactions}

    return find


@IN_TEXTS
@pytest.mark.parametrize(
    ("sentence", "cue", "words", "rows"),
    [
        ("Bolivia rejected the plan.", "rejected", "reject\tverb\t\t\t\tyes\n", ""),
        ("Bolivia rejected the allegation.", "rejected", "reject\tverb\t\t\t\tyes\n", ""),  # by a row of ours
        ("Bolivia is happy with the plan.", "happy", "happy\tadjective\t\t\t\tyes\n", ""),
        ("Bolivia turned down the plan.", "turned", "", "turn down\tVERB turn\t\t\toff\n"),
        ("Bolivia backed up the plan.", "backed", "", "back up\tVERB back\t\t\toff\n"),  # nor by "back" alone
        ("Bolivia poured cold water on the plan.", "water", "", "pour cold water\tVERB pour\t\t\toff\n"),
        ("Bolivia is in favour of the plan.", "favour", "", "in favour\tNOUN favour\t\t\toff\n"),
        ("Bolivia voiced support for the plan.", "support", "", "voiced stance\tNOUN support\t\t\toff\n"),
        ("Bolivia called the plan a disgrace.", "disgrace", "", "called something\tVERB call\t\t\toff\n"),
        ("Bolivia warned that it would retaliate.", "retaliate", "", "threatened act\tVERB retaliate\t\t\toff\n"),
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
    text = text.format("The warm praise for the plan surprised Bolivia. Peru praised the offer.")
    assert {"praise", "praised"} <= found(text).keys()
    left = found(text, "praise\tverb\t\t\t\tyes\n").keys()
    assert "praise" in left
    assert "praised" not in left


@IN_TEXTS
def test_what_has_another_stance_has_this_one_or_none(found: Found, text: str) -> None:
    sentence = text.format("Bolivia welcomed that Peru signed. Peru welcomed the truce.")
    assert {stance for _, (stance, _) in found(sentence, "welcome\tverb\taccept\tobj\n").items()} <= {"accept"}
    sentence = text.format("Bolivia accepted. Peru accepted the truce.")  # the first by a row of ours
    assert {stance for _, (stance, _) in found(sentence, "accept\tverb\tsupport\tobj\n").items()} == {"support"}
    row = "turn down\tVERB turn\tparticle=down\ttarget=object{}\tcriticise\n"
    sentence = text.format("Bolivia turned down the plan.")
    assert found(sentence, rows=row.format(""))["turned down"][0] == "criticise"
    assert found(sentence, rows=row.format("@person")) == {}


@IN_TEXTS
def test_a_new_word_may_be_found_in_other_frames_with_its_own_stance(found: Found, text: str) -> None:
    sentence = text.format("Bolivia bewailed the plan.")
    assert found(sentence, "bewail\tverb\tcriticise\tccomp\n")["bewailed"][0] == "criticise"
    assert found(sentence, "bewail\tverb\taccept\tccomp\n") == {}


@IN_TEXTS
def test_what_is_found_by_a_word_of_the_users_own_is_as_sure_as_the_user(found: Found, text: str) -> None:
    sentence = text.format("Bolivia welcomed the plan.")
    sure = [found(sentence, f"welcome\tverb\taccept\tobj\t{share}\n")["welcomed"][1] for share in (0.1, 0.3, 0.5, 1.0)]
    assert sure == [
        found(sentence, f"welcome\tverb\taccept\tobj\t{share}\n", model=None)["welcomed"][1]
        for share in (0.1, 0.3, 0.5, 1.0)
    ]
    assert sure[0] < 0.2 < sure[1] < 0.5 < sure[2] < 0.7 < 0.95 < sure[3]


def test_of_other_words_the_network_says_what_it_said(found: Found, seed_text: str) -> None:
    assert found(seed_text, "bewail\tverb\tcriticise\tobj\n") == found(seed_text)


@IN_TEXTS
def test_what_a_user_s_row_judges_is_told_however_sure_the_network_is_of_the_judgement(found: Found, text: str) -> None:
    row = "called names\tVERB call\t\ttarget=object\tdismiss\t0.3\n"
    told = found(text.format("Bolivia called the plan a disgrace."), rows=row)
    assert told["called"][0] == "dismiss"
