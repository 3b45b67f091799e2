"""Finding the one value that is meant by its id or by what it is called."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from difflib import get_close_matches
from itertools import product
from typing import TypeVar

from diplomacy_nlp.checks import shown

__all__ = ["one_of"]

T = TypeVar("T")
_MOST = 8  # names that an error tells


def one_of(
    wanted: T | str, kind: type[T], known: Sequence[T], where: str, names: Callable[[T], Sequence[Sequence[str]]]
) -> T:
    """The only one of those known that is called so; a value is given back.

    Args:
        wanted: the value, or what it is called.
        where: what the error calls the place of those known.
        names: what one is called, beginning with its id: the first kind of names by which any is found decides. Upper
            and lower case count as long as they decide.

    Raises:
        KeyError: there is none, or there are several; the message names those there are.
        TypeError: what is wanted is neither a text nor a value of the kind.
    """
    what = kind.__name__
    if isinstance(wanted, kind):
        return wanted
    if not isinstance(wanted, str):
        raise TypeError(f"a {what}, its id or what it is called is expected, not {shown(wanted)}")
    kinds = range(len(names(known[0]))) if known else ()
    ways: tuple[Callable[[str], str], ...] = (str, str.casefold)
    for folded, place in product(ways, kinds):
        found = [one for one in known if folded(wanted) in map(folded, names(one)[place])]
        if len(found) == 1:
            return found[0]
        if found:
            there = ", ".join(f"{names(one)[0][0]} ({shown(names(one)[1][0])})" for one in found[:_MOST])
            raise KeyError(f"{len(found)} {what}s of {where} are called {shown(wanted)}: {there}; ask by id")
    first = [names(one)[1][0] for one in known]
    near = ", ".join(map(shown, get_close_matches(wanted, first, n=3) or first[:_MOST])) or "none"
    raise KeyError(f"no {what} of {where} is called {shown(wanted)} (there are: {near})")
