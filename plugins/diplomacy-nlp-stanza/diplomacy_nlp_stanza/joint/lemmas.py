"""Lemmas as edits of a word: what the network chooses among ("-ies +y", "lower", "= be")."""

from __future__ import annotations

__all__ = ["edit_of", "edited"]

_WHOLE = "="
_LONGEST_STEM_LOSS = 4  # letters; an edit that strips more is taken for an irregular form


def edit_of(word: str, lemma: str) -> str:
    """The edit that turns `word` into `lemma`.

    >>> edit_of("Countries", "country")
    'l-3+y'
    >>> edit_of("was", "be")
    '=be'
    """
    case, base = _cased(word, lemma)
    common = 0
    while common < min(len(base), len(lemma)) and base[common] == lemma[common]:
        common += 1
    lost = len(base) - common
    if lost > _LONGEST_STEM_LOSS or (lost and not common):
        return _WHOLE + lemma
    return f"{case}-{lost}+{lemma[common:]}"


def edited(word: str, edit: str) -> str:
    """The lemma that an edit makes of a word; the word itself where the edit does not fit."""
    if edit.startswith(_WHOLE):
        return edit[1:]
    base = {"l": word.lower(), "k": word, "t": word[:1] + word[1:].lower()}[edit[0]]
    lost, _, added = edit[2:].partition("+")
    if int(lost) > len(base) or (int(lost) == len(base) and not added):
        return word
    return base[: len(base) - int(lost)] + added


def _cased(word: str, lemma: str) -> tuple[str, str]:
    """Keep the word's capitals ("k"), all but the first ("t") or none ("l"): whichever shares most with the lemma."""
    forms = {"l": word.lower(), "k": word, "t": word[:1] + word[1:].lower()}
    if lemma == lemma.lower():
        return "l", forms["l"]
    return max(forms.items(), key=lambda item: (_shared(item[1], lemma), item[0] == "k"))


def _shared(one: str, other: str) -> int:
    length = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        length += 1
    return length
