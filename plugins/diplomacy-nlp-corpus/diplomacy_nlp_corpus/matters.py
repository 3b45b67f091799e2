"""What a proposal is about: the roots of its words, kin words as one; and its numbers, spans of time in days."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, lru_cache

from attrs import field, frozen

from diplomacy_nlp.toolkit.lexicon import packaged, read_lexicon
from diplomacy_nlp.toolkit.roots import root

from .spelling import fold

__all__ = ["numbers_of", "roots_of"]

_PART = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")
_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}


@frozen
class _Matter:
    word: str
    group: str


@frozen
class _Number:
    word: str
    value: float = field(converter=float)


@cache
def _counts() -> dict[str, float]:
    lines = read_lexicon(packaged("diplomacy_nlp_corpus", "lexicons/numbers.tsv"), _Number)
    return {line.word: line.value for line in lines}


@cache
def _groups() -> dict[str, str]:
    lines = read_lexicon(packaged("diplomacy_nlp_corpus", "lexicons/matters.tsv"), _Matter)
    return {matter.word: matter.group for matter in lines}


@lru_cache(maxsize=200_000)
def _root(word: str) -> str | None:
    """The root of a folded word; None for one that says nothing of the matter."""
    groups = _groups()
    forms = _forms(word)
    for form in forms:
        if form in groups:
            group = groups[form]
            return None if group == "-" else group
    if len(word) < 3:  # "of", "to", "at"
        return None
    return root(forms[-1])


def _forms(word: str) -> list[str]:
    """The word, then what it may be an ending of: "sluices", "sluice"."""
    forms = [word]
    if word.endswith("ies") and len(word) > 4:  # "ties" is no plural of "ty"
        forms.append(word[:-3] + "y")
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        forms.append(word[:-1])
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) - len(ending) > 3:  # "red", "king"
            forms += [word.removesuffix(ending) + "e", word.removesuffix(ending)]
    return forms


def roots_of(text: str) -> Counter[str]:
    """The roots of the words that say what a text is about, and how often each stands there."""
    words = fold(text).split()
    return Counter(found for word in words if not word.isdigit() and word not in _counts() and (found := _root(word)))


def numbers_of(text: str) -> frozenset[str]:
    """The numbers in a text: "18", "3000"; spans of time in days ("90d" for "90 days", "three-month")."""
    parts = _PART.findall(text.lower())
    found = set()
    for place, part in enumerate(parts):
        number = _number(part)
        if number is None:
            continue
        unit = _DAYS.get(parts[place + 1].removesuffix("s")) if place + 1 < len(parts) else None
        if unit:
            found.add(f"{number * unit:g}d")
        elif part[0].isdigit() or number > 2:  # "one" and "two" are often no numbers
            found.add(f"{number:g}")
    return frozenset(found)


def _number(part: str) -> float | None:
    if part in _counts():
        return _counts()[part]
    if not part[0].isdigit():
        return None
    plain = part.replace(",", "") if re.fullmatch(r"\d{1,3}(,\d{3})+", part) else part.replace(",", ".")
    try:
        return float(plain)
    except ValueError:
        return None
