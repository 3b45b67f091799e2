"""Where models come from, and that they are what they should be."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any, Protocol

from attrs import frozen

from diplomacy_nlp.errors import ModelError

from .manifest import MANIFEST, Manifest, checked_bytes, make_command

__all__ = ["EMBEDDED", "PROCESSORS", "ModelFolder", "ModelSource"]

PROCESSORS = ("tokenize", "mwt", "pos", "lemma", "depparse", "ner")  # each in the file of its name: tokenize.pt ...
EMBEDDED = Path(__file__).parent / "models" / "en"

# files that several processors use, where the manifest names them: file, option of Stanza's, for which processors
_SHARED = (
    ("vectors.pt", "pretrain_path", ("pos", "depparse", "ner")),
    ("forward_charlm.pt", "forward_charlm_path", ("tokenize", "pos", "lemma", "depparse", "ner")),
    ("backward_charlm.pt", "backward_charlm_path", ("pos", "lemma", "depparse", "ner")),
)
# our own set: one model for all processors, and what it was trained with
JOINT = ("joint.pt", "joint.json", "vocabulary.json")
_NO_RESOURCES = Path(__file__).parent / "no_resources.json"  # Stanza insists on a list of its own; ours is empty


class ModelSource(Protocol):
    """Models, and what they are to be used for."""

    @property
    def processors(self) -> tuple[str, ...]:
        """The steps that are wanted, in Stanza's words."""

    @property
    def is_joint(self) -> bool:
        """Whether it is the joint model; else models of Stanza's own kind."""

    def joint_files(self) -> Mapping[str, bytes] | None:
        """The joint model's files, found to be what they should be (else ModelError); None of other models."""

    def check(self) -> None:
        """Cheap: that all files are there. Raises ModelError with all that are not."""

    def options(self, private: Path) -> Mapping[str, Any]:
        """Arguments of `stanza.Pipeline`, after each file was found to be what it should be (else ModelError).

        Args:
            private: an empty folder that only this process uses, for copies of what was checked.
        """

    @property
    def made_by(self) -> str:
        """What to write in the record: Stanza's version, and which models."""

    @property
    def vectors_by(self) -> str:
        """Which encoder makes vectors of words, as hex digits; empty where none does."""


@frozen(kw_only=True)
class ModelFolder:
    """A folder of model files with a manifest.

    Args:
        folder: holds `manifest.json`, `tokenize.pt` and so on.
        language: that the manifest must state.
        processors: names out of `PROCESSORS`.
    """

    folder: Path
    language: str
    processors: tuple[str, ...]

    @property
    def _is_embedded(self) -> bool:
        return self.folder == EMBEDDED

    @property
    def _mend(self) -> str:
        if self._is_embedded:
            return "Install diplomacy-nlp-stanza anew: pip install --force-reinstall --no-deps diplomacy-nlp-stanza"
        return (
            "Copy the folder anew from where you have it; if you trained or changed the models yourself, write the "
            f"manifest anew: {make_command(self.folder)}"
        )

    def check(self) -> None:
        """That the folder, its manifest and all files that are needed are there, of the right size."""
        if not self.folder.is_dir():
            raise ModelError(
                f"no model folder at {self.folder}. "
                + (self._mend if self._is_embedded else "Leave `models` out for the embedded English models.")
            )
        manifest = Manifest.read(self.folder)
        if manifest.language != self.language:
            raise ModelError(
                f"the models in {self.folder} are for language {manifest.language!r}, not {self.language!r}: give "
                f"language={manifest.language!r}, or the folder of other models (models=)"
            )
        faults = [fault for name in self._names(manifest) if (fault := self._fault(name, manifest))]
        if faults:
            raise ModelError(f"models in {self.folder}: {'; '.join(faults)}. {self._mend}")

    @property
    def is_joint(self) -> bool:
        """Whether the folder holds the joint model."""
        return _is_joint(Manifest.read(self.folder))

    def joint_files(self) -> dict[str, bytes] | None:
        """The contents of the joint model's files, of which the SHA-256 was found to be the manifest's."""
        self.check()
        return {name: checked_bytes(self.folder / name, self._mend) for name in JOINT} if self.is_joint else None

    def options(self, private: Path) -> dict[str, Any]:
        """Stanza's options for models of its own kind, once the SHA-256 of each file is found to be the manifest's.

        Stanza's loaders open paths, so they are given copies of the bytes that were checked.
        """
        self.check()
        manifest = Manifest.read(self.folder)
        for name in self._names(manifest):
            (private / name).write_bytes(checked_bytes(self.folder / name, self._mend))
        return self._single(manifest, private) | {
            "lang": self.language,
            "dir": str(self.folder),
            "resources_filepath": str(_NO_RESOURCES),
            "allow_unknown_language": True,
        }

    def _single(self, manifest: Manifest, private: Path) -> dict[str, Any]:
        """Options for models of Stanza's own kind, one a processor."""
        options: dict[str, Any] = {f"{name}_model_path": str(private / f"{name}.pt") for name in self.processors}
        for file, option, users in _SHARED:
            if file in manifest.files:
                path = str(private / file)
                options |= {f"{name}_{option}": path for name in users if name in self.processors}
        # a package name for each, of which Stanza wants to have one
        return options | {"processors": dict.fromkeys(self.processors, "own")}

    @property
    def made_by(self) -> str:
        """Stanza's version, which models, and the first 12 hex digits of their manifest's SHA-256."""
        which = "embedded English models" if self._is_embedded else f"models in {self.folder.name!r}"
        return f"stanza {version('stanza')}, {which} ({Manifest.read(self.folder).sha256[:12]})"

    @property
    def vectors_by(self) -> str:
        """The joint model's own name for its encoder; empty where there is none, or only its tokenizer is used.

        Raises:
            ModelError: the joint model's configuration is none.
        """
        if {"tokenize", "mwt"}.issuperset(self.processors) or not _is_joint(Manifest.read(self.folder)):
            return ""
        path = self.folder / JOINT[1]
        try:
            return str(json.loads(path.read_text(encoding="utf-8"))["encoder"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ModelError(f"{path} is no configuration of a joint model ({error!r}). {self._mend}") from error

    def _names(self, manifest: Manifest) -> list[str]:
        if _is_joint(manifest):
            return [*JOINT]
        shared = [
            file for file, _, users in _SHARED if file in manifest.files and set(users).intersection(self.processors)
        ]
        return [f"{name}.pt" for name in self.processors] + shared

    def _fault(self, name: str, manifest: Manifest) -> str | None:
        path = self.folder / name
        if not path.is_file():
            return f"{name} is missing"
        if name not in manifest.files:
            return f"{name} is not in {MANIFEST}"
        size, wanted = path.stat().st_size, manifest.files[name].size
        return None if size == wanted else f"{name} has {size:,} bytes, not {wanted:,}: cut short or changed"


def _is_joint(manifest: Manifest) -> bool:
    return JOINT[0] in manifest.files
