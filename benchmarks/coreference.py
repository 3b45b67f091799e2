"""Scores who is who on texts of our own with one trap each, by kind of error.

    python benchmarks/coreference.py [TRAPS.tsv] [--errors]

TRAPS.tsv says in its head what its columns mean; by default it is coreference.tsv beside this script. The texts are
analysed in one call. A Markdown table shows for each kind how many traps came out right; --errors lists the others.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from attrs import frozen

from diplomacy_nlp import Actor, ActorKind, Analysis, Analyzer, Article, Sector, Span

PAIRS = ("same", "different")
FIELDS = ("country", "kind", "sector", "role", "principal")
CHECKS = (*PAIRS, "none", *FIELDS)
COLUMNS = ("kind", "text", "mention", "check", "expected")
NOTHING = "none"
NO_ACTOR = "no actor"

_OCCURRENCE = re.compile(r"(?P<words>.+?)(?:@(?P<number>[1-9]\d*))?")
_WORD = re.compile(r"\w+(?:[.&-]\w+)*")
_ADDED = {"s", "Sr", "Jr"}  # what may follow the last word of a name
_PREPOSITIONS = {"at", "for", "from", "in", "of", "on", "to", "with"}


class TrapError(ValueError):
    """A line of the traps' file that cannot be read."""

    def __init__(self, path: Path, number: int, problem: str) -> None:
        super().__init__(f"{path}:{number}: {problem}")


@frozen(kw_only=True)
class Trap:
    """A text and one thing that must hold of it.

    Args:
        id: the article's id.
        kind: the sort of error.
        text: what is read.
        mention: the words asked about.
        check: one of CHECKS.
        expected: what must come out, as the file has it.
        other: the other words, for a check of two mentions.
    """

    id: str
    kind: str
    text: str
    mention: Span
    check: str
    expected: str
    other: Span | None = None

    @property
    def wanted(self) -> str:
        """What must hold, in words."""
        words = self.text[self.mention.start : self.mention.end]
        return f"“{words}” {self.check} {self.expected}".strip()


@frozen(kw_only=True)
class Outcome:
    """What the library made of a trap.

    Args:
        trap: the trap.
        right: whether it came out as it must.
        found: what was found instead, or all the same, in words.
    """

    trap: Trap
    right: bool
    found: str


def main() -> int:
    """Analyses the traps' texts and prints the share that came out right; 2 for a file that cannot be read."""
    options = _options()
    try:
        traps = list(read(options.traps))
    except (OSError, UnicodeDecodeError, TrapError) as error:
        print(error, file=sys.stderr)
        return 2
    articles = [Article(text=trap.text, id=trap.id) for trap in traps]
    analyses = Analyzer.discover().analyze_many(articles)
    outcomes = [outcome(trap, analysis) for trap, analysis in zip(traps, analyses, strict=True)]
    print("\n".join(table(outcomes)))
    if options.errors:
        print("\n" + "\n".join(errors(outcomes)))
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("traps", type=Path, nargs="?", default=Path(__file__).with_suffix(".tsv"))
    parser.add_argument("--errors", action="store_true", help="list the traps that came out wrong")
    return parser.parse_args()


# --- the file ----------------------------------------------------------------------------------------------------


def read(path: Path) -> Iterator[Trap]:
    """The traps of a file; a malformed line raises TrapError, which names it."""
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            yield _trap(line.rstrip("\r"), f"line-{number}")
        except ValueError as error:
            raise TrapError(path, number, str(error)) from None


def _trap(line: str, id: str) -> Trap:
    cells = [cell.strip() for cell in line.split("\t")]
    if len(cells) != len(COLUMNS):
        raise ValueError(f"{len(cells)} columns instead of {len(COLUMNS)} ({', '.join(COLUMNS)}), divided by tabs")
    kind, text, mention, check, expected = cells
    for column, cell in zip(COLUMNS[:4], cells, strict=False):
        if not cell:
            raise ValueError(f"the column {column} is empty")
    _check_expected(check, expected)
    other = locate(text, expected) if check in PAIRS else None
    where = locate(text, mention)
    if where == other:
        raise ValueError("mention and expected are the same words")
    return Trap(id=id, kind=kind, text=text, mention=where, check=check, expected=expected, other=other)


def _check_expected(check: str, expected: str) -> None:
    if check not in CHECKS:
        raise ValueError(f"unknown check {check!r}; there are {', '.join(CHECKS)}")
    if check == "none" and expected:
        raise ValueError(f"the check none expects nothing, not {expected!r}")
    if check != "none" and not expected:
        raise ValueError(f"the check {check} needs something expected")
    if check == "country" and expected != NOTHING and not re.fullmatch("[A-Z]{3}", expected):
        raise ValueError(f"{expected!r} is neither an ISO 3166-1 alpha-3 code nor {NOTHING}")
    if check == "kind" and expected not in set(ActorKind):
        raise ValueError(f"unknown kind of actor {expected!r}")
    if check == "sector" and expected != NOTHING and expected not in set(Sector):
        raise ValueError(f"unknown sector {expected!r}")


