"""Calibrated confidences: a logistic model whose weights stand in a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from diplomacy_nlp.errors import LexiconError
from diplomacy_nlp.toolkit.calibration import Calibration, log_odds


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        path = tmp_path / "weights.tsv"
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.mark.parametrize(("share", "odds"), [(0.5, 0.0), (0.8, 1.386), (0.2, -1.386), (1.0, 4.595), (0.0, -4.595)])
def test_log_odds_are_even_about_a_half_and_finite(share: float, odds: float) -> None:
    assert log_odds(share) == pytest.approx(odds, abs=0.001)


def test_an_estimate_alone_is_taken_at_its_word() -> None:
    model = Calibration(weights={"constant": 0.0, "estimate": 1.0})
    assert model.confidence({"estimate": log_odds(0.8)}) == 0.8


def test_facts_add_up(written: Callable[[str], Path]) -> None:
    model = Calibration.read(written("fact\tweight\nconstant\t-1\nknown\t2\nhedged\t-0.5\n"), ("known", "hedged"))
    assert model.confidence({"known": False, "hedged": False}) == pytest.approx(0.269)
    assert model.confidence({"known": True, "hedged": False}) == pytest.approx(0.731)
    assert model.confidence({"known": True, "hedged": True}) == pytest.approx(0.622)


def test_nothing_is_certain_or_impossible() -> None:
    model = Calibration(weights={"constant": 0.0, "sign": 50.0})
    assert model.confidence({"sign": 1}) == 0.99
    assert model.confidence({"sign": -1}) == 0.01


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("constant\t1\n", "the fact 'known' is missing"),
        ("known\t1\n", "the fact 'constant' is missing"),
        ("constant\t1\nknown\t1\nwind\t2\n", "the fact 'wind' is unknown"),
        ("constant\t1\nknown\t1\nknown\t2\n", "a fact is named twice"),
        ("constant\tmuch\n", "line 2: weight: a number is expected, not 'much'"),
        ("constant\tnan\n", "line 2: weight: a number is expected, not 'nan'"),
    ],
)
def test_a_faulty_file_is_refused(written: Callable[[str], Path], lines: str, message: str) -> None:
    with pytest.raises(LexiconError, match=rf"weights\.tsv.*{message}"):
        Calibration.read(written(f"fact\tweight\n{lines}"), ("known",))
