"""Stanza's own models, by package name: loaded from Stanza's resource folder, downloaded only when asked for.

Stanza publishes MD5 sums of its files and no others; those are checked.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from attrs import frozen

from diplomacy_nlp.errors import ModelError

__all__ = ["StanzaPackage"]

logger = logging.getLogger(__name__)

_File = tuple[Path, tuple[str, ...]]  # and the MD5 sums that it may have; none where none is known


@frozen(kw_only=True)
class StanzaPackage:
    """A package of Stanza's models for a language.

    Args:
        package: Stanza's name for it ("default", "default_fast", or a treebank).
        language: Stanza's code of the language.
        processors: names; what the language lacks (many lack "mwt") is left out.
        folder: of Stanza's resources; None for Stanza's default one.
        download: fetch what is missing from the network, when the pipeline is first used.
    """

    package: str
    language: str
    processors: tuple[str, ...]
    folder: Path | None
    download: bool

    is_joint = False

    def joint_files(self) -> None:
        """There are none: Stanza's packages are of its own kind."""

    def check(self) -> None:
        """That all files are there; nothing where they may still be downloaded."""
        if self.download:
            return
        missing = [str(path) for path, _ in self._files() if not path.is_file()]
        if missing:
            raise ModelError(f"Stanza's models are not there: {', '.join(missing)}. {self._mend}")

    def options(self, private: Path) -> dict[str, Any]:
        """Stanza's options, once the MD5 of each file is found to be the one in Stanza's resources.json."""
        if self.download:
            self._fetch()
        for path, sums in self._files():
            if not path.is_file():
                raise ModelError(f"Stanza's model {path} is not there. {self._mend}")
            if sums and _md5_of(path) not in sums:
                raise ModelError(f"{path} was changed: its MD5 is not the one in resources.json. {self._mend}")
        return {
            "lang": self.language,
            "dir": str(self._folder),
            "package": self.package,
            "processors": ",".join(self.processors),
        }

    @property
    def made_by(self) -> str:
        """Stanza's version, package and language."""
        return f"stanza {version('stanza')}, package {self.package!r} for {self.language!r}"

    @property
    def _folder(self) -> Path:
        if self.folder is not None:
            return self.folder
        from stanza.resources.common import DEFAULT_MODEL_DIR

        return Path(DEFAULT_MODEL_DIR)

    @property
    def _mend(self) -> str:
        where = f", model_dir={str(self.folder)!r}" if self.folder is not None else ""
        return (
            "Give download=True to fetch them, or fetch them yourself: "
            f"stanza.download({self.language!r}, package={self.package!r}, processors="
            f"{','.join(self.processors)!r}{where})"
        )

    @property
    def vectors_by(self) -> str:
        """Nobody: Stanza's documents keep none."""
        return ""

    def _fetch(self) -> None:
        import stanza

        logger.info("downloading Stanza's models: package %r for %r", self.package, self.language)
        try:
            stanza.download(
                self.language,
                model_dir=str(self._folder),
                package=self.package,
                processors=",".join(self.processors),
                logging_level="ERROR",
            )
        except Exception as error:  # requests', the model hub's, Stanza's own: all mean the same to the caller
            raise ModelError(
                f"Stanza's models (package {self.package!r} for {self.language!r}) could not be downloaded: {error}"
            ) from error

    def _files(self) -> Iterator[_File]:
        """The files that Stanza would open, as its resources.json has them."""
        from stanza.resources import common

        path = self._folder / "resources.json"
        if not path.is_file():
            raise ModelError(f"Stanza's models are not there: {path} is missing. {self._mend}")
        resources = common.load_resources_json(str(self._folder))
        language, _, package, processors = common.process_pipeline_parameters(
            self.language, str(self._folder), self.package, list(self.processors)
        )
        language = resources.get(language, {}).get("alias", language)
        if language not in resources:
            raise ModelError(f"{path} knows no language {self.language!r}")
        with common.logging_level_context("ERROR", None):
            wanted = common.maintain_processor_list(resources, language, package, processors)
            wanted = common.flatten_processor_list(common.add_dependencies(resources, language, wanted))
        if not any(kind == "tokenize" for kind, _ in wanted):
            raise ModelError(f"{path} knows no package {self.package!r} for {self.language!r}")
        for kind, name in wanted:
            entry = resources[language].get(kind, {}).get(name)
            if entry is not None:  # the identity lemmatiser, for one, has no file
                sums = tuple(entry[key] for key in ("md5", "alternate_md5") if entry.get(key))
                yield self._folder / language / kind / f"{name}.pt", sums


def _md5_of(path: Path) -> str:
    digest = hashlib.md5(usedforsecurity=False)
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()
