"""Every format of `--to` writes something, into a file or onto standard output, and says where it needs a path."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from diplomacy_nlp_outputs.writing import FORMATS, Target

from diplomacy_nlp import Analysis

NEED_A_FOLDER = {"brat"}


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_is_written_to_a_path(name: str, analysis: Analysis, tmp_path: Path, library: Any) -> None:
    library("pyarrow")
    library("networkx")
    target = tmp_path / (f"out.{name}" if name in ("graphml", "gexf") else "out")
    FORMATS[name](iter([analysis, analysis]), Target(str(target)))
    written = [*target.iterdir()] if name in NEED_A_FOLDER else [target]
    assert written
    assert all(file.stat().st_size > 100 for file in written)


@pytest.mark.parametrize("name", sorted(set(FORMATS) - NEED_A_FOLDER - {"parquet", "graphml", "gexf"}))
def test_a_format_goes_to_standard_output(name: str, analysis: Analysis, capfd: pytest.CaptureFixture[str]) -> None:
    FORMATS[name](iter([analysis]), Target())
    out = capfd.readouterr().out
    assert "rejected" in out or "12\tbergen:r2" in out
    assert "The U.S. rejected" in out or "USA" in out or "r2" in out
    assert "\x1b" not in out
