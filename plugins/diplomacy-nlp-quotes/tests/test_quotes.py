"""Quotes in invented sentences of diplomatic news, parsed by the real models."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from diplomacy_nlp_quotes import Quotes
from diplomacy_nlp_quotes.find import find_quotes

from diplomacy_nlp import Actor, ActorKind, Annotation, Article, Certainty, Form, Link, Mention, Quote, Span

Parse = Callable[[str], tuple[Article, Annotation]]


def found(parse: Parse, text: str, actors: tuple[Actor, ...] = ()) -> list[Quote]:
    article, annotation = parse(text)
    return list(find_quotes(article, annotation, actors))


def words(text: str, span: Span | None) -> str:
    return text[span.start : span.end] if span else ""


def triples(parse: Parse, text: str) -> list[tuple[str, str, str]]:
    """Source, cue and content of each quote."""
    return [
        (words(text, q.source), words(text, q.cue), " … ".join(words(text, c) for c in q.content))
        for q in found(parse, text)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The minister said that the talks would resume.", ("The minister", "said", "that the talks would resume")),
        ("Norway has promised to send observers.", ("Norway", "has promised", "to send observers")),
        ("Canada urged both sides to hold their fire.", ("Canada", "urged", "both sides to hold their fire")),
        ("The talks will go on, the envoy said.", ("the envoy", "said", "The talks will go on")),
        ("The talks will go on, said the envoy.", ("the envoy", "said", "The talks will go on")),
        (
            "According to diplomats, the draft is nearly ready.",
            ("diplomats", "According to", "the draft is nearly ready"),
        ),
        (
            "The draft is nearly ready, according to diplomats.",
            ("diplomats", "according to", "The draft is nearly ready"),
        ),
        ("Ghana did not say whether it would sign.", ("Ghana", "did not say", "whether it would sign")),
        ("The king believes that the border is safe.", ("The king", "believes", "that the border is safe")),
        ("Peru accused Chile of delay.", ("Peru", "accused", "Chile of delay")),
    ],
)
def test_indirect_speech(parse: Parse, text: str, expected: tuple[str, str, str]) -> None:
    assert expected in triples(parse, text)


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("“We are ready to talk,” the envoy said.", "the envoy", "said", "“We are ready to talk,”"),
        ("“We are ready to talk,” said the envoy.", "the envoy", "said", "“We are ready to talk,”"),
        ("The envoy said: “We are ready to talk.”", "The envoy", "said", "“We are ready to talk.”"),
        ("'We are ready to talk,' the envoy told reporters.", "the envoy", "told", "'We are ready to talk,'"),
        ("«We are ready to talk», the envoy added.", "the envoy", "added", "«We are ready to talk»"),
        (
            "“We are ready,” the envoy said, “to talk.”",
            "the envoy",
            "said",
            "“We are ready,” … “to talk.”",
        ),
        (
            "“We are ready,” the envoy said. “Nobody else is.”",
            "the envoy",
            "said",
            "“We are ready,” … “Nobody else is.”",
        ),
    ],
)
def test_direct_speech(parse: Parse, text: str, source: str, cue: str, content: str) -> None:
    assert (source, cue, content) in triples(parse, text)
    assert found(parse, text)[0].form is Form.DIRECT


def test_a_mixed_quote_has_its_marks_within(parse: Parse) -> None:
    text = "The envoy said the offer was ‘honest and generous’ and deserved an answer."
    (quote,) = [q for q in found(parse, text) if words(text, q.cue) == "said"]
    assert quote.form is Form.MIXED
    assert "‘honest and generous’" in words(text, quote.content[0])


def test_a_closing_mark_glued_to_its_word_still_counts(parse: Parse, seed_text: str) -> None:
    mixed = {
        words(seed_text, q.source): words(seed_text, q.content[0])
        for q in found(parse, seed_text)
        if q.form is Form.MIXED
    }
    assert "‘truly reliable’" in mixed["Lavrov"]
    assert "‘fair and objective’" in mixed["Chinese officials"]


def test_the_seed_article(parse: Parse, seed_text: str) -> None:
    said = {words(seed_text, q.cue): q for q in found(parse, seed_text)}
    assert words(seed_text, said["claims"].content[0]).startswith("should be based on a 2022 draft accord")
    assert words(seed_text, said["According to"].source) == "reports"
    assert words(seed_text, said["has indicated"].source) == "The White House"
    comments = said["stating"]
    assert comments.speaker is not None
    assert words(seed_text, comments.speaker.span) == "Lavrov"
    assert [words(seed_text, via.span) for via in comments.via] == ["Russian state media"]


def test_a_nested_quote_comes_through_who_tells_it(parse: Parse) -> None:
    text = "Officials said that Norway had promised to send observers."
    (promise,) = [q for q in found(parse, text) if "promised" in words(text, q.cue)]
    assert words(text, promise.source) == "Norway"
    assert [words(text, via.span) for via in promise.via] == ["Officials"]


def test_a_wish_passes_nothing_on(parse: Parse) -> None:
    text = "Norway hopes that Sweden will promise to send observers."
    (promise,) = [q for q in found(parse, text) if "promise" in words(text, q.cue)]
    assert promise.via == ()


def test_addressees(parse: Parse) -> None:
    text = "The envoy told reporters that the talks would resume."
    (quote,) = found(parse, text)
    assert [words(text, link.span) for link in quote.addressees] == ["reporters"]
    assert words(text, quote.content[0]) == "that the talks would resume"


def test_the_speaker_is_an_actor_where_one_is_known(parse: Parse) -> None:
    text = "Sweden said that the talks would resume."
    sweden = Actor(name="Sweden", kind=ActorKind.STATE, mentions=[Mention(span=Span(0, 6))], id="a7")
    (quote,) = found(parse, text, (sweden,))
    assert quote.speaker == Link(id="a7", span=Span(0, 6))


def test_negation_and_hedging(parse: Parse) -> None:
    (denied,) = found(parse, "The envoy did not say that the talks had failed.")
    (hinted,) = found(parse, "The envoy hinted that the talks had failed.")
    (plain,) = found(parse, "The envoy said that the talks had failed.")
    assert (denied.negated, plain.negated) == (True, False)
    assert (hinted.certainty, plain.certainty) == (Certainty.HEDGED, Certainty.ASSERTED)


def test_a_quotation_over_two_paragraphs_is_one_quote(parse: Parse) -> None:
    text = "“We are ready,” the envoy said. “We have waited.\n“Nobody else has waited so long.”"
    (quote,) = found(parse, text)
    assert [words(text, c) for c in quote.content][1:] == ["“We have waited.", "“Nobody else has waited so long.”"]


def test_a_floating_quotation_has_the_speaker_of_the_one_before(parse: Parse) -> None:
    text = "“We are ready to talk,” the envoy said.\nThe room fell silent.\n“We have waited long enough.”"
    floating = found(parse, text)[-1]
    assert floating.cue is None
    assert words(text, floating.source) == "the envoy"
    assert floating.confidence < 0.8


def test_a_paragraph_that_ends_with_a_colon_leads_speech_in(parse: Parse) -> None:
    text = "The talks failed.\n\nAnna Weiss then added:\n\n“Nobody came to us with an answer.”\n\nThe hall was empty."
    assert triples(parse, text) == [("Anna Weiss", "added", "“Nobody came to us with an answer.”")]


def test_the_turns_of_a_transcript(parse: Parse) -> None:
    text = (
        "Anna Weiss spoke to the radio.\n\nHOST: Did you know of it?\n\n"
        "WEISS: I said that nobody had told us. He promised to call.\n\n"
        "HOST: And did he?\n\nUPDATE: The talk was cut short."
    )
    turns = [row for row in triples(parse, text) if row[1] == ":"]
    assert turns == [
        ("HOST", ":", "Did you know of it?"),
        ("WEISS", ":", "I said that nobody had told us. He promised to call."),
        ("HOST", ":", "And did he?"),
    ]
    assert ("He", "promised", "to call") in triples(parse, text)


def test_a_signed_quotation(parse: Parse) -> None:
    text = (
        "Readers wrote to us.\n\n“Nobody has ever asked us what we need.” — Ida Berg, 31, Graz\n\n"
        "“They closed the school and the bridge in one winter.”\n― Karl Lund\n\n“It is over,” — so the talk ended."
    )
    signed = [
        (words(text, q.source), words(text, q.cue), words(text, q.content[0]))
        for q in found(parse, text)
        if q.why == "signed quotation"
    ]
    assert signed == [
        ("Ida Berg", "—", "“Nobody has ever asked us what we need.”"),
        ("Karl Lund", "―", "“They closed the school and the bridge in one winter.”"),
    ]


def test_a_title_in_quotation_marks_is_no_speech(parse: Parse) -> None:
    assert found(parse, "The band played “Waltzing Matilda” at the embassy.") == []


def test_an_unclosed_mark_is_returned_and_never_raised(parse: Parse) -> None:
    text = "The envoy said: “We are ready to talk.\nThe meeting ended."
    quote = found(parse, text)[0]
    assert words(text, quote.content[0]) == "“We are ready to talk."


def test_a_quote_may_be_left_out_for_its_confidence(parse: Parse) -> None:
    article, annotation = parse("“We will talk,” the envoy said. Peru accused Chile of delay.")
    sure = list(Quotes(model=None, min_confidence=0.9).diplomacy_find_quotes(article, annotation, ()))
    assert [q.form for q in sure] == [Form.DIRECT]
    assert len(list(Quotes(model=None).diplomacy_find_quotes(article, annotation, ()))) == 2


@pytest.mark.parametrize("value", [-0.1, 1.1, True, "0.5"])
def test_a_confidence_that_cannot_be_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="min_confidence"):
        Quotes(min_confidence=value)  # type: ignore[arg-type]


def test_all_who_say_it_together_are_speakers(parse: Parse) -> None:
    text = "Peru, Chile and Bolivia said that the port would open."
    names = ("Peru", "Chile", "Bolivia")
    spans = [Span(text.index(name), text.index(name) + len(name)) for name in names]
    actors = tuple(
        Actor(name=name, kind=ActorKind.STATE, id=f"a{n}", mentions=[Mention(span=span, type="name")])
        for n, (name, span) in enumerate(zip(names, spans, strict=True), 1)
    )
    (quote,) = found(parse, text, actors)
    assert [link.id for link in quote.speakers] == ["a1", "a2", "a3"]
    assert quote.speaker == quote.speakers[0]
