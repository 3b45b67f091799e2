"""The clause of a word: roles, owners and phrases, each worked out once; slips of the parser mended."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from diplomacy_nlp import Annotation, Article
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.clause import Clause, clause_of

Parse = Callable[[str], tuple[Article, Annotation]]


def clause(annotation: Annotation, text: str) -> Clause:
    """The clause of the first word with this text."""
    return clause_of(annotation, next(word for word in annotation.words if word.text == text))


def heads(words: Iterable[Word]) -> list[str]:
    return [word.text for word in words]


@pytest.mark.parametrize(
    ("text", "head", "role", "filled"),
    [
        ("Paris rejected the plan.", "rejected", "subject", ["Paris"]),
        ("The plan was rejected by Kyiv.", "rejected", "agent", ["Kyiv"]),
        ("The plan was rejected by Kyiv.", "rejected", "object", ["plan"]),
        ("It was a plan that Kyiv rejected.", "rejected", "object", ["plan"]),
        ("Oslo commented on the draft.", "commented", "oblique:on,about", ["draft"]),
        ("Oslo commented on the draft.", "commented", "oblique:about", []),
        ("Oslo commented on the draft.", "commented", "oblique", ["draft"]),
        ("Oslo said that it would sign the treaty.", "said", "clause", ["sign"]),
        ("Oslo refused to sign the treaty.", "refused", "infinitive", ["sign"]),
        ("Oslo refused to sign the treaty.", "sign", "head", ["sign"]),
        ("Its rejection of the plan angered Paris.", "rejection", "owner", ["Its"]),
        ("The warning from Paris angered Kyiv.", "warning", "owner", ["Paris"]),
    ],
)
def test_who_plays_a_role(parse: Parse, text: str, head: str, role: str, filled: list[str]) -> None:
    _, annotation = parse(text)
    assert heads(clause(annotation, head).role(role)) == filled


def test_an_unknown_role_is_named_with_those_that_there_are(parse: Parse) -> None:
    _, annotation = parse("Paris rejected the plan.")
    known = "one of subject, .*oblique:PREPOSITIONS is expected"
    with pytest.raises(ValueError, match=rf"'object:of' is no role \(did you mean 'object'\?\): {known}"):
        clause(annotation, "rejected").role("object:of")


def test_a_word_has_one_clause_whose_facts_are_kept(parse: Parse) -> None:
    _, annotation = parse("Oslo may reject the plan.")
    found = clause(annotation, "reject")
    assert clause(annotation, "reject") is found
    assert found.subjects is found.subjects
    assert heads(found.subjects) == ["Oslo"]
    above = clause(annotation, "plan").above
    assert above is found


def test_auxiliaries_are_told_by_lemma_and_form(parse: Parse) -> None:
    _, annotation = parse("Oslo won't discuss the plan.")
    found = clause(annotation, "discuss")
    assert {"will", "wo"} <= found.auxiliaries
    assert found.is_negated


def test_what_is_kept_of_an_annotation_is_made_once(parse: Parse) -> None:
    _, annotation = parse("Paris rejected the plan.")
    made: list[Annotation] = []

    def length(of: Annotation) -> int:
        made.append(of)
        return len(of.words)

    assert [annotation.kept(length), annotation.kept(length)] == [5, 5]
    assert len(made) == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("NATO, Ukraine and the officials met.", "NATO Ukraine officials"),
        ("Italy, together with Spain and Greece, rejected the plan.", "Italy Spain Greece"),
        ("Serbia, along with Hungary, opposes the sanctions.", "Serbia Hungary"),
        ("Sweden, but not Norway, signed the pact.", "Sweden"),
        ("Israel, rather than Hamas, rejected the plan.", "Israel"),
        ("All states but Slovakia backed the sanctions.", "states"),
        ("Sweden criticised not only Norway but Finland.", "Norway Finland"),
    ],
)
def test_who_is_told_together(parse, text: str, told: str) -> None:
    _, annotation = parse(text)
    head = next(w for w in annotation.words if w.text == told.split()[0])
    assert [w.text for w in clause_of(annotation, head).conjuncts] == told.split()


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Mr. President, Mexico supports the plan.", "Mexico"),
        ("The distinguished ambassador of Mexico supports the plan.", "ambassador"),
    ],
)
def test_who_is_spoken_to_is_no_subject(parse, text: str, subject: str) -> None:
    _, annotation = parse(text)
    assert heads(clause(annotation, "supports").subjects) == [subject]


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("France needs more time to examine the plan.", ["France"]),
        ("France condemned an attempt to examine the plan.", []),
        ("France has met a minister to examine the plan.", ["France"]),
    ],
)
def test_who_has_something_does_what_its_infinitive_says(parse, text: str, subjects: list[str]) -> None:
    _, annotation = parse(text)
    assert heads(clause(annotation, "examine").subjects) == subjects
