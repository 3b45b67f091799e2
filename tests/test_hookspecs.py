"""Every hook is documented by a complete plugin, which runs, loads, and finds what its comment says."""

from __future__ import annotations

import inspect
import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from diplomacy_nlp import Analysis, Analyzer, Annotation, Article, PositionStance, Stance
from diplomacy_nlp.hookspecs import HookSpecs
from diplomacy_nlp.testing import check_plugin, make_annotation, make_article

HOOKS = [name for name in vars(HookSpecs) if name.startswith("diplomacy_")]

ARTICLE = make_article("Roth proposed talks. Berg rejected two talks. “Never again.”")
ANNOTATION = make_annotation(
    ARTICLE,
    """
    Roth      Roth     PROPN  2  nsubj
    proposed  propose  VERB   0  root
    talks     talk     NOUN   2  obj
    .         .        PUNCT  2  punct

    Berg      Berg     PROPN  2  nsubj
    rejected  reject   VERB   0  root
    two       two      NUM    4  nummod
    talks     talk     NOUN   2  obj
    .         .        PUNCT  2  punct

    “         “        PUNCT  2  punct
    Never     never    ADV    0  root
    again     again    ADV    2  advmod
    .         .        PUNCT  2  punct
    ”         ”        PUNCT  2  punct
    """,
    entities=[("Roth", "PER"), ("Berg", "PER")],
)


EXAMPLES = runpy.run_path(str(Path(__file__).parents[1] / "examples" / "hooks.py"))


def example_of(hook: str) -> Any:
    """An instance of the example that has a hook."""
    (plugin,) = (value for value in EXAMPLES.values() if inspect.isclass(value) and hook in vars(value))
    return plugin()


def found(hook: str, *others: str) -> Analysis:
    """What a hook's example finds in the article, with the examples of other hooks beside it."""
    return check_plugin(example_of(hook), ARTICLE, ANNOTATION, with_plugins=[example_of(other) for other in others])


# --- what each example finds --------------------------------------------------------------------------------------


def parses_one_word() -> None:
    annotator = example_of("diplomacy_annotate")  # check_plugin brings its own annotator
    (annotation,) = annotator.diplomacy_annotate(articles=[Article(text="Yes!")])
    assert isinstance(annotation, Annotation)
    assert [word.text for word in annotation.words] == ["Yes!"]
    assert Analyzer([annotator]).analyze("Yes!").annotated_by == "OneWord"


def finds_actors() -> None:
    analysis = found("diplomacy_find_actors")
    assert [(a.id, a.name, a.kind) for a in analysis.actors] == [("a1", "Roth", "person"), ("a2", "Berg", "person")]
    assert {a.found_by for a in analysis.actors} == {("EntityActors",)}


def finds_quotes() -> None:
    analysis = found("diplomacy_find_quotes")
    assert [analysis.words(quote) for quote in analysis.quotes] == ["“Never again.”"]


def finds_proposals() -> None:
    analysis = found("diplomacy_find_proposals", "diplomacy_find_actors")
    (proposal,) = analysis.proposals
    assert [analysis.article[span] for span in (proposal.cue, *proposal.content)] == ["proposed", "talks"]
    assert [actor.name for actor in analysis.actors_of(proposal.proposers)] == ["Roth"]


def finds_reactions() -> None:
    analysis = found("diplomacy_find_reactions", "diplomacy_find_actors")
    (reaction,) = analysis.reactions
    assert (analysis.words(reaction.cue), reaction.stance) == ("rejected", Stance.REJECT)
    assert analysis.words(reaction.evidence) == "Berg rejected two talks"
    assert analysis.words(reaction.target) == "two talks"
    assert [actor.name for actor in analysis.actors_of(reaction.reactors)] == ["Berg"]


def finds_positions() -> None:
    analysis = found("diplomacy_find_positions", "diplomacy_find_actors", "diplomacy_find_proposals")
    (position,) = (p for p in analysis.positions if "Proposers" in p.found_by)
    assert position.stance is PositionStance.SUPPORT
    assert analysis.resolve(position.actor) is analysis.actors[0]
    assert [analysis.resolve(link) for link in position.evidence] == [*analysis.proposals]


def finds_more() -> None:
    analysis = found("diplomacy_find_more")
    assert [(f.label, analysis.words(f)) for f in analysis.findings] == [("number", "two")]


CHECKS: dict[str, Callable[[], None]] = {
    "diplomacy_annotate": parses_one_word,
    "diplomacy_find_actors": finds_actors,
    "diplomacy_find_quotes": finds_quotes,
    "diplomacy_find_proposals": finds_proposals,
    "diplomacy_find_reactions": finds_reactions,
    "diplomacy_find_positions": finds_positions,
    "diplomacy_find_more": finds_more,
}


@pytest.mark.parametrize("hook", HOOKS)
def test_the_example_of_every_hook_runs_and_finds_something(hook: str) -> None:
    CHECKS[hook]()


def test_there_are_seven_hooks_in_the_order_of_the_stages() -> None:
    assert list(CHECKS) == HOOKS


# --- the signatures -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("hook", HOOKS)
def test_every_argument_is_typed_and_described(hook: str) -> None:
    specification = getattr(HookSpecs, hook)
    signature = inspect.signature(specification)
    described = inspect.getdoc(specification) or ""
    assert signature.return_annotation is not inspect.Signature.empty
    for name, parameter in list(signature.parameters.items())[1:]:
        assert parameter.annotation is not inspect.Parameter.empty
        assert f"    {name}: " in described or f"`{name}`" in (HookSpecs.__doc__ or "")


def test_a_stage_gets_what_the_stages_before_it_gave() -> None:
    arguments = {hook: set(inspect.signature(getattr(HookSpecs, hook)).parameters) - {"self"} for hook in HOOKS}
    gives = ["articles", "actors", "quotes", "proposals", "reactions", "positions"]
    for place, hook in enumerate(HOOKS[1:], 1):
        wanted = {"article", "annotation", *gives[1:place]}
        if hook == "diplomacy_find_positions":  # positions are never read off the text
            wanted -= {"article", "annotation"}
        assert arguments[hook] == wanted
