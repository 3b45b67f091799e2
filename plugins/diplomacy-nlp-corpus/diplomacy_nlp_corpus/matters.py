"""What a proposal is about, as a bag of roots: kin words are one ("halt", "truce"), spans of time are one ("90 days")."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, lru_cache

from attrs import frozen

from diplomacy_nlp.toolkit.lexicon import packaged, read_lexicon
from diplomacy_nlp.toolkit.roots import root

from .spelling import fold

__all__ = ["numbers_of", "roots_of"]

_PART = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")
_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
_UNITS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_COUNTS = {word: place + 1 for place, word in enumerate(_UNITS)} | {
    word: 10 * (place + 2) for place, word in enumerate(_TENS)
}


@frozen
class _Matter:
    word: str
    group: str


@cache
def _groups() -> dict[str, str]:
    lines = read_lexicon(packaged("diplomacy_nlp_corpus", "lexicons/matters.tsv"), _Matter)
    return {matter.word: matter.group for matter in lines}


@lru_cache(maxsize=200_000)
def _root(word: str) -> str | None:
    """The root of a folded word; None for one that says nothing of the matter."""
    groups = _groups()
    for form in _forms(word):
        if form in groups:
            group = groups[form]
            return None if group == "-" else group
    if len(word) < 3:  # noqa: PLR2004  # "of", "to", "at"
        return None
    return root(_forms(word)[-1])


def _forms(word: str) -> list[str]:
    """The word, then what it may be an ending of: "sluices", "sluice"."""
    forms = [word]
    if word.endswith("ies") and len(word) > 4:  # noqa: PLR2004  # "ties" is no plural of "ty"
        forms.append(word[:-3] + "y")
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        forms.append(word[:-1])
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) - len(ending) > 3:  # noqa: PLR2004  # "red", "king"
            forms += [word.removesuffix(ending) + "e", word.removesuffix(ending)]
    return forms


def roots_of(text: str) -> Counter[str]:
    """The roots of the words that say what a text is about, and how often each stands there."""
    words = fold(text).split()
    return Counter(found for word in words if not word.isdigit() and word not in _COUNTS and (found := _root(word)))


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
        elif part[0].isdigit() or number > 2:  # noqa: PLR2004  # "one" and "two" are often no numbers
            found.add(f"{number:g}")
    return frozenset(found)


def _number(part: str) -> float | None:
    if part in _COUNTS:
        return float(_COUNTS[part])
    if not part[0].isdigit():
        return None
    plain = part.replace(",", "") if re.fullmatch(r"\d{1,3}(,\d{3})+", part) else part.replace(",", ".")
    try:
        return float(plain)
    except ValueError:
        return None
