"""Who "we" and "I" are in letters, statements, transcripts and interviews; and where nobody is."""

import pytest
from diplomacy_nlp_actors import Actors


@pytest.fixture(scope="module")
def speakers(parse):
    """The actors' names that "I", "we" and their forms lead to, in the order of the text; None where to nobody."""

    def find(text):
        article, annotation = parse(text)
        actors = Actors(model=None).diplomacy_find_actors(article=article, annotation=annotation)
        by_span = {m.span: actor for actor in actors for m in actor.mentions}
        words = [w for w in annotation.words if w.text.lower() in ("i", "we", "our", "us", "my")]
        return [by_span[w.span].name if w.span in by_span else None for w in words]

    return find


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "MINISTRY OF TRADE OF PERU\n\nLima, 3 May. We welcome the offer. Our view is known.",
            ["MINISTRY OF TRADE OF PERU"] * 2,
        ),
        ("Embassy of Togo, Rome\n\nWe reject the charge.", ["Embassy of Togo"]),
        ("Statement by the Government of Chad\n\nWe reject the map.", ["Government of Chad"]),
        ("Remarks by Foreign Minister Anna Lind of Norway\n\nI welcome it. We will pay.", ["Anna Lind", "Norway"]),
        (
            "The Defence Secretary, Jo Bell, said:\n\nI condemn the raid. It was cruel.\n\nMy heart is with the dead.",
            ["Jo Bell"] * 2,
        ),
        ("We hope for peace. We will go on.\n\nAda Moss, Foreign Minister of Malta", ["Malta"] * 2),
    ],
)
def test_a_text_with_an_author(speakers, text, expected):
    assert speakers(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("MS ROY (Togo): We agree.\n\nMR LIM (Fiji): I do not.", ["ROY", "LIM"]),
        ("Q: Will we meet?\nA: I will not pay.\n\nThe paper spoke to Malta's envoy, Ada Moss.", [None, "Ada Moss"]),
        ("REPORTER: Did we hear you?\n\nMINISTER BELL: I left.", [None, "BELL"]),
    ],
)
def test_a_transcript(speakers, text, expected):
    assert speakers(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The road is closed. We must wait.",
        "Peru to build a road\n\nWe saw the plans in Lima. The road is long.",
    ],
)
def test_a_text_without_an_author(speakers, text):
    assert set(speakers(text)) == {None}


def test_words_in_quotation_marks_are_their_speakers_own(speakers):
    text = "MINISTRY OF FISH OF CHILE\n\n“We reject the quota,” Raúl Ponce, an owner, said. We take note of it."
    assert speakers(text) == ["Raúl Ponce", "MINISTRY OF FISH OF CHILE"]
