"""Who speaks until whom, by labels: their layouts, and words with a colon that name nobody."""

from __future__ import annotations

import pytest

from diplomacy_nlp.toolkit.turns import Asking, turns


def told(text: str) -> list[tuple[str, list[str]]]:
    return [(text[t.label.start : t.label.end], [text[s.start : s.end] for s in t.content]) for t in turns(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Q: Will you sign?\nA: We will.", [("Q", ["Will you sign?"]), ("A", ["We will."])]),
        ("Question: Why?\n\nAnswer: No.", [("Question", ["Why?"]), ("Answer", ["No."])]),
        (
            "MS ROY (Togo): We agree.\n\nMR LIM (Fiji): I do not.",
            [("MS ROY", ["We agree."]), ("MR LIM", ["I do not."])],
        ),
        (
            "Mr. BELL. I thank the chair.\n\nMs. ORR. I yield.",
            [("Mr. BELL", ["I thank the chair."]), ("Ms. ORR", ["I yield."])],
        ),
        ("Ada Moss (Malta): We will pay.\n\nThe meeting rose.", [("Ada Moss", ["We will pay."])]),
        (
            "**Ada Moss:** No.\n\n**Jo Tell:** Why?\n\n**Ada Moss:** Rain.\n\n**Jo Tell:** Oh.",
            [("Ada Moss", ["No."]), ("Jo Tell", ["Why?"]), ("Ada Moss", ["Rain."]), ("Jo Tell", ["Oh."])],
        ),
        (
            "REPORTER: And then?\n\nMINISTER BELL: I left.",
            [("REPORTER", ["And then?"]), ("MINISTER BELL", ["I left."])],
        ),
        ("BELL: We left.\n\nLater Bell slept.", [("BELL", ["We left."])]),
        ("ADA MOSS: We agree.\n\nJO TELL, FIJI: I do not.", [("ADA MOSS", ["We agree."]), ("JO TELL", ["I do not."])]),
        (
            "Ada Moss: No.\n\nJo Tell: You must.\n\nNext Step: Rain.\n\nAda Moss: Why?",
            [("Ada Moss", ["No."]), ("Jo Tell", ["You must.", "Next Step: Rain."]), ("Ada Moss", ["Why?"])],
        ),
    ],
)
def test_layouts(text: str, expected: list[tuple[str, list[str]]]) -> None:
    assert told(text) == expected


def test_a_turn_goes_on_over_paragraphs_until_the_next_label() -> None:
    text = "MR BELL: We agree.\n\nThe road is long.\n\n(Laughter.)\n\nMS ROY: I see.\n\nNote: the hall was full of us."
    assert told(text) == [("MR BELL", ["We agree.", "The road is long."]), ("MS ROY", ["I see."])]


def test_place_and_office_after_the_name() -> None:
    text = "MS ROY (Togo), Minister of Trade: We agree."
    (turn,) = turns(text)
    assert told(text) == [("MS ROY", ["We agree."])]
    assert turn.asking is None


def test_questions_and_journalists_name_nobody() -> None:
    assert [t.asking for t in turns("Q: Why?\nA: No.")] == [Asking.QUESTION, Asking.ANSWER]
    assert [t.asking for t in turns("MODERATOR: Next.\n\nMR BELL: Fine.")] == [Asking.QUESTION, None]


@pytest.mark.parametrize(
    "text",
    [
        "UPDATE: the road is open.\n\nTogo agreed.",
        "And Benin?\n\nTopic: fish\n\nDate: 3 May",
        "Bell: Toll is theft\n\nBern mulls new envoy",
        "Togo to Benin: Open the road\n\nLomé waits",
        "READ ALSO: Ten beaches",
    ],
)
def test_what_is_no_transcript(text: str) -> None:
    assert turns(text) == ()
