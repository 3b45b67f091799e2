"""Which actor a noun phrase names."""

from __future__ import annotations

import pytest

from diplomacy_nlp import Actor, Annotation, Link, Mention, Span
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.testing import make_annotation, make_article
from diplomacy_nlp.toolkit.clause import clause_of
from diplomacy_nlp.toolkit.naming import Naming


def tree(text: str, rows: str) -> Annotation:
    return make_annotation(make_article(text), rows)


def verb(annotation: Annotation, text: str) -> Word:
    return next(word for word in annotation.words if word.text == text)


ACTORS_TEXT = "Foreign Minister Anna Roth and Russian officials met her envoys."
ACTORS_ROWS = """
    Foreign    foreign   ADJ    2  amod
    Minister   Minister  PROPN  8  nsubj
    Anna       Anna      PROPN  2  flat
    Roth       Roth      PROPN  2  flat
    and        and       CCONJ  7  cc
    Russian    Russian   ADJ    7  amod
    officials  official  NOUN   2  conj
    met        meet      VERB   0  root
    her        her       PRON   10 nmod:poss
    envoys     envoy     NOUN   8  obj
    .          .         PUNCT  8  punct
"""


def at(words: str) -> Span:
    start = ACTORS_TEXT.index(words)
    return Span(start, start + len(words))


def actor(id: str, kind: str, *mentions: str) -> Actor:
    return Actor(name=mentions[0], kind=kind, id=id, mentions=[Mention(span=at(words)) for words in mentions])


ROTH = actor("a1", "person", "Anna Roth", "her")
RUSSIA = actor("a2", "state", "Russian")
OFFICIALS = actor("a3", "group", "Russian officials")


@pytest.fixture
def met() -> Annotation:
    return tree(ACTORS_TEXT, ACTORS_ROWS)


def test_a_title_before_a_name_is_asked_for_its_name(met: Annotation) -> None:
    assert Naming(met, [RUSSIA, ROTH]).actor_of(verb(met, "Minister")) is ROTH
    assert Naming(met, [RUSSIA]).actor_of(verb(met, "Minister")) is None


def test_a_name_that_hangs_on_its_title_is_asked_for_the_title(met: Annotation) -> None:
    minister = actor("a4", "person", "Foreign Minister")
    assert Naming(met, [minister]).actor_of(verb(met, "Anna")) is minister


def test_the_smallest_mention_counts(met: Annotation) -> None:
    for actors in ([RUSSIA, OFFICIALS], [OFFICIALS, RUSSIA]):
        assert Naming(met, actors).actor_of(verb(met, "Russian")) is RUSSIA
        assert Naming(met, actors).actor_of(verb(met, "officials")) is OFFICIALS


def test_links_hold_the_actor_and_the_words_that_name_it_there(met: Annotation) -> None:
    who = clause_of(met, verb(met, "met")).subjects
    assert [word.text for word in who] == ["Minister", "officials"]
    assert Naming(met, [ROTH, RUSSIA, OFFICIALS]).links_to(who) == (
        Link(id="a1", span=at("Anna Roth")),
        Link(id="a3", span=at("Russian officials")),
    )


def test_a_phrase_that_names_nobody_known_is_linked_by_its_words(met: Annotation) -> None:
    assert Naming(met, [RUSSIA]).links_to([verb(met, "officials"), verb(met, "envoys")]) == (
        Link(span=at("Russian officials")),
        Link(span=at("her envoys")),
    )
    assert Naming(met, []).links_to([]) == ()


def test_two_heads_of_one_actor_give_one_link(met: Annotation) -> None:
    assert Naming(met, [ROTH]).links_to([verb(met, "Roth"), verb(met, "her")]) == (Link(id="a1", span=at("Anna Roth")),)


def test_a_title_split_from_its_name_is_no_second_actor() -> None:
    text = ACTORS_TEXT.replace("Anna Roth", "Roth")
    rows = ACTORS_ROWS.replace("    Anna       Anna      PROPN  2  flat\n", "").replace(
        "PROPN  2  flat", "PROPN  7  nsubj"
    )
    for old, new in ((" 7  cc", " 6  cc"), (" 7  amod", " 6  amod"), (" 8  ", " 7  "), ("10 nmod", "9 nmod")):
        rows = rows.replace(old, new)
    annotation = tree(text, rows)
    name = text.index("Roth")
    roth = Actor(name="Roth", kind="person", id="a1", mentions=[Mention(span=Span(name, name + 4))])
    who = [verb(annotation, "Minister"), verb(annotation, "Roth")]
    assert Naming(annotation, [roth]).links_to(who) == (Link(id="a1", span=Span(name, name + 4)),)


def test_mentions_within_a_span_stand_in_the_order_of_the_text(met: Annotation) -> None:
    naming = Naming(met, [ROTH, OFFICIALS, RUSSIA])
    found = naming.within(at("Anna Roth and Russian"))
    assert [(mention.span, actor.id) for mention, actor in found] == [
        (at("Anna Roth"), "a1"),
        (at("Russian"), "a2"),
        (at("Russian officials"), "a3"),
    ]
    assert naming.within(at("met")) == ()


def named(parse, text: str, *actors: tuple[str, ...]) -> tuple[Annotation, Naming]:
    """A real parse, and its actors by the words that name them, the first of each a name, all others pronouns."""
    _, annotation = parse(text)
    found = []
    for number, words in enumerate(actors, 1):
        spans = [Span(text.index(word), text.index(word) + len(word)) for word in words]
        types = ["name", *["pronoun"] * (len(words) - 1)]
        mentions = [Mention(span=span, type=kind) for span, kind in zip(spans, types, strict=True)]
        found.append(Actor(name=words[0], kind="state", id=f"a{number}", mentions=mentions))
    return annotation, Naming(annotation, found)


def test_they_are_all_who_are_named_together(parse) -> None:
    annotation, naming = named(
        parse, "Peru, Chile and Bolivia said they opposed the dam.", ("Peru", "they"), ("Chile",), ("Bolivia",)
    )
    assert [link.id for link in naming.links_to([verb(annotation, "they")])] == ["a1", "a2", "a3"]


def test_they_of_one_name_are_one(parse) -> None:
    annotation, naming = named(parse, "Unions told Chile that they opposed the dam.", ("Unions", "they"), ("Chile",))
    assert [link.id for link in naming.links_to([verb(annotation, "they")])] == ["a1"]


def test_a_relative_pronoun_is_who_it_stands_for(parse) -> None:
    annotation, naming = named(parse, "Iran, which denies arming the group, applauded the plan.", ("Iran",))
    assert [link.id for link in naming.links_to([verb(annotation, "which")])] == ["a1"]
