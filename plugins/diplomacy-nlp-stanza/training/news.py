"""What news text has and the treebanks have little of, put into training paragraphs: datelines, initials, "U.S." ...

It teaches the splitter where sentences do not end, and where they do although no plain full stop says so.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from attrs import evolve, frozen
from corpus import TreeSentence

__all__ = ["Piece", "pieces_of", "with_news"]

_TITLES = [
    "Gen.",
    "Sen.",
    "Gov.",
    "Rep.",
    "Dr.",
    "Mr.",
    "Mrs.",
    "Ms.",
    "Lt.",
    "Col.",
    "Prof.",
    "Adm.",
    "Capt.",
    "Sgt.",
    "Rev.",
    "Maj.",
    "Hon.",
    "Amb.",
    "Sec.",
    "Pres.",
    "Messrs.",
    "St.",
    "Cmdr.",
]
_COUNTRIES = ("U.S.", "U.N.", "U.K.", "E.U.", "U.A.E.", "D.C.", "U.S.S.R.")
_CITIES = [
    "PARIS",
    "LONDON",
    "WASHINGTON",
    "MOSCOW",
    "KYIV",
    "GENEVA",
    "NEW YORK",
    "BEIJING",
    "TOKYO",
    "CAIRO",
    "NAIROBI",
    "BRUSSELS",
    "VIENNA",
    "ANKARA",
    "DELHI",
    "Paris",
    "London",
    "Washington",
    "Moscow",
    "Kyiv",
    "Geneva",
    "New York",
    "Beijing",
    "Tokyo",
    "Cairo",
    "Nairobi",
    "Brussels",
    "UNITED NATIONS",
]
_AGENCIES = ("AP", "Reuters", "AFP", "UPI", "Xinhua", "TASS", "dpa", "CNN", "IPS", "Bloomberg")
_MONTHS = ("Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.")
_ENDINGS = ("U.S.", "U.N.", "a.m.", "p.m.", "Inc.", "Co.", "Corp.", "Ltd.", "etc.", "D.C.", "Jr.", "U.K.")
_SAID = ("he said", "she said", "the minister said", "officials said", "he told reporters", "the statement read")


@frozen(kw_only=True)
class Piece:
    """A token, whether white space follows, whether a sentence ends, and whether it is a name.

    Args:
        upos, deprel: of the token's first word, where a treebank says so.
    """

    text: str
    space: bool = True
    ends: bool = False
    name: bool = False
    upos: str = ""
    deprel: str = ""


def pieces_of(sentences: Sequence[TreeSentence]) -> list[Piece]:
    """A paragraph's tokens; between its sentences there is white space, as in its text."""
    found = []
    for sentence in sentences:
        for number, (token, (word, *_)) in enumerate(sentence.words_of_tokens(), start=1):
            found.append(
                Piece(
                    text=token.text,
                    space=token.space_after,
                    ends=number == len(sentence.tokens),
                    name=word.upos == "PROPN" and token.text[0].isupper(),
                    upos=word.upos,
                    deprel=word.deprel,
                )
            )
    return found


def with_news(pieces: list[Piece], chance: random.Random) -> list[Piece]:
    """The paragraph, now and then changed in one of the ways of news."""
    if chance.random() < 0.35:
        pieces = _named(pieces, chance)
    if chance.random() < 0.12:
        pieces = _ended(pieces, chance)
    if chance.random() < 0.08:
        pieces = _quoted(pieces, chance)
    if chance.random() < 0.05:
        pieces = [*_dateline(chance), *pieces]
    if chance.random() < 0.1:
        pieces = [evolve(piece, text=_curly(piece)) for piece in pieces]
    return pieces


def _named(pieces: list[Piece], chance: random.Random) -> list[Piece]:
    found: list[Piece] = []
    for number, piece in enumerate(pieces):
        following = pieces[number + 1] if number + 1 < len(pieces) else None
        drawn = chance.random()
        first = piece.name and not (found and found[-1].name)
        if first and drawn < 0.15:
            found.append(Piece(text=chance.choice(_TITLES), name=True))
        if first and 0.15 < drawn < 0.25 and not piece.ends:
            found.append(evolve(piece, text=chance.choice(_COUNTRIES)))
            continue
        found.append(piece)
        is_pair = piece.name and piece.space and following is not None and following.name and not piece.ends
        if is_pair and drawn > 0.7:
            letters = chance.choices("ABCDEFGHJKLMNPRSTVW", k=2)
            found.append(Piece(text=f"{letters[0]}." if drawn < 0.93 else f"{letters[0]}.{letters[1]}.", name=True))
    return found


def _ended(pieces: list[Piece], chance: random.Random) -> list[Piece]:
    """Sentences that end in an abbreviation, whose stop is the sentence's."""
    found: list[Piece] = []
    for piece in pieces:
        if piece.ends and piece.text == "." and found and found[-1].name and piece.space and chance.random() < 0.5:
            found[-1] = evolve(found[-1], text=chance.choice(_ENDINGS), ends=True, space=True)
        else:
            found.append(piece)
    return found


def _quoted(pieces: list[Piece], chance: random.Random) -> list[Piece]:
    """The whole paragraph in quotation marks, or followed by who said it."""
    last = pieces[-1]
    if last.text not in ".!?" or any(piece.text in ('"', "“", "”", "''", "``") for piece in pieces):
        return pieces
    found = [Piece(text='"', space=False), *pieces[:-1]]
    if chance.random() < 0.5:
        return [*found, evolve(last, space=False, ends=False), Piece(text='"', ends=True)]
    words = [Piece(text=word) for word in chance.choice(_SAID).split()]
    words[-1] = evolve(words[-1], space=False)
    stop = [Piece(text=",", space=False)] if last.text == "." else [evolve(last, space=False, ends=False)]
    return [*found, *stop, Piece(text='"'), *words, Piece(text=".", ends=True)]


def _dateline(chance: random.Random) -> list[Piece]:
    found = [Piece(text=word) for word in chance.choice(_CITIES).split()]
    if chance.random() < 0.5:
        found[-1] = evolve(found[-1], space=False)
        found += [Piece(text=","), Piece(text=chance.choice(_MONTHS)), Piece(text=str(chance.randint(1, 31)))]
    if chance.random() < 0.6:
        agency = chance.choice(_AGENCIES)
        found += [Piece(text="(", space=False), Piece(text=agency, space=False), Piece(text=")")]
    return [*found, Piece(text=chance.choice(("—", "-", "–", "--")))]


def _curly(piece: Piece) -> str:
    if piece.text == '"':
        return "”" if piece.space or piece.ends else "“"
    return piece.text.replace("'", "’")
