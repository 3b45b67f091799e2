"""Files of trained models: what is wrong with them is told, and what was changed is never opened."""

from __future__ import annotations

import pickle
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from diplomacy_nlp.errors import ModelError
from diplomacy_nlp.toolkit.models import ModelFiles, OnFirstUse

torch = pytest.importorskip("torch")


def build(configuration: Mapping[str, Any]) -> Any:
    return torch.nn.Linear(configuration["width"], 1)


@pytest.fixture
def files(tmp_path: Path) -> ModelFiles:
    """A network of four weights, as `write` leaves it."""
    files = ModelFiles(folder=tmp_path / "new", name="line", entries=("width",), mend="install it anew")
    files.write(build({"width": 4}).state_dict(), {"width": 4})
    return files


def test_what_was_written_is_read(files: ModelFiles) -> None:
    files.check()
    network, configuration = files.read(build)
    assert configuration["width"] == 4
    assert network.weight.shape == (1, 4)
    assert network.weight.dtype == torch.float32


def test_what_is_missing_is_named(tmp_path: Path, files: ModelFiles) -> None:
    files.weights.unlink()
    with pytest.raises(ModelError, match=r"^line\.pt missing in .*new: install it anew$"):
        files.check()
    with pytest.raises(ModelError, match=r"line\.pt cannot be read .*: install it anew"):
        files.read(build)
    with pytest.raises(ModelError, match=r"line\.json and line\.pt missing"):
        ModelFiles(folder=tmp_path, name="line", mend="").check()


def test_a_changed_file_is_never_opened(files: ModelFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    files.weights.write_bytes(files.weights.read_bytes()[:-1] + b"x")
    monkeypatch.setattr(torch, "load", lambda *_, **__: pytest.fail("opened"))
    with pytest.raises(ModelError, match=r"was changed: its SHA-256 is not the one in line\.json"):
        files.read(build)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"sha256": "1"}', '{"width": 4}', '"text"'])
def test_a_configuration_that_is_none(files: ModelFiles, content: str) -> None:
    files.configuration.write_text(content)
    with pytest.raises(ModelError, match=r"line\.json is no configuration of a model .*install it anew"):
        files.read(build)


def test_weights_of_another_network(files: ModelFiles) -> None:
    with pytest.raises(ModelError, match=r"line\.pt does not fit line\.json"):
        files.read(lambda configuration: torch.nn.Linear(configuration["width"] + 1, 1))


def test_importing_the_module_imports_no_torch() -> None:
    code = "import sys, diplomacy_nlp.toolkit.models; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# --- values made on first use -------------------------------------------------------------------------------------


def test_a_value_is_made_once_for_all_threads() -> None:
    made: list[int] = []
    start = threading.Barrier(4)
    value = OnFirstUse(lambda: made.append(1) or "made")  # type: ignore[func-returns-value]
    found: list[str] = []

    def ask() -> None:
        start.wait()
        found.append(value.get())

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["made"] * 4
    assert made == [1]


def test_a_failure_is_told_and_tried_again() -> None:
    answers = iter([ModelError("no file"), None])

    def make() -> str:
        if (error := next(answers)) is not None:
            raise error
        return "made"

    value = OnFirstUse(make)
    with pytest.raises(ModelError, match="no file"):
        value.get()
    assert value.get() == "made"


def test_it_can_be_pickled_without_the_value() -> None:
    value = OnFirstUse(object)
    value.get()
    copy = pickle.loads(pickle.dumps(value))  # noqa: S301 - our own
    assert type(copy.get()) is object
