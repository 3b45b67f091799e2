"""Writes a CSV of invented articles: twenty disputes, ten articles each, from four outlets over some weeks.

    python examples/stories/invent.py news.csv
    python examples/stories/invent.py news.csv --disputes 3

Each run writes the same file. Each dispute has two states, a plan that one of them proposes and the other answers, a
mediator's second plan, wire copies, and now and then an outlet that tells the answer the other way round.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from attrs import frozen

STATES = (
    *("Peru", "Chile", "Bolivia", "Ecuador", "Kenya", "Ethiopia", "Ghana", "Senegal"),
    *("Morocco", "Algeria", "Egypt", "Sudan", "Jordan", "Oman", "Georgia", "Armenia"),
    *("Serbia", "Croatia", "Greece", "Bulgaria", "Vietnam", "Thailand", "Malaysia"),
)
MEDIATORS = ("Norway", "Switzerland", "Qatar", "Finland")
NAMES = (
    *("Albornoz", "Tesfaye", "Mensah", "Haddad", "Petrov", "Kovac", "Nguyen", "Ramos"),
    *("Lund", "Okafor", "Sabri", "Weiss"),
)
FIRST_NAMES = ("Rosa", "Iris", "Pedro", "Anna", "Omar", "Lena", "Carlos", "Maria", "David", "Sara")
OUTLETS = ("Harbour Post", "The Meridian", "Daily Ledger")
WIRE = "Delta Wire"
PLANS = (
    ("a joint patrol of the fishing grounds", "an exchange of fishing permits"),
    ("a ceasefire of 30 days along the border", "a ceasefire of ten days around the border town"),
    ("a rise in the fee for gas transit to eight percent", "a transit fee of six percent for gas"),
    ("the opening of two border crossings", "the opening of one border crossing for trucks"),
    ("a common register of river water", "an independent survey of the river water"),
    ("the release of 40 prisoners", "an exchange of 20 prisoners"),
    ("a visa waiver for students", "cheaper visas for students"),
)
ANSWERS = {
    "support": ("{b} welcomed the proposal.", "{b} praised the proposal of {a}."),
    "reject": ("{b} rejected the proposal.", "{b} rejected the plan as unacceptable."),
    "accept": ("{b} accepted the proposal.", "{b} accepted the plan after a week of talks."),
    "noncommittal": ("{b} said it would study the proposal.", "{b} declined to comment on the plan."),
}
LAST = (
    "The two delegations meet again next week.",
    "Talks between the neighbours began in the spring.",
    "Few observers had expected an answer so soon.",
    "The dispute is older than most of the diplomats who deal with it.",
)


@frozen
class Dispute:
    """Two states, the foreign minister of the second, a mediator, and two plans."""

    one: str
    other: str
    minister: str
    mediator: str
    plan: str
    second: str


def main() -> int:
    """Writes the file; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--disputes", type=int, default=20)
    options = parser.parse_args()
    with options.out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "date", "outlet", "title", "body"])
        for number in range(options.disputes):
            writer.writerows(articles(number, random.Random(number)))  # noqa: S311  # chance is no secret here
    return 0


def articles(number: int, choose: random.Random) -> Iterator[Sequence[str]]:
    """The rows of a dispute, ten."""
    one, other = choose.sample(STATES, 2)
    plan, second = choose.choice(PLANS)
    minister = f"{choose.choice(FIRST_NAMES)} {choose.choice(NAMES)}"
    began = date(2031, 1, 6) + timedelta(days=choose.randrange(300))
    dispute = Dispute(one, other, minister, choose.choice(MEDIATORS), plan, second)
    for day, (title, body) in enumerate(_told(dispute, choose)):
        when = (began + timedelta(days=3 * day)).isoformat()
        source = WIRE if not day % 3 else choose.choice(OUTLETS)
        yield [f"d{number}-{day}", when, source, title, body]
        if not day % 3:  # another outlet prints the wire the next day
            later = (began + timedelta(days=3 * day + 1)).isoformat()
            yield [f"d{number}-{day}c", later, choose.choice(OUTLETS), title, f"{body} ({WIRE})"]


def _told(dispute: Dispute, choose: random.Random) -> Iterator[tuple[str, str]]:
    """What the articles tell, one after the other."""
    first = choose.choice(("support", "noncommittal"))
    answer = choose.choice(("accept", "reject"))
    wrong = {"accept": "reject", "reject": "accept"}[answer]
    plan = f"{dispute.one} on Monday proposed {dispute.plan} to {dispute.other}."
    again = f"{dispute.one} has proposed {dispute.plan}."
    mediation = f"{dispute.mediator} proposed {dispute.second} to {dispute.one} and {dispute.other}."
    minister = f"Foreign Minister {dispute.minister} of {dispute.other} spoke to reporters after the meeting."
    yield f"{dispute.one} has a plan", _body(choose, dispute, plan, _answer(choose, dispute, first), minister)
    yield f"{dispute.other} considers", _body(choose, dispute, again, _answer(choose, dispute, first))
    yield "An answer", _body(choose, dispute, again, _answer(choose, dispute, answer), minister)
    yield f"{dispute.other} replies", _body(choose, dispute, again, _answer(choose, dispute, answer))
    told = wrong if choose.random() < 0.4 else answer  # two outlets in five tell it the other way round
    yield f"What {dispute.other} said", _body(choose, dispute, again, _answer(choose, dispute, told))
    yield f"{dispute.mediator} steps in", _body(choose, dispute, mediation, f"{dispute.one} welcomed the proposal.")
    yield "The second plan", _body(choose, dispute, mediation, _answer(choose, dispute, "accept"))


def _answer(choose: random.Random, dispute: Dispute, stance: str) -> str:
    return choose.choice(ANSWERS[stance]).format(a=dispute.one, b=dispute.other)


def _body(choose: random.Random, dispute: Dispute, *sentences: str) -> str:
    opening = choose.choice(
        (
            f"The governments of {dispute.one} and {dispute.other} spoke for five hours.",
            f"Diplomats of {dispute.one} and {dispute.other} met for a third day.",
            f"There was no handshake between {dispute.one} and {dispute.other}.",
        )
    )
    return " ".join([opening, *sentences, *choose.sample(LAST, 2)])


if __name__ == "__main__":
    sys.exit(main())
