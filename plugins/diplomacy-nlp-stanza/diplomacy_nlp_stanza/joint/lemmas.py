"""Lemmas: a table for words that are known, and edits of the others ("-ies +y", "lower", "= be")."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["Lemmatiser", "edit_of", "edited"]

_WHOLE = "="
_LONGEST_STEM_LOSS = 4  # letters; an edit that strips more is taken for an irregular form
_LONGEST_ENDING = 6  # letters by which words are alike
_INFLECTED = frozenset({"ADJ", "ADV", "NOUN", "VERB"})
_REMEMBERED = 20_000  # words that the table does not know
_CANDIDATES = 12  # edits that are looked at, the likeliest by the network
_NETWORK = 0.5  # what the network's score counts: of words that it has not seen it is too sure
_KNOWN = 1.5  # what speaks for an edit that makes a known word, in nats; chosen on the development part
_LAST = "\U0010ffff"  # comes after every letter
_UNSEEN = 1e-4  # probability of an edit that no known word shows
_LETTERS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")


class Lemmatiser:
    """Lemmas of words whose part of speech is known, by a table or by an edit.

    Of a word that the table does not know, three voices choose the edit: the network's score; how the table's words
    that end alike are inflected; and whether the lemma would be a known word.

    Args:
        edits: what the network chooses among.
        table: lemmas of "word UPOS", small letters but for proper nouns.
        ambiguous: all lemmas of such as are known with several: the network decides, which sees the sentence.
        is_word: whether something is a word, known from elsewhere.
    """

    def __init__(
        self,
        edits: Sequence[str],
        table: Mapping[str, str],
        ambiguous: Mapping[str, Sequence[str]],
        is_word: Callable[[str], bool],
    ) -> None:
        self._edits = edits
        self._table = table
        self._ambiguous = ambiguous
        self._lemmas = frozenset(f"{lemma} {key.rpartition(' ')[2]}" for key, lemma in table.items())
        self._endings = _Endings(table)
        self._is_word = is_word
        self._weighed: dict[tuple[str, str], dict[int, tuple[str, float, float]]] = {}

    def lemma(self, word: str, upos: str, scores: NDArray[np.float32]) -> str:
        """The lemma of a word.

        Args:
            scores: the network's, of each edit.
        """
        key = f"{word if upos == 'PROPN' else word.lower()} {upos}"
        # an adjective in a name ("the United Nations") keeps its capital, which the table cannot know
        found = None if upos == "ADJ" and word[:1].isupper() else self._table.get(key)
        if found:
            return found
        if upos == "NUM" and _THOUSANDS.fullmatch(word):
            return word.replace(",", "")
        if upos in _INFLECTED and key not in self._table and key not in self._ambiguous and _LETTERS.fullmatch(word):
            return self._by_analogy(word, upos, scores)
        best = edited(word, self._edits[int(scores.argmax())])
        allowed = self._ambiguous.get(key, (best,))
        if best in allowed:
            return best
        others = (edited(word, self._edits[number]) for number in _best(scores))
        return next((lemma for lemma in others if lemma in allowed), best)

    def _by_analogy(self, word: str, upos: str, scores: NDArray[np.float32]) -> str:
        weighed = self._weighed.get((word, upos))
        if weighed is None:
            if len(self._weighed) >= _REMEMBERED:
                self._weighed.clear()
            weighed = self._weighed[word, upos] = {}
        best, found = -np.inf, word
        for number in _best(scores):
            if number not in weighed:
                weighed[number] = self._weigh(word, upos, self._edits[number])
            lemma, likely, known = weighed[number]
            score = _NETWORK * float(scores[number]) + likely + known
            if score > best:
                best, found = score, lemma
        return found

    def _weigh(self, word: str, upos: str, edit: str) -> tuple[str, float, float]:
        """The lemma that an edit makes; what speaks for it by how words end, and by whether the lemma is a word."""
        lemma = edited(word, edit)
        likely = math.log(_likely(_change(word.lower(), edit), self._endings.of(word.lower(), upos)))
        return lemma, likely, _KNOWN * ((f"{lemma} {upos}" in self._lemmas) + self._is_word(lemma))


def _best(scores: NDArray[np.float32]) -> list[int]:
    found: list[int] = np.argsort(-scores)[:_CANDIDATES].tolist()
    return found


class _Endings:
    """How words are inflected, by their last letters: changes counted in a table of lemmas.

    They are counted when an ending is first asked for, since a text has few unknown words and the table has many.
    """

    def __init__(self, table: Mapping[str, str]) -> None:
        rows: dict[str, list[tuple[str, str]]] = {upos: [] for upos in _INFLECTED}
        for key, lemma in table.items():
            word, _, upos = key.lower().partition(" ")
            own = rows.get(upos.upper())
            change = None if own is None else _regular_change(word, lemma.lower())
            if own is not None and change is not None:
                own.append((word[::-1], change))
        for own in rows.values():
            own.sort()
        self._words = {upos: [word for word, _ in own] for upos, own in rows.items()}  # read from the end, sorted
        self._changes = {upos: [change for _, change in own] for upos, own in rows.items()}
        self._counts: dict[tuple[str, str], tuple[Counter[str], int]] = {}

    def of(self, word: str, upos: str) -> list[tuple[Counter[str], int]]:
        """How words are inflected, and how many they are: all words, those that end alike, those that end most alike.

        Args:
            word: in small letters.
            upos: its part of speech.
        """
        found = []
        for ending in _endings(word):
            counts = self._counts.get((ending, upos))
            if counts is None:
                counts = self._counts[ending, upos] = self._counted(ending[::-1], upos)
            if not counts[1]:
                break
            found.append(counts)
        return found

    def _counted(self, reversed_ending: str, upos: str) -> tuple[Counter[str], int]:
        words = self._words[upos]
        first = bisect_left(words, reversed_ending)
        end = bisect_left(words, reversed_ending + _LAST, lo=first)
        return Counter(self._changes[upos][first:end]), end - first


def _regular_change(word: str, lemma: str) -> str | None:
    """What becomes of a word's ending where its lemma is regular, as `_change` tells it; both in small letters."""
    common = _shared(word, lemma)
    lost = len(word) - common
    return None if lost > _LONGEST_STEM_LOSS or (lost and not common) else f"{word[common:]}>{lemma[common:]}"


def _likely(change: str, alike: Sequence[tuple[Counter[str], int]]) -> float:
    """A change's probability, from all words' to those that end most alike (Witten and Bell 1991)."""
    found = _UNSEEN
    for counts, total in alike:
        kinds = len(counts)
        found = (counts.get(change, 0) + kinds * found) / (total + kinds)
    return found


def _endings(word: str) -> list[str]:
    return ["", *(word[-length:] for length in range(1, min(_LONGEST_ENDING, len(word)) + 1))]


def _change(word: str, edit: str) -> str:
    """What an edit makes of a word's ending, whatever it does to capitals: "ies>y"."""
    if edit.startswith(_WHOLE):
        return edit
    lost, _, added = edit[2:].partition("+")
    return f"{word[max(0, len(word) - int(lost)) :]}>{added}"


def edit_of(word: str, lemma: str) -> str:
    """The edit that turns `word` into `lemma`.

    >>> edit_of("Countries", "country")
    'l-3+y'
    >>> edit_of("was", "be")
    '=be'
    """
    case, base = _cased(word, lemma)
    common = _shared(base, lemma)
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
    """How many letters two words begin alike with."""
    length = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        length += 1
    return length
