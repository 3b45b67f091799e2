"""The manifest of a model folder: what is in it, so that nobody loads a file that was changed.

`python -m diplomacy_nlp_stanza.make_manifest FOLDER` writes `FOLDER/manifest.json`.
"""

from __future__ import annotations

import hashlib
import json
import shlex
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from attrs import field, frozen

from diplomacy_nlp.errors import ModelError

__all__ = ["MANIFEST", "Manifest", "ModelFile", "checked_bytes", "make_command", "sha256_of", "write_manifest"]

MANIFEST = "manifest.json"
_CHUNK = 1 << 20
_HEX_DIGITS = 64


@frozen(kw_only=True)
class ModelFile:
    """What a file must be: its SHA-256 in hex and its size in bytes."""

    sha256: str
    size: int


@frozen(kw_only=True)
class Manifest:
    """What a model folder holds.

    Args:
        language: the language that the models were trained on ("en").
        stanza: the version of Stanza that made them.
        files: by file name.
        sha256: of the manifest file itself: names the whole set of models.
    """

    language: str
    stanza: str
    files: Mapping[str, ModelFile] = field(repr=False)
    sha256: str

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """The manifest of a folder.

        Raises:
            ModelError: it is missing, or no manifest.
        """
        path = folder / MANIFEST
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            raise ModelError(
                f"{path} is missing: it holds the SHA-256 of each model file, which is checked before torch opens it. "
                f"If you trust the files in the folder, write it with: {make_command(folder)}"
            ) from None
        except OSError as error:
            raise ModelError(f"{path} cannot be read: {error}") from error
        try:
            data = json.loads(content)
            files = {str(name): _model_file(entry) for name, entry in data["files"].items()}
            language, stanza = data["language"], data["stanza"]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ModelError(
                f"{path} is no manifest ({type(error).__name__}: {error}). Write it anew with: {make_command(folder)}"
            ) from error
        return cls(language=str(language), stanza=str(stanza), files=files, sha256=hashlib.sha256(content).hexdigest())


def _model_file(entry: Mapping[str, Any]) -> ModelFile:
    sha256, size = entry["sha256"], entry["size"]
    if not isinstance(sha256, str) or len(sha256) != _HEX_DIGITS or not isinstance(size, int):
        raise ValueError(f"not a SHA-256 in hex and a size in bytes: {sha256!r}, {size!r}")
    return ModelFile(sha256=sha256.lower(), size=size)


def make_command(folder: Path) -> str:
    """The command line that writes a folder's manifest."""
    return f"python -m diplomacy_nlp_stanza.make_manifest {shlex.quote(str(folder))}"


def sha256_of(path: Path) -> str:
    """SHA-256 of a file in hex, read in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def checked_bytes(path: Path, mend: str = "") -> bytes:
    """What a model file holds, read once: whoever opens these bytes opens what was checked.

    Args:
        path: of a file in a folder with a manifest.
        mend: what a user can do; the error ends with it.

    Raises:
        ModelError: it cannot be read, is not in the manifest, or its SHA-256 is not the manifest's.
    """
    known = Manifest.read(path.parent).files.get(path.name)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ModelError(f"{path} cannot be read ({error.strerror or error}). {mend}") from error
    if known is None or hashlib.sha256(content).hexdigest() != known.sha256:
        raise ModelError(f"{path} was changed: its SHA-256 is not the one in {MANIFEST}. {mend}")
    return content


def write_manifest(folder: Path, *, language: str = "en", stanza: str | None = None) -> Path:
    """Write `manifest.json` for all `.pt` and `.json` files of a model folder.

    Args:
        folder: holds `tokenize.pt` and what else there is.
        language: the language that the models were trained on.
        stanza: the version of Stanza that made them; the installed one by default.

    Returns:
        The manifest's path.

    Raises:
        ModelError: the folder holds no model.
    """
    paths = sorted(p for p in folder.glob("*") if p.suffix in (".pt", ".json") and p.name != MANIFEST)
    if not any(path.suffix == ".pt" for path in paths):
        raise ModelError(f"{folder} holds no model files (names like tokenize.pt are expected)")
    files = {path.name: {"sha256": sha256_of(path), "size": path.stat().st_size} for path in paths}
    data = {"language": language, "stanza": stanza or version("stanza"), "files": files}
    target = folder / MANIFEST
    target.write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8", newline="\n")
    return target
