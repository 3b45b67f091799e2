"""Short texts, read by all that is installed: who puts forward what, and which proposal a stance is toward."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from diplomacy_nlp import Analysis, Analyzer, Article

Read = Callable[[str], Analysis]


@pytest.fixture(scope="module")
def read() -> Read:
    analyzer = Analyzer.discover()
    return lambda text: analyzer.analyze(Article(text=text))


def names(analysis: Analysis, links: object) -> list[str]:
    return [actor.name for actor in analysis.actors_of(links)]  # type: ignore[arg-type]


def proposed(analysis: Analysis) -> list[tuple[list[str], list[str], str]]:
    """Of each proposal who puts it forward, the words of what would be done, and what became of it."""
    return [
        (names(analysis, p.proposers), [analysis.words(span) for span in p.content], str(p.status))
        for p in analysis.proposals
    ]


def linked(analysis: Analysis) -> list[tuple[list[str], str, int | None]]:
    """Of each reaction whose it is, its stance, and the number of the proposal that it is toward."""
    numbers = {proposal.id: number for number, proposal in enumerate(analysis.proposals)}
    return [
        (names(analysis, r.reactors), str(r.stance), numbers.get(r.target.id) if r.target is not None else None)
        for r in analysis.reactions
    ]


@pytest.mark.parametrize(
    ("text", "proposers", "content"),
    [
        ("Calls for Assad to go were rejected by Russia.", [], "Assad to go"),
        ("Russia rejected demands that Assad step down.", [], "Assad step down"),
        ("The Senate rejected a resolution demanding that Iran stop enrichment.", [], "Iran stop enrichment"),
        ("Parliament voted down a motion calling on the government to resign.", [], "to resign"),
        (
            "The flight broke African Union resolutions that call for a halt to Eritrea's exercises.",
            ["African Union"],
            "a halt to Eritrea's exercises",
        ),
        ("Norway proposed that it host the talks.", ["Norway"], "it host the talks"),
    ],
)
def test_who_is_asked_for_something_does_not_put_it_forward(
    read: Read, text: str, proposers: list[str], content: str
) -> None:
    ((who, words, _),) = proposed(read(text))
    assert (who, words) == (proposers, [content])


def test_others_who_put_forward_something_else_have_a_proposal_of_their_own(read: Read) -> None:
    analysis = read(
        "France proposed a summit in Paris. Spain proposed a conference in Madrid. Italy backed the Spanish plan."
    )
    assert [(who, words) for who, words, _ in proposed(analysis)] == [
        (["France"], ["a summit in Paris"]),
        (["Spain"], ["a conference in Madrid"]),
    ]
    assert linked(analysis) == [(["Italy"], "support", 1)]


def test_a_noun_beside_a_clause_names_what_the_clause_puts_forward(read: Read) -> None:
    text = "Norway called on Israel to open the crossings, a demand that Israel dismissed. Sweden backed the proposal."
    analysis = read(text)
    assert proposed(analysis) == [(["Norway"], ["open the crossings"], "rejected")]
    assert linked(analysis) == [(["Israel"], "dismiss", 0), (["Sweden"], "support", 0)]


def test_who_adopts_a_resolution_answers_what_it_asks(read: Read) -> None:
    analysis = read("The UN General Assembly adopted a resolution urging Israel to withdraw.")
    assert linked(analysis) == [(["UN General Assembly"], "accept", 0)]


@pytest.mark.parametrize(
    ("text", "toward"),
    [
        (
            "Oman proposed a hotline among Gulf states. Iran hailed the initiative. It opposes any foreign military "
            "presence in the waterway.",
            [0, None],
        ),
        (
            "Japan tabled a draft resolution on fisheries. Brazil proposed a moratorium. Chile supported the Brazilian "
            "proposal. The Assembly adopted the Japanese draft.",
            [1, 0],
        ),
        ("Norway proposed a truce. Finland welcomed the idea. Sweden rejected the move.", [0, 0]),
    ],
)
def test_words_for_something_else_are_toward_no_proposal(read: Read, text: str, toward: list[int | None]) -> None:
    assert [number for _, _, number in linked(read(text))] == toward


def test_what_is_called_something_is_judged_once(read: Read) -> None:
    assert linked(read("Italy called the decision a missed opportunity.")) == [(["Italy"], "criticise", None)]


def test_support_that_is_asked_for_is_not_given(read: Read) -> None:
    assert not read("India asked Pakistan's support for the draft.").reactions


def test_opposition_that_is_voiced_is_nobody_and_a_refusal(read: Read) -> None:
    analysis = read("Japan proposed a quota. China voiced strong opposition.")
    assert [actor.name for actor in analysis.actors] == ["Japan", "China"]
    assert linked(analysis) == [(["China"], "reject", 0)]


@pytest.mark.parametrize(
    ("text", "people"),
    [
        (
            "The pact was signed by President Ruto of Kenya and his Ugandan counterpart. Defence Minister Aden Duale "
            "praised it.",
            {("Ruto", "KEN"), ("his Ugandan counterpart", "UGA"), ("Aden Duale", None)},
        ),
        (
            "Egypt's foreign minister arrived in Brussels. Kaja Kallas, the EU foreign policy chief, welcomed him.",
            {("Egypt's foreign minister", "EGY"), ("Kaja Kallas", None)},
        ),
        (
            "At the invitation of President Lula, the President of Ghana visited Brasilia.",
            {("Lula", "BRA"), ("President of Ghana", "GHA")},
        ),
    ],
)
def test_two_officers_are_two_people(read: Read, text: str, people: set[tuple[str, str | None]]) -> None:
    assert {(actor.name, actor.country) for actor in read(text).actors if actor.kind == "person"} == people
