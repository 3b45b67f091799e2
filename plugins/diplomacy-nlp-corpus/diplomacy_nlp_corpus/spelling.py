"""Names that are spelled in several ways: "Qodirov" and "Kodirov", "Brückner" and "Brueckner", "Soule" and "Soulé"."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from attrs import frozen
from rapidfuzz.distance import JaroWinkler

from diplomacy_nlp.toolkit.lexicon import packaged, read_lexicon

__all__ = ["PersonName", "fold", "is_alike", "person_name", "skeleton"]

_ALIKE = 0.88  # Jaro-Winkler similarity
_APART = {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ə": "a"}
# Ways to write one sound. Applied in this order to a folded name; what is left of vowels is dropped afterwards.
_SOUNDS = (
    *(("sch", "sh"), ("tch", "ch"), ("dj", "j"), ("zh", "j"), ("kh", "h"), ("gh", "g"), ("ph", "f"), ("th", "t")),
    *(("ck", "k"), ("q", "k"), ("x", "ks"), ("w", "v"), ("tz", "ts"), ("ou", "u"), ("c", "k")),
)


@lru_cache(maxsize=200_000)
def fold(text: str) -> str:
    """Lower case, without accents, dots and apostrophes; hyphens become spaces."""
    text = "".join(_APART.get(letter, letter) for letter in text.lower())
    text = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    text = re.sub(r"['’ʻʼ`.]", "", text)
    return " ".join(re.sub(r"[^\w]+", " ", text).split())


@lru_cache(maxsize=200_000)
def skeleton(token: str) -> str:
    """What spellings of one name have in common: the first sound and the consonants.

    Args:
        token: one folded word of a name.
    """
    for written, sound in _SOUNDS:
        token = token.replace(written, sound)
    first = "a" if token[:1] in "aeiouy" else token[:1]
    rest = re.sub(r"[aeiouyh]", "", token[1:])
    return re.sub(r"(.)\1+", r"\1", first + rest)


def is_alike(one: str, other: str) -> bool:
    """Whether two folded names may be spellings of one: the same sounds, and few letters that differ."""
    return one == other or (
        skeleton(one) == skeleton(other) and JaroWinkler.similarity(_umlauts(one), _umlauts(other)) >= _ALIKE
    )


def _umlauts(name: str) -> str:
    return re.sub(r"([aou])e", r"\1", name)


@frozen
class _Line:
    word: str
    sort: str


@cache
def _words(sort: str) -> frozenset[str]:
    lines = read_lexicon(packaged("diplomacy_nlp_corpus", "lexicons/name_words.tsv"), _Line)
    return frozenset(line.word for line in lines if line.sort == sort)


@frozen
class PersonName:
    """A person's name, folded, in parts.

    Args:
        given: first names and initials; empty where only the last name is given.
        last: the last name, particles included ("ben othman").
    """

    given: tuple[str, ...]
    last: str

    @property
    def key(self) -> str:
        """What other spellings of the last name share."""
        return " ".join(skeleton(word) for word in self.last.split() if word not in _words("particle"))

    @property
    def initial(self) -> str:
        """The first sound of the first name; empty where there is none."""
        return skeleton(self.given[0])[:1] if self.given else ""

    @property
    def is_full(self) -> bool:
        """Whether a first name is known, not its initial alone."""
        return bool(self.given) and len(self.given[0]) > 1

    def agrees(self, other: PersonName) -> bool:
        """Whether both may be the name of one person: last names alike, first names alike or not both known."""
        if not is_alike(self.last, other.last):
            return False
        if not self.given or not other.given:
            return True
        one, two = self.given[0], other.given[0]
        if min(len(one), len(two)) == 1:
            return one[0] == two[0]
        return is_alike(one, two)


@lru_cache(maxsize=200_000)
def person_name(name: str) -> PersonName | None:
    """A name in parts, titles left out; None where no word is left.

    Args:
        name: as a text has it ("Minister, H.E. Jamshed Kodirov", "Mr. D. Seytkali", "Arikan, Defne").
    """
    name = re.split(r" (?:of|from|for) ", name, maxsplit=1)[0]  # "Jane Doe of the Labour Party"
    parts = [part for part in (_without_titles(fold(part)) for part in name.split(",")) if part]
    if not parts:
        return None
    words = [word for part in (parts[1:2] + parts[:1] if _is_turned(parts) else parts[-1:]) for word in part]
    start = len(words) - 1
    while start > 0 and words[start - 1] in _words("particle"):
        start -= 1
    return PersonName(tuple(words[:start]), " ".join(words[start:]))


def _is_turned(parts: list[list[str]]) -> bool:
    return len(parts) == 2 and len(parts[0]) == 1 and len(parts[1]) <= 2


def _without_titles(folded: str) -> list[str]:
    words = folded.split()
    for place in range(len(words) - 1, -1, -1):
        if words[place] in _words("title"):
            return words[place + 1 :]
    return words
