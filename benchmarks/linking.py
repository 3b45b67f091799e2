"""Measures what linking costs: links the findings of generated articles, and prints time and memory.

    python benchmarks/linking.py                      1,000, 10,000 and 100,000 articles
    python benchmarks/linking.py 20000 --seed 7

Each size runs in a process of its own. The findings are made of templates (nothing is parsed): stories of about ten
articles over some weeks, two states and their ministers each, three to five proposals, reactions, one article in five a
cut copy of another. Since it is known which story each proposal is of, B-cubed is printed too; texts so much alike are
harder to keep apart than news, and their names easier to know again.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta

from attrs import Factory, define
from diplomacy_nlp_corpus import LinkedCorpus, link_stories
from stories import b_cubed

from diplomacy_nlp import (
    Actor,
    ActorKind,
    Analysis,
    Article,
    Link,
    Mention,
    Proposal,
    ProposalKind,
    Reaction,
    Span,
    Stance,
    Status,
)

SIZES = (1_000, 10_000, 100_000)
_SYLLABLES = [consonant + vowel for consonant in "bdklmnrstvz" for vowel in "aeo"]
_MATTERS = (
    *("fishing", "water", "gas", "steel", "grain", "border", "prisoner", "visa"),
    *("fuel", "cotton", "copper", "railway", "bridge", "port", "dam", "flight"),
)
_ACTS = (
    *("ceasefire", "inspection", "quota", "tariff", "corridor", "commission"),
    *("register", "fund", "treaty", "zone", "exchange", "release", "survey"),
)
_OUTLETS = ("Northern Wire", "Daily Ledger", "The Beacon", "Radio Delta", "Evening Record", "Harbour Post")
_STANCES = (Stance.SUPPORT, Stance.REJECT, Stance.ACCEPT, Stance.CRITICISE, Stance.NONCOMMITTAL, Stance.CONDITIONAL)
_OPENINGS = (
    "{a} spoke in {place} on Monday, and {b} was listening.",
    "The ministers met in {place} for the third time this spring.",
    "In {place} nobody expected much of the week that {a} had announced.",
    "A long night in {place} ended with {b} at the microphones.",
)
_FILLERS = (
    "The talks about {matter} have gone on for {n} weeks.",
    "Some {n}00 people live from {matter} along the river {river}.",
    "An earlier round in {place} had ended without a paper.",
    "Observers in {place} count {n} open points.",
)


@define
class _Writer:
    """A text in the making, and where its words stand."""

    parts: list[str] = Factory(list)
    size: int = 0

    def put(self, words: str) -> Span:
        span = Span(self.size, self.size + len(words))
        self.parts.append(words)
        self.size += len(words)
        return span


@define
class _Side:
    state: str
    code: str
    minister: str


def main() -> int:
    """Prints a table; with --one, a line of it. Returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(line(options.sizes[0], options.seed))
        return 0
    print("| articles | proposals | threads | stories | seconds | of these making | GB at most | B-cubed F1 |")
    print("|---|---|---|---|---|---|---|---|")
    for size in options.sizes:
        command = [sys.executable, __file__, str(size), "--seed", str(options.seed), "--one"]
        ran = subprocess.run(command, check=True, capture_output=True, encoding="utf-8")  # noqa: S603  # ourselves
        print(ran.stdout.strip(), flush=True)
    return 0


def line(size: int, seed: int) -> str:
    """Links that many articles; the line of the table, in seconds of processor time."""
    began = time.process_time()
    for _ in analyses(size, seed):
        pass
    making = time.process_time() - began
    corpus = link_stories(analyses(size, seed))
    linking = time.process_time() - began - making
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2  # KiB on Linux
    told = sum(len(proposal.told) for proposal in corpus.proposals)
    cells = (size, told, len(corpus.proposals), len(corpus.stories))
    counts = " | ".join(f"{one:,}" for one in cells)
    return f"| {counts} | {linking:.0f} | {making:.0f} | {memory:.2f} | {100 * right(corpus):.1f} |"


def right(corpus: LinkedCorpus) -> float:
    """B-cubed F1 of the proposals; the items' ids name the real ones ("s12p3")."""
    gold, given = [], []
    for proposal in corpus.proposals:
        for told in proposal.told:
            gold.append(told.evidence.item)
            given.append(proposal.id)
    return b_cubed(gold, given)[2]


def analyses(size: int, seed: int) -> Iterator[Analysis]:
    """Generated findings; the same for the same seed."""
    made = 0
    story = 0
    states = _states(random.Random(seed))  # noqa: S311  # no secret
    while made < size:
        for analysis in _story(story, random.Random(f"{seed} {story}"), states):  # noqa: S311
            if made < size:
                yield analysis
                made += 1
        story += 1


