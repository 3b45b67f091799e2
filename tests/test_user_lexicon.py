"""A user's own lexicon: it extends, overrides and switches off, and each fault is named with its line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from attrs import field, frozen

from diplomacy_nlp.errors import LexiconError
from diplomacy_nlp.toolkit.lexicon import one_of, share, words
from diplomacy_nlp.toolkit.user_lexicon import read_user_lexicon


@frozen(kw_only=True)
class Verb:
    lemma: str
    mood: str = field(validator=one_of("glad", "sad"))
    frames: tuple[str, ...] = field(converter=words, validator=one_of("object", "clause", "infinitive"))
    particle: str = ""
    confidence: float = field(default=0.5, converter=share)


@frozen(kw_only=True)
class Noun:
    lemma: str
    mood: str = field(validator=one_of("glad", "sad"))


PARTS = {"verb": Verb, "noun": Noun}
OURS = (
    Verb(lemma="cheer", mood="glad", frames="object,clause"),
    Verb(lemma="cheer", mood="glad", frames="object", particle="on"),
    Verb(lemma="mourn", mood="sad", frames="object"),
)


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        path = tmp_path / "own.tsv"
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def verbs(written: Callable[[str], Path]) -> Callable[[str], tuple[Verb, ...]]:
    def apply(lines: str) -> tuple[Verb, ...]:
        path = written(f"lemma\tpos\tmood\tframes\tparticle\toff\tconfidence\n{lines}")
        return read_user_lexicon(path, PARTS)["verb"].over(OURS)

    return apply


def test_a_new_lemma_comes_before_ours(verbs: Callable[[str], tuple[Verb, ...]]) -> None:
    assert verbs("lament\tverb\tsad\tobject,clause\n") == (
        Verb(lemma="lament", mood="sad", frames="object,clause"),
        *OURS,
    )


def test_lines_replace_all_entries_of_their_lemma(verbs: Callable[[str], tuple[Verb, ...]]) -> None:
    assert verbs("cheer\tverb\tsad\tobject\nCheer\tverb\tsad\tclause\tup\n") == (
        Verb(lemma="cheer", mood="sad", frames="object"),
        Verb(lemma="cheer", mood="sad", frames="clause", particle="up"),
        OURS[2],
    )


def test_what_is_switched_off_is_gone(verbs: Callable[[str], tuple[Verb, ...]]) -> None:
    assert verbs("cheer\tverb\t\t\t\tyes") == OURS[2:]
    assert verbs("Mourn\tverb\t\t\t\tyes") == OURS[:2]


def test_a_line_is_of_its_part_of_speech_alone(written: Callable[[str], Path]) -> None:
    users = read_user_lexicon(written("pos\tlemma\tmood\nnoun\tcheer\tsad\n"), PARTS)
    assert users["verb"].over(OURS) == OURS
    ours = (Noun(lemma="cheer", mood="glad"), Noun(lemma="grief", mood="sad"))
    assert users["noun"].over(ours) == (Noun(lemma="cheer", mood="sad"), ours[1])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("lemma\tmood\n", "line 1: the column 'pos' is missing"),
        ("lemma\tpos\tcolour\n", "line 1: no column 'colour'; the columns are lemma, pos, off, mood, frames, particle"),
        ("lemma\tpos\nsmile\tverbs\n", "line 2: pos: one of verb, noun is expected, not 'verbs'"),
        ("lemma\tpos\nsmile,laugh\tverb\n", "line 2: lemma: one word is expected, not 'smile,laugh'"),
        ("lemma\tpos\tmood\njoy\tnoun\tgald\n", r"line 2: mood: 'gald' is none of glad, sad \(did you mean 'glad'\?\)"),
        ("lemma\tpos\tmood\njoy\tnoun\tglad\njoy\tnoun\tsad\n", "line 3: lemma: the noun 'joy' stands in the file"),
        (
            "lemma\tpos\tmood\tframes\toff\ncheer\tverb\tsad\tobject\ncheer\tverb\t\t\tyes\n",
            "line 3: lemma: the verb 'cheer' stands in the file already",
        ),
        ("lemma\tpos\nsmile\n", "line 2: pos: one of verb, noun is expected, not ''"),
        ("lemma\tpos\tframes\nsmile\tverb\tobject\n", "line 2: the cell 'mood' is empty"),
        ("# mine\n\nlemma\tpos\n\tverb\n", "line 4: lemma: one word is expected, not ''"),
        ("lemma\tpos\tmood\ngood cheer\tnoun\tglad\n", "line 2: lemma: one word is expected, not 'good cheer'"),
        ("lemma\tpos\tmood\njoy\tnoun\tmerry\n", "line 2: mood: 'merry' is none of glad, sad"),
        (
            "lemma\tpos\tmood\tframes\nsmile\tverb\tglad\tadverb\n",
            "line 2: frames: 'adverb' is none of object, clause, infinitive",
        ),
        (
            "lemma\tpos\tmood\tframes\tconfidence\nsmile\tverb\tglad\tobject\thigh\n",
            "line 2: confidence: a number from 0 to 1 is expected, not 'high'",
        ),
        (
            "lemma\tpos\tmood\tframes\tconfidence\nsmile\tverb\tglad\tobject\t80\n",
            "line 2: confidence: a number from 0 to 1 is expected, not '80'",
        ),
        (
            "lemma\tpos\tmood\tparticle\njoy\tnoun\tglad\tup\n",
            "line 2: a noun has no 'particle'; it may have lemma, mood",
        ),
        ("lemma\tpos\toff\nmourn\tverb\tno\n", "line 2: off: 'yes' or an empty cell is expected, not 'no'"),
        (
            "lemma\tpos\toff\tmood\nmourn\tverb\tyes\tsad\n",
            "line 2: a line that switches off has no 'mood'; it may have lemma",
        ),
        (
            "lemma\tpos\toff\nsmile\tverb\tyes\n",
            "line 2: there is nothing to switch off: nothing is called 'smile'",
        ),
    ],
)
def test_a_fault_is_named_with_file_and_line(written: Callable[[str], Path], text: str, message: str) -> None:
    with pytest.raises(LexiconError, match=rf"own\.tsv, {message}"):
        read_user_lexicon(written(text), PARTS)["verb"].over(OURS)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"none\.tsv: cannot be read \(No such file or directory\); check the path"):
        read_user_lexicon(tmp_path / "none.tsv", PARTS)
