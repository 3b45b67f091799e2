"""Words to the encoder's numbers: pieces of lower-cased words (WordPiece), and how each word is capitalised."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

__all__ = ["CASES", "PAD", "WordPieces", "case_of"]

PAD = "[PAD]"
_UNKNOWN, _BEGIN, _END = "[UNK]", "[CLS]", "[SEP]"
_MOST_PIECES = 12  # of a word; web addresses have more, and nobody reads their middle
_LONGEST = 100  # characters
_REMEMBERED = 50_000  # words
_READ_AS = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "."})

# how a word is written, since the pieces are lower-cased: the index is what the network gets
CASES = ("none", "lower", "title", "upper", "initial", "mixed")


def case_of(word: str) -> int:
    """The index in `CASES` of how `word` is written; "none" where it has no letters."""
    if word.islower():
        name = "lower"
    elif word.isupper():
        name = "initial" if sum(map(str.isalpha, word)) == 1 else "upper"
    elif not any(map(str.isalpha, word)):
        name = "none"
    else:
        name = "title" if word[0].isupper() and word[1:].islower() else "mixed"
    return CASES.index(name)


class WordPieces:
    """A vocabulary of word pieces.

    Greedy longest match first, as BERT's uncased tokenizer does it (Devlin et al. 2019), but word by word, and with
    curly quotation marks and dashes read as plain ones. The pieces of frequent words are remembered.

    Args:
        vocabulary: the pieces; those that continue a word begin with "##".
    """

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._numbers = {piece: number for number, piece in enumerate(vocabulary)}
        self.unknown, self.begin, self.end = (self._numbers[name] for name in (_UNKNOWN, _BEGIN, _END))
        self._known: dict[str, tuple[list[int], int]] = {}

    def numbers(self, word: str) -> list[int]:
        """The numbers of a word's pieces: at least one, at most 12."""
        return self.read(word)[0]

    def read(self, word: str) -> tuple[list[int], int]:
        """The same, and the index in `CASES` of how the word is written."""
        found = self._known.get(word)
        if found is None:
            parts = _parts(_plain(word[:_LONGEST]))
            numbers = [number for part in parts for number in self._pieces(part)][:_MOST_PIECES] or [self.unknown]
            found = numbers, case_of(word)
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[word] = found
        return found

    def is_whole(self, word: str) -> bool:
        """Whether a word is one piece of the vocabulary, as frequent ones are."""
        return word.lower() in self._numbers

    def _pieces(self, part: str) -> list[int]:
        pieces: list[int] = []
        start = 0
        while start < len(part):
            for end in range(len(part), start, -1):
                number = self._numbers.get(("##" if start else "") + part[start:end])
                if number is not None:
                    pieces.append(number)
                    start = end
                    break
            else:
                return [self.unknown]
        return pieces


def _plain(word: str) -> str:
    if word.isascii():
        return word.lower()
    letters = unicodedata.normalize("NFD", word.translate(_READ_AS).lower())
    return "".join(letter for letter in letters if unicodedata.category(letter) not in ("Mn", "Cc", "Cf"))


def _parts(word: str) -> list[str]:
    """The word cut before and after each punctuation mark, and at white space."""
    parts = [""]
    for letter in word:
        if letter.isalnum():
            parts[-1] += letter
        else:
            parts += ["" if letter.isspace() else letter, ""]
    return [part for part in parts if part]
