"""What a network says of the rules' reactions, and what it finds beside them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from diplomacy_nlp_reactions import Reactions
from diplomacy_nlp_reactions.find import find_reactions
from diplomacy_nlp_reactions.learned.combine import barred, combined, told_once

from diplomacy_nlp import Article, Link, Proposal, Reaction, Span
from diplomacy_nlp.errors import ModelError
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.learned.columns import STANCES
from diplomacy_nlp.toolkit.learned.yours import Yours
from doubles import Says, actor

TEXT = "Chile proposed a truce. Peru rejected the truce. Chile shuddered at the plan."
LONGER = f"{TEXT}{5 * ' Rain fell.'}"
OUTPUTS = ("condition", "reason", "negated", "hedged")


def read(parse: Any, text: str = LONGER, *, yours: Any = None, **stances: str) -> tuple[Article, list[Reaction]]:
    article, annotation = parse(text)
    actors = [actor(article, "a1", "Chile"), actor(article, "a2", "Peru")]
    start = TEXT.index("proposed")
    proposals = [Proposal(id="p1", cue=Span(start, start + 8), mentions=[Span(38, 47)])]
    document = Document(article=article, annotation=annotation, actors=actors, proposals=proposals)
    model: Any = Says(annotation, finding="reaction", outputs=OUTPUTS, label=("stance", STANCES), said=stances)
    found = [*find_reactions(article, annotation, actors, (), proposals)]
    return article, combined(document, model, found, yours=yours)


def test_the_network_finds_what_no_rule_does_and_its_slots_are_filled(parse: Any) -> None:
    article, (rejected, shuddered) = read(parse, rejected="reject", shuddered="criticise")
    assert (article[rejected.cue], rejected.stance) == ("rejected", "reject")
    assert rejected.target is not None
    assert rejected.target.id == "p1"
    assert (article[shuddered.cue], shuddered.stance) == ("shuddered", "criticise")
    assert [link.id for link in shuddered.reactors] == ["a1"]
    assert shuddered.target is not None
    assert shuddered.target.span is not None
    assert "plan" in article[shuddered.target.span]
    assert shuddered.evidence.contains(shuddered.cue)


def test_what_is_refused_stays_denied_whatever_the_network_sees(parse: Any) -> None:
    text = LONGER.replace("Peru rejected", "Peru refused to criticise")
    article, (refused,) = read(parse, text, refused="reject", criticise="reject")
    assert (article[refused.cue], refused.stance, refused.negated) == ("refused to criticise", "criticise", True)
    assert refused.target is not None
    assert refused.target.id == "p1"


def test_who_agrees_to_study_something_has_not_accepted_it(parse: Any) -> None:
    text = LONGER.replace("Peru rejected", "Peru agreed to study")
    article, (studies,) = read(parse, text, agreed="accept", study="noncommittal")
    assert (article[studies.cue], studies.stance) == ("study", "noncommittal")


def test_what_something_is_judged_as_speaks_for_the_verb_of_judging(parse: Any) -> None:
    text = LONGER.replace("Peru rejected the truce", "Peru regarded the truce as noise")
    article, alone = read(parse, text)
    assert "regarded" not in [article[reaction.cue] for reaction in alone]
    article, seen = read(parse, text, noise="dismiss")
    told = [reaction for reaction in seen if article[reaction.cue] in ("regarded", "noise")]
    assert [reaction.stance for reaction in told] == ["dismiss"], "the surer of the two is told"


def test_whom_support_is_for_does_not_hold_it(parse: Any) -> None:
    article, annotation = parse(text := f"The ministers reiterated their support for Chile.{5 * ' Rain fell.'}")
    document = Document(article=article, annotation=annotation, actors=[actor(article, "a1", "Chile")])
    (support,) = [word for word in annotation.words if word.text == "support"]
    assert barred(document, support) == {"a1"}
    assert barred(document, annotation.words[2]) == set(), text


def test_what_may_be_is_hedged(parse: Any) -> None:
    text = LONGER.replace("Chile shuddered at", "Chile may shudder at")
    _, (_, may_shudder) = read(parse, text, rejected="reject", shudder="criticise")
    assert may_shudder.certainty == "hedged"


def test_what_the_network_doubts_does_not_stand(parse: Any) -> None:
    article, found = read(parse, shuddered="criticise")
    assert [article[reaction.cue] for reaction in found] == ["shuddered"]


def test_in_a_text_of_a_few_sentences_it_stands(parse: Any) -> None:
    article, found = read(parse, TEXT, shuddered="criticise")
    assert [article[reaction.cue] for reaction in found] == ["rejected", "shuddered"]


def test_what_the_network_doubts_stands_where_the_words_are_the_user_s_own(parse: Any) -> None:
    def own(lemma: str, *, off: bool = False) -> Yours:
        both = ((lemma,), ()) if off else ((), (lemma,))
        return Yours(entries=lambda word: both if word.lemma == lemma else ((), ()), labels=lambda entry: ())

    article, found = read(parse, yours=own("reject"), rejected="threaten", shuddered="criticise")
    assert [(article[r.cue], r.stance) for r in found] == [("rejected", "reject"), ("shuddered", "criticise")]
    article, (rejected,) = read(parse, yours=own("reject"))
    assert article[rejected.cue] == "rejected"
    _, (rejected,) = read(parse, yours=own("shudder", off=True), rejected="threaten", shuddered="criticise")
    assert rejected.stance == "threaten"
    assert read(parse, yours=own("shudder", off=True), shuddered="criticise")[1] == []


def test_the_network_names_the_stance_where_it_is_sure(parse: Any) -> None:
    _, (rejected,) = read(parse, rejected="threaten")
    assert rejected.stance == "threaten"


def test_a_folder_without_a_model_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"reactions\.json and reactions\.pt missing .*model=None"):
        Reactions(model=tmp_path)


def _told(text: str, cue: str, evidence: str, confidence: float, **others: Any) -> Reaction:
    spans = [Span(text.index(words), text.index(words) + len(words)) for words in (cue, evidence)]
    facts = {"stance": "criticise", "target": Link(id="p1"), "reactors": [Link(id="a1")], **others}
    return Reaction(cue=spans[0], evidence=spans[1], confidence=confidence, **facts)


def test_of_two_cues_of_one_phrase_the_surer_tells_the_stance() -> None:
    text = "Chad called the step premature."
    called = _told(text, "called", "called the step premature", 0.4)
    premature = _told(text, "premature", "premature", 0.6)
    assert list(told_once([called, premature])) == [premature]


@pytest.mark.parametrize(
    "other", [{"stance": "reject"}, {"reactors": [Link(id="a2")]}, {"target": None}, {"negated": True}]
)
def test_another_stance_or_one_of_others_or_toward_another_thing_is_told(other: dict[str, Any]) -> None:
    text = "Chad called the step premature."
    pair = [_told(text, "called", text, 0.6), _told(text, "premature", text, 0.4, **other)]
    assert list(told_once(pair)) == pair


def test_a_stance_that_is_told_again_further_on_is_another_reaction() -> None:
    text = "Chad deplored the step, of which Lake Chad's fishermen had heard on the radio, and condemned it."
    pair = [_told(text, "deplored", text, 0.6), _told(text, "condemned", text, 0.4)]
    assert list(told_once(pair)) == pair


def embedded(parse: Any, text: str, *names: str) -> list[tuple[str, str, list[str | None]]]:
    """Cue, stance and reactors of what the embedded network finds."""
    article, annotation = parse(text)
    actors = [actor(article, f"a{number}", name) for number, name in enumerate(names, 1)]
    found = Reactions().diplomacy_find_reactions(article, annotation, actors, (), ())
    return [(article[r.cue], str(r.stance), [link.id for link in r.reactors]) for r in found]


@pytest.mark.parametrize(
    "text",
    [
        "Does Germany oppose the plan?",
        "AFP: Has Germany rejected the offer?",
        "Journalists asked if Germany had rejected the offer.",
        "He was asked whether Germany opposes the plan.",
    ],
)
def test_what_is_merely_asked_is_no_stance(parse: Any, text: str) -> None:
    assert embedded(parse, text, "Germany") == []


def test_we_are_not_those_whom_we_speak_of(parse: Any) -> None:
    found = embedded(parse, "We condemn Russia's attack on Ukraine.", "Russia", "Ukraine")
    assert found == [("condemn", "criticise", [None])]


@pytest.mark.parametrize(
    "text",
    [
        "Israel agreed to a ceasefire on condition that all hostages are freed.",
        "Israel agreed to talks provided that the raids stop.",
        "Israel accepted the truce, subject to the return of the hostages.",
    ],
)
def test_a_condition_that_is_told_makes_a_stance_conditional(parse: Any, text: str) -> None:
    ((_, stance, _),) = embedded(parse, text, "Israel")
    assert stance == "conditional"


def test_an_idiom_of_acceptance_is_one_whatever_its_words(parse: Any) -> None:
    ((cue, stance, _),) = embedded(parse, "Israel ended its opposition to the truce plan.", "Israel")
    assert (cue, stance) == ("ended its opposition", "accept")


def test_sanctions_on_somebody_are_not_this_actor(parse: Any) -> None:
    article, annotation = parse("Hungary threatened to veto new sanctions on Russia.")
    actors = [actor(article, "a1", "Hungary"), actor(article, "a2", "Russia")]
    (reaction,) = Reactions().diplomacy_find_reactions(article, annotation, actors, (), ())
    assert reaction.target.id is None
    assert article[reaction.target.span] == "veto new sanctions on Russia"


def test_who_abstains_has_not_adopted_it(parse: Any) -> None:
    found = embedded(parse, "The resolution was adopted by 14 votes to none, with Russia abstaining.", "Russia")
    assert [who for cue, _, who in found if cue == "adopted"] in ([], [[]])
    assert ("abstaining", "noncommittal", ["a1"]) in found


@pytest.mark.parametrize(("source", "expected"), [("", {"a1", "a2"}), (" from Peru", {"a1"})])
def test_international_criticism_is_nobody_s_in_particular(parse: Any, source: str, expected: set[str]) -> None:
    article, annotation = parse(f"Hungary, which met Peru, has faced international criticism{source}.")
    actors = [actor(article, "a1", "Hungary"), actor(article, "a2", "Peru")]
    document = Document(article=article, annotation=annotation, actors=actors)
    (criticism,) = [word for word in annotation.words if word.text == "criticism"]
    assert barred(document, criticism) == expected


def test_who_draws_criticism_has_not_criticised(parse: Any) -> None:
    found = embedded(parse, "Hungary had received criticism for closing its two bridges at night.", "Hungary")
    assert [who for cue, _, who in found if cue == "criticism"] == [[]]
