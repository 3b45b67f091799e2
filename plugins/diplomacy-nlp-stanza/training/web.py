"""What text from the web has, put into training paragraphs: addresses, numbers of telephones, file names ...

It teaches the splitter where such tokens begin and end, whatever marks stand around them.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from attrs import evolve
from news import Piece

__all__ = ["with_web"]

_ENDINGS = (".com", ".org", ".net", ".gov", ".edu", ".co.uk", ".int", ".info", ".eu", ".de")
_FILES = (".doc", ".pdf", ".xls", ".jpg", ".txt", ".ppt", ".zip")
_AROUND = (("<", ">"), ("[", "]"), ("(", ")"), ("'", "'"), ('"', '"'), ("", ""), ("", ""), ("", ""))


def with_web(pieces: list[Piece], chance: random.Random, *, share: float) -> list[Piece]:
    """The paragraph; a share of them with a token of the web in it."""
    if len(pieces) < 3 or chance.random() >= share:
        return pieces
    change = _inserted if chance.random() < 0.8 else _with_slash
    return change(pieces, chance)


def _inserted(pieces: list[Piece], chance: random.Random) -> list[Piece]:
    """A token between two others, with or without marks around it, which are tokens of their own."""
    places = [n for n in range(1, len(pieces)) if pieces[n - 1].space and not pieces[n - 1].ends]
    if not places:
        return pieces
    place = chance.choice(places)
    words = [piece.text.lower() for piece in pieces if piece.text.isalpha()] or ["news"]
    token = chance.choice(_TOKENS)(words, chance)
    before, after = chance.choice(_AROUND)
    if place + 1 == len(pieces) and pieces[place].text in (".", "?", "!"):
        found = _around(token, before, after, space=False)
    else:
        found = _around(token, before, after, space=True)
    return [*pieces[:place], *found, *pieces[place:]]


def _around(token: str, before: str, after: str, *, space: bool) -> list[Piece]:
    texts = [text for text in (before, token, after) if text]
    return [Piece(text=text, space=space and number == len(texts)) for number, text in enumerate(texts, start=1)]


def _with_slash(pieces: list[Piece], chance: random.Random) -> list[Piece]:
    """Two words with a slash between them: three tokens."""
    places = [n for n in range(1, len(pieces)) if pieces[n - 1].text.isalpha() and pieces[n].text.isalpha()]
    places = [n for n in places if pieces[n - 1].space and not pieces[n - 1].ends]
    if not places:
        return pieces
    place = chance.choice(places)
    slash = Piece(text="/", space=False)
    return [*pieces[: place - 1], evolve(pieces[place - 1], space=False), slash, *pieces[place:]]


# --- tokens -------------------------------------------------------------------------------------------------------


def _digits(chance: random.Random, least: int, most: int) -> str:
    return "".join(chance.choices("0123456789", k=chance.randint(least, most)))


def _url(words: Sequence[str], chance: random.Random) -> str:
    found = (
        chance.choice(("http://", "https://", "http://www.", "www.")) + chance.choice(words) + chance.choice(_ENDINGS)
    )
    for _ in range(chance.randint(0, 3)):
        found += "/" + chance.choice(
            (chance.choice(words), _digits(chance, 1, 7), "_".join(chance.choices(words, k=2)))
        )
    return found + chance.choice(
        ("", "/", ".html", ".htm", ".php?id=" + _digits(chance, 1, 5), "?q=" + chance.choice(words))
    )


def _mail(words: Sequence[str], chance: random.Random) -> str:
    name = chance.choice(("", chance.choice(words) + ".")) + chance.choice(words)
    return (
        name
        + chance.choice(("", "", _digits(chance, 1, 4), "...", "_"))
        + "@"
        + chance.choice(words)
        + chance.choice(_ENDINGS)
    )


def _file(words: Sequence[str], chance: random.Random) -> str:
    return chance.choice(words).capitalize() + chance.choice(("", _digits(chance, 1, 4))) + chance.choice(_FILES)


def _phone(words: Sequence[str], chance: random.Random) -> str:
    return "-".join(_digits(chance, size, size) for size in chance.choice(((3, 3, 4), (3, 4), (1, 4), (3, 2, 4))))


def _model(words: Sequence[str], chance: random.Random) -> str:
    letters = chance.choice(words)[: chance.randint(1, 4)]
    letters = letters if chance.random() < 0.4 else letters.upper()
    number = _digits(chance, 1, 4)
    return letters + number if chance.random() < 0.7 else number + letters


def _hashtag(words: Sequence[str], chance: random.Random) -> str:
    return chance.choice("##@") + chance.choice(words)


_TOKENS: tuple[Callable[[Sequence[str], random.Random], str], ...] = (
    _url,
    _url,
    _mail,
    _file,
    _phone,
    _model,
    _hashtag,
)