def _states(choose: random.Random) -> list[tuple[str, str]]:
    codes = [f"{a}{b}{c}" for a in "ABCDEF" for b in "KLMNOP" for c in "XYZTUV"]
    return [(_name(choose, 3), code) for code in choose.sample(codes, 190)]


def _name(choose: random.Random, syllables: int) -> str:
    return "".join(choose.choices(_SYLLABLES, k=syllables)).capitalize()


def _story(number: int, choose: random.Random, states: list[tuple[str, str]]) -> Iterator[Analysis]:
    sides = [_Side(*pair, f"{_name(choose, 2)} {_name(choose, 3)}") for pair in choose.sample(states, 2)]
    matter, river, place = choose.choice(_MATTERS), _name(choose, 3), _name(choose, 3)
    plans = [
        (f"s{number}p{k}", choose.choice(list(ProposalKind)), choose.randrange(2), _plan(choose, matter, river, place))
        for k in range(choose.randint(3, 5))
    ]
    began = date(2030, 1, 1) + timedelta(days=choose.randrange(900))
    before: Analysis | None = None
    for k in range(choose.randint(7, 13)):
        day = (began + timedelta(days=3 * k)).isoformat()
        name = f"s{number}-{k}"
        source = choose.choice(_OUTLETS)
        if before is not None and choose.random() < 0.2:
            text = before.article.text
            yield Analysis(
                article=Article(text=text + " Our correspondent adds nothing.", id=name, date=day, source=source),
                actors=before.actors,
                proposals=before.proposals,
                reactions=before.reactions,
            )
            continue
        told = choose.sample(plans, min(len(plans), choose.randint(1, 3)))
        words = {"matter": matter, "river": river, "place": place}
        before = _article(choose, sides, told, words, {"id": name, "date": day, "source": source})
        yield before


def _plan(choose: random.Random, matter: str, river: str, place: str) -> tuple[str, ...]:
    act, other = choose.sample(_ACTS, 2)
    number = choose.randrange(3, 90)
    return (
        f"a {number}-day {matter} {act} on the {river}",
        f"the {act} of {number} days for {matter} at {place}",
        f"a {matter} {act} with a {other} on the {river} for {number} days",
    )


def _article(
    choose: random.Random,
    sides: list[_Side],
    told: list[tuple[str, ProposalKind, int, tuple[str, ...]]],
    words: dict[str, str],
    about: dict[str, str],
) -> Analysis:
    text = _Writer()
    mentions: dict[str, list[Span]] = {}

    def named(id: str, name: str) -> None:
        mentions.setdefault(id, []).append(text.put(name))

    text.put(choose.choice(_OPENINGS).format(a=sides[0].state, b=sides[1].state, **words))
    proposals: list[Proposal] = []
    reactions: list[Reaction] = []
    for key, kind, whose, wordings in told:
        mine, theirs = sides[whose], sides[1 - whose]
        text.put("\n\n")
        named(f"m{whose}", mine.minister)
        text.put(" of ")
        named(f"t{whose}", mine.state)
        text.put(" ")
        cue = text.put(choose.choice(("proposed", "again proposed", "suggested")))
        text.put(" to ")
        named(f"t{1 - whose}", theirs.state)
        text.put(" ")
        content = text.put(choose.choice(wordings))
        text.put(". " + choose.choice(_FILLERS).format(n=choose.randrange(3, 60), **words) + " ")
        named(f"m{1 - whose}", theirs.minister)
        text.put(" ")
        stance = choose.choice(_STANCES)
        reacted = text.put(f"{stance}ed it")
        text.put(".")
        proposals.append(
            Proposal(
                id=key,
                cue=cue,
                kind=kind,
                content=[content],
                status=choose.choice((Status.OPEN, Status.REJECTED)),
                proposers=[Link(id=f"m{whose}"), Link(id=f"t{whose}")],
                addressees=[Link(id=f"t{1 - whose}")],
            )
        )
        reactions.append(
            Reaction(
                id=f"r{len(reactions)}",
                cue=reacted,
                evidence=reacted,
                stance=stance,
                reactors=[Link(id=f"m{1 - whose}")],
                target=Link(id=key),
            )
        )
    text.put("\n\n" + " ".join(f.format(n=choose.randrange(3, 60), **words) for f in choose.sample(_FILLERS, 3)))
    return Analysis(
        article=Article(text="".join(text.parts), **about),
        actors=[_actor(key, spans, sides) for key, spans in mentions.items()],
        proposals=proposals,
        reactions=reactions,
    )


def _actor(id: str, spans: list[Span], sides: list[_Side]) -> Actor:
    side = sides[int(id[1])]
    is_state = id[0] == "t"
    return Actor(
        id=id,
        name=side.state if is_state else side.minister,
        kind=ActorKind.STATE if is_state else ActorKind.PERSON,
        country=side.code,
        role=None if is_state else "foreign minister",
        mentions=[Mention(span=span) for span in spans],
    )


if __name__ == "__main__":
    sys.exit(main())
