"""The plugin's options, checked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from diplomacy_nlp.errors import ArticleError
from diplomacy_nlp.toolkit.options import path_of, yes_or_no

from .model_folder import EMBEDDED, PROCESSORS, ModelFolder, ModelSource
from .resources import StanzaPackage

__all__ = ["check_language", "processors_of", "source_of", "whole_number"]

_NEEDS = {
    "mwt": ("tokenize",),
    "pos": ("tokenize",),
    "lemma": ("tokenize", "pos"),
    "depparse": ("tokenize", "pos", "lemma"),
    "ner": ("tokenize",),
}


def processors_of(names: str | Sequence[str]) -> tuple[str, ...]:
    """The processors in Stanza's order.

    Args:
        names: of the processors, or a string with commas between them.

    Raises:
        ValueError: an unknown name, or a processor without those that it needs.
    """
    given = {name.strip() for name in (names.split(",") if isinstance(names, str) else names)}
    unknown = sorted(given.difference(PROCESSORS))
    if unknown:
        raise ValueError(f"no such processors: {', '.join(unknown)}; there are {', '.join(PROCESSORS)}")
    if "tokenize" not in given:
        raise ValueError('processors must include "tokenize": all others need it')
    for name in sorted(given):
        lacking = [need for need in _NEEDS.get(name, ()) if need not in given]
        if lacking:
            raise ValueError(f"processor {name!r} needs {', '.join(lacking)} as well")
    return tuple(name for name in PROCESSORS if name in given)


def whole_number(name: str, number: int) -> int:
    """The value of an option that is a whole number from 1.

    Raises:
        ValueError: it is none.
    """
    if isinstance(number, bool) or not isinstance(number, int) or number < 1:
        raise ValueError(f"{name} is a whole number from 1, not {number!r}")
    return number


def check_language(given: str, language: str) -> None:
    """Raises ArticleError where an article's language is known ("und": it is not) and is not that of the models.

    Args:
        given: the article's BCP 47 tag.
        language: of the models, in Stanza's code.
    """
    main, ours = given.lower().partition("-")[0], language.lower().partition("-")[0]
    if main not in ("und", ours) and len(ours) < 4:  # Stanza knows names of languages too, which tell us nothing
        raise ArticleError(
            f"the article's language is {given!r}, and these models read {language!r}: leave it out, or give models "
            "for it (models=, package=, language=)"
        )


def source_of(
    models: str | Path | None,
    *,
    language: str,
    package: str | None,
    download: bool,
    processors: tuple[str, ...],
) -> ModelSource:
    """Where the models are to come from.

    Raises:
        ValueError: options that contradict each other.
    """
    if not isinstance(language, str) or not language.strip():
        raise ValueError(f"language is one of Stanza's codes, such as 'en', not {language!r}")
    yes_or_no("download", download)
    if package is not None:
        return StanzaPackage(
            package=package,
            language=language,
            processors=processors,
            folder=None if models is None else path_of("models=...", models),
            download=download,
        )
    if download:
        raise ValueError("download=True needs a package: package='default' names Stanza's usual one")
    if models is None and language != "en":
        raise ValueError(
            f"the embedded models are English; for {language!r} give models=FOLDER with your own, or "
            "package='default' for Stanza's"
        )
    return ModelFolder(
        folder=EMBEDDED if models is None else path_of("models=...", models), language=language, processors=processors
    )
