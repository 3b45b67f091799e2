"""Lexicons: tab-separated files whose every fault is named with file and line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from attrs import field, frozen
from attrs.validators import in_

from diplomacy_nlp.errors import LexiconError
from diplomacy_nlp.toolkit.lexicon import packaged, read_lexicon


@frozen
class Cue:
    lemma: str
    weight: float = field(default=1.0, converter=float)
    kind: str = field(default="say", validator=in_(("say", "think")))


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    def write(text: str, encoding: str = "utf-8") -> Path:
        path = tmp_path / "cues.tsv"
        path.write_bytes(text.encode(encoding))
        return path

    return write


def test_each_line_is_an_entry_in_the_files_order(written: Callable[..., Path]) -> None:
    path = written("# verbs\nlemma\tweight\tkind\nsay\t0.9\tsay\n\n# rarer\nthink\t0.5\tthink\n")
    assert read_lexicon(path, Cue) == (Cue("say", 0.9), Cue("think", 0.5, "think"))
    assert read_lexicon(str(path), Cue) == read_lexicon(path, Cue)


def test_an_empty_cell_leaves_the_default(written: Callable[..., Path]) -> None:
    path = written("lemma\tweight\tkind\nsay\t\tsay\nclaim\t0.5\nvow\n")
    assert read_lexicon(path, Cue) == (Cue("say", 1.0), Cue("claim", 0.5), Cue("vow"))


def test_columns_stand_in_any_order_and_cells_may_be_padded(written: Callable[..., Path]) -> None:
    assert read_lexicon(written("kind\tlemma \nsay\t call on \n"), Cue) == (Cue("call on"),)


def test_what_windows_editors_write_is_read(written: Callable[..., Path]) -> None:
    path = written("# verbs\r\nlemma\tweight\r\nsay\t0.9\r\n", "utf-8-sig")
    assert read_lexicon(path, Cue) == (Cue("say", 0.9),)


def test_a_header_alone_is_an_empty_lexicon(written: Callable[..., Path]) -> None:
    assert read_lexicon(written("lemma\n"), Cue) == ()


def test_a_packages_data_file_is_read() -> None:
    @frozen
    class Listed:
        list: str
        lemma: str

    words = read_lexicon(packaged("diplomacy_nlp.toolkit", "lexicons/words.tsv"), Listed)
    assert Listed("hedging adverb", "reportedly") in words
    assert len(set(words)) == len(words)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", r"no lines; the first must name the columns \(lemma, weight, kind\)"),
        ("# only a comment\n", "no lines"),
        (
            "lemma\tcolour\nsay\tred\n",
            "line 1: no column 'colour'; the columns are lemma, weight, kind, and tabs divide",
        ),
        ("lemma\twieght\nsay\t1\n", r"line 1: no column 'wieght' \(did you mean 'weight'\?\); the columns are"),
        ("say\t1\n", "line 1: no column 'say'; .*; the first line must name them"),
        ("lemma weight\nsay 1\n", r"line 1: no column 'lemma weight' \(did you mean 'weight'\?\); .*tabs divide them"),
        ("# verbs\n\nweight\n0.3\n", "line 3: the column 'lemma' is missing"),
        ("lemma\tlemma\nsay\tsaid\n", "line 1: a column is named twice"),
        ("lemma\nsay\textra\n", r"line 2: 2 cells for 1 columns \(lemma\)"),
        ("lemma\tweight\nsay\t1\n\t0.5\n", "line 3: the cell 'lemma' is empty"),
        ("lemma\tweight\nsay\theavy\n", "line 2: weight: could not convert string to float: 'heavy'"),
        ("lemma\tkind\nsay\tshout\n", r"line 2: 'kind' must be in \('say', 'think'\) \(got 'shout'\)$"),
    ],
)
def test_a_fault_is_named_with_file_and_line(written: Callable[..., Path], text: str, message: str) -> None:
    with pytest.raises(LexiconError, match=rf"cues\.tsv.*{message}"):
        read_lexicon(written(text), Cue)


@pytest.mark.parametrize("source", [["cues.tsv"], 5, None, " "])
def test_what_is_no_path_is_told(source: Any) -> None:
    with pytest.raises(LexiconError, match="the lexicon: the path of a file or a folder is expected, not"):
        read_lexicon(source, Cue)


def test_a_missing_file_and_a_wrong_encoding_are_told(written: Callable[..., Path], tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"none\.tsv: cannot be read \(No such file or directory\)"):
        read_lexicon(tmp_path / "none.tsv", Cue)
    with pytest.raises(LexiconError, match=r"cues\.tsv, line 2: not UTF-8 \(byte 6\)"):
        read_lexicon(written("lemma\né\n", "latin-1"), Cue)


def test_what_editors_and_spreadsheets_write_is_read(tmp_path: Path) -> None:
    path = tmp_path / "cues.tsv"
    path.write_bytes(b'\xef\xbb\xbflemma\tweight\t\t\r\n"say" \t 1\t\t\r\n"ask ""why"""\t\r\n')
    assert [cue.lemma for cue in read_lexicon(path, Cue)] == ["say", 'ask "why"']