def locate(text: str, words: str) -> Span:
    """Where the words stand: whole words, the first occurrence unless "@2" or the like follows them."""
    match = _OCCURRENCE.fullmatch(words)
    if match is None:
        raise ValueError(f"cannot read the words {words!r}")
    found = list(re.finditer(rf"(?<!\w){re.escape(match['words'])}(?!\w)", text))
    number = int(match["number"] or 1)
    if number > len(found):
        raise ValueError(f"{match['words']!r} stands {len(found)} times in the text, not {number}")
    return Span(*found[number - 1].span())


# --- the checks --------------------------------------------------------------------------------------------------


def outcome(trap: Trap, analysis: Analysis) -> Outcome:
    """Whether the analysis is as the trap wants it."""
    actor = actor_at(analysis, trap.mention)
    if trap.check == "none":
        return Outcome(trap=trap, right=actor is None, found=_shown(analysis, actor))
    if trap.other is not None:
        return _pair(trap, analysis, actor, actor_at(analysis, trap.other))
    if actor is None:
        return Outcome(trap=trap, right=False, found=NO_ACTOR)
    if trap.check == "principal":
        return _principal(trap, analysis, actor)
    found = str(getattr(actor, trap.check) or NOTHING)
    inside = trap.check == "role" and trap.expected != NOTHING
    right = trap.expected.casefold() in found.casefold() if inside else trap.expected == found
    return Outcome(trap=trap, right=right, found=found)


def actor_at(analysis: Analysis, where: Span) -> Actor | None:
    """The actor that these words mention: with these very words if there is one, else with others of the same head."""
    mentions = [(mention.span, actor) for actor in analysis.actors for mention in actor.mentions]
    head = head_of(analysis.article.text, where)
    exact = (actor for span, actor in mentions if span == where)
    alike = (actor for span, actor in mentions if head_of(analysis.article.text, span) == head)
    return next(exact, None) or next(alike, None)


def head_of(text: str, where: Span) -> int:
    """Where the chief word of a mention starts: the last one before a comma or preposition, "’s" and "Jr." left out.

    So it does not matter whether a mention has its article, title or complement: "Officials" is "officials from Oman".
    """
    core = text[where.start : where.end].partition(",")[0]
    words = list(_WORD.finditer(core))
    cut = next((i for i, word in enumerate(words) if i and word[0] in _PREPOSITIONS), len(words))
    chief = [word for word in words[:cut] if word[0] not in _ADDED] or words[:1]
    return where.start + (chief[-1].start() if chief else 0)


def _pair(trap: Trap, analysis: Analysis, one: Actor | None, other: Actor | None) -> Outcome:
    shared = one is not None and one is other
    apart = one is not other  # nobody at either place is no answer
    right = shared if trap.check == "same" else apart
    return Outcome(trap=trap, right=right, found=f"{_shown(analysis, one)} / {_shown(analysis, other)}")


def _principal(trap: Trap, analysis: Analysis, actor: Actor) -> Outcome:
    found = analysis.resolve(actor.principal)
    names = {analysis.words(actor.principal) or NOTHING}
    if isinstance(found, Actor):
        names = {found.name, *map(analysis.words, found.spans)}
    right = _bare(trap.expected) in set(map(_bare, names))
    shown = found.name if isinstance(found, Actor) else "".join(names)
    return Outcome(trap=trap, right=right, found=shown)


def _bare(name: str) -> str:
    return name.casefold().removeprefix("the ")


def _shown(analysis: Analysis, actor: Actor | None) -> str:
    if actor is None:
        return NO_ACTOR
    return f"{actor.name} ({', '.join(map(analysis.words, actor.spans))})"


# --- what is printed ---------------------------------------------------------------------------------------------


def table(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """The lines of a Markdown table: a row for each kind, in the file's order, and one for all."""
    kinds: dict[str, list[Outcome]] = {}
    for item in outcomes:
        kinds.setdefault(item.trap.kind, []).append(item)
    yield "| kind | right | of | share |"
    yield "|---|---|---|---|"
    for kind, items in kinds.items():
        yield _row(kind, items)
    yield _row("total", [item for items in kinds.values() for item in items])


def _row(kind: str, outcomes: list[Outcome]) -> str:
    right = sum(item.right for item in outcomes)
    share = f"{right / len(outcomes):.0%}" if outcomes else ""
    return f"| {kind} | {right} | {len(outcomes)} | {share} |"


def errors(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """A line for each trap that came out wrong."""
    for item in outcomes:
        if not item.right:
            yield f"- {item.trap.kind}: {item.trap.text}\n  wanted {item.trap.wanted}; found {item.found}"


if __name__ == "__main__":
    sys.exit(main())
