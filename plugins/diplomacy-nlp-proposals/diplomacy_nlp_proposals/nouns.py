"""Proposals by noun: "a draft accord", "Oslo's plan to", "a request from Kyiv for", "the plan would"."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from diplomacy_nlp import Annotation, Link, Mode, ProposalKind, Span, Status
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.grammar import agents, is_negated, is_passive, marked, mode

from .candidates import Candidate
from .complements import complement
from .contents import content_of
from .dates import date_of
from .lexicons import NounCue, is_action, is_modifier, listed
from .nominals import by_phrases, cue_span, determiner, is_naming, modifiers, nominal, owners
from .reading import Reading
from .status import status_of
from .uses import Use, agents_by, uses

__all__ = ["noun_candidates"]

_MODALS = {"will", "would", "wo", "'ll", "’ll", "can", "could", "shall", "should"}


def noun_candidates(reading: Reading) -> Iterator[Candidate]:
    """What each noun of the lexicon names, proposals and later mentions alike, in the order of the text."""
    for word in reading.annotation.words:
        if word.text.lower() == "it" and (later := _it(reading, word)) is not None:
            yield later
        entry = is_naming(reading, word)
        if entry is not None:
            found = _candidate(reading, word, entry)
            if found is not None:
                yield found


def _it(reading: Reading, word: Word) -> Candidate | None:
    """As in "It was later dropped": a pronoun to which happens what happens to proposals."""
    status = status_of(reading, tuple(uses(reading.annotation, word)))
    if status is None:
        return None
    return Candidate(
        cue=word.span,
        word=word,
        kind=ProposalKind.PROPOSAL,
        noun=word,
        nominal=word.span,
        family="it",
        refers_back=True,
        stands=False,
        status=status,
        why="pronoun with status",
    )


@frozen(kw_only=True)
class _Phrase:
    """A noun phrase with what is known of it before it is weighed."""

    noun: Word
    entry: NounCue
    determined: str
    inner: tuple[Word, ...]
    used: tuple[Use, ...]
    owner: tuple[Word, ...]
    named: tuple[Word, ...]
    content: tuple[Span, ...]

    @property
    def drafted(self) -> bool:
        """Whether it is called a draft, or proposed."""
        return any(is_modifier(w.lemma) or is_modifier(w.text) for w in self.inner)

    @property
    def plural(self) -> bool:
        return self.noun.feat("Number") == "Plur"

    @property
    def handled(self) -> bool:
        """Whether somebody takes a stance on it or decides on it."""
        return any(u.as_object and u.has("stance", "status", "backer") for u in self.used)

    @property
    def may_refer(self) -> bool:
        """Whether it may be a later mention: "the plan", "its plan", and "a move" in apposition."""
        later = self.determined == "indefinite" and self.noun.id > 2
        return later or self.determined in ("definite", "possessive")


def _candidate(reading: Reading, noun: Word, entry: NounCue) -> Candidate | None:
    phrase = _phrase(reading, noun, entry)
    if phrase is None:
        return None
    why, confidence, stands = _ground(phrase)
    stands = stands and not _is_no_proposal(reading.annotation, phrase, why)
    if not stands and not phrase.may_refer:
        return None
    annotation, used = reading.annotation, phrase.used
    owned = _owner_links(reading, phrase.owner, used)
    within = reading.links(by_phrases(reading, noun)) or reading.links(_inside(annotation, used))
    named = reading.links(phrase.named) or owned or _withdrawer(reading, used)
    return Candidate(
        cue=cue_span(reading, noun),
        word=noun,
        kind=entry.kind,
        proposers=named,
        owners=within or owned,
        content=phrase.content or _named_by_modifier(phrase.inner) or _itself(annotation, phrase),
        is_named_by_content=complement(reading, noun, entry) is not None,
        noun=noun,
        nominal=nominal(annotation, noun),
        family=entry.family,
        event=entry.plover,
        refers_back=phrase.may_refer,
        stands=stands,
        backers=_backers(reading, noun, used) if phrase.determined in ("indefinite", "") else (),
        date=date_of(annotation, noun),
        mode=_mode(reading, used),
        status=status_of(reading, used),
        confidence=confidence,
        why=why,
    )


def _phrase(reading: Reading, noun: Word, entry: NounCue) -> _Phrase | None:
    """What stands in and around the noun phrase; None where it names nothing put forward."""
    annotation = reading.annotation
    inner = modifiers(annotation, noun)
    if any(listed("product", w.lemma) for w in inner):
        return None  # "a pension plan"
    used = tuple(uses(annotation, noun))
    if any(is_negated(annotation, u.verb) and u.has("author", "maker") and not u.inside for u in used):
        return None
    return _Phrase(
        noun=noun,
        entry=entry,
        determined=determiner(annotation, noun),
        inner=inner,
        used=used,
        owner=owners(reading, noun),
        named=(*_authors(reading, noun, used), *by_phrases(reading, noun)),
        content=content_of(reading, noun, entry, used),
    )


def _is_any(annotation: Annotation, phrase: _Phrase) -> bool:
    """As in "will never sign a bill that cuts pay": any such, none that is on the table."""
    used = [u.verb for u in phrase.used if u.as_object and not u.inside]
    return bool(used) and all(
        is_negated(annotation, verb) and any(a.lemma.lower() in _MODALS for a in annotation.children(verb, "aux"))
        for verb in used
    )


def _is_no_proposal(annotation: Annotation, phrase: _Phrase, why: str) -> bool:
    """Whether the phrase is bare or plural in a way that speaks against a proposal of somebody's."""
    ownerless = not (phrase.named or phrase.owner)
    if phrase.determined == "" and not phrase.plural and ownerless and phrase.entry.family != "text":
        return True  # "demand for oil"
    if phrase.determined == "none":
        return True  # "no plans"
    if ownerless and phrase.determined == "indefinite" and "stance" in why and _is_any(annotation, phrase):
        return True
    own = phrase.noun.lemma.lower() == "plan" and phrase.plural  # "plans to visit": what somebody means to do
    return own and ownerless and "stance" not in why and not phrase.handled


def _owner_links(reading: Reading, owner: tuple[Word, ...], used: tuple[Use, ...]) -> tuple[Link, ...]:
    possessors = [w for w in owner if w.deprel == "nmod:poss"]
    if possessors and all(w.upos == "PRON" for w in possessors) and (own := _withdrawer(reading, used)):
        return own
    return reading.links(possessors) if possessors else tuple(reading.link_of_modifier(w) for w in owner)


def _ground(phrase: _Phrase) -> tuple[str, float, bool]:
    """Why the noun counts, how sure that is, and whether it is a proposal of its own."""
    needs, content = phrase.entry.needs, bool(phrase.content)
    offered = phrase.named and any(u.as_object and u.has("author") for u in phrase.used)
    if needs == "never" or (needs == "modifier" and not phrase.drafted and not offered):
        return "anaphoric noun", 0.3, False
    if phrase.entry.lemma == "call" and not content:
        return "noun cue alone", 0.3, False  # as likely a telephone call
    if phrase.named:
        return "noun cue with author", 0.8 if content else 0.65, True
    if phrase.owner:
        return _ground_of_owned(phrase)
    if content and (needs != "author" or phrase.handled):
        vague = phrase.determined == "" and phrase.plural and phrase.entry.family == "plan"
        return "noun cue with content", 0.45 if vague else 0.6, True
    if needs in ("content", "author") or not (phrase.handled or phrase.drafted):
        return "noun cue alone", 0.3, False
    return "noun cue under a stance" if phrase.handled else "noun cue with modifier", 0.5, True


def _ground_of_owned(phrase: _Phrase) -> tuple[str, float, bool]:
    """The same for "Oslo's plan": it needs content or a stance where owning such a thing is no proposing."""
    if phrase.content:
        return "noun cue with owner and content", 0.75, True
    if phrase.entry.needs in ("content", "author"):
        return "noun cue alone", 0.3, phrase.handled and phrase.entry.needs == "content"
    return "noun cue with owner", 0.5, phrase.handled or (phrase.entry.family != "bill" and not phrase.plural)


def _authors(reading: Reading, noun: Word, used: tuple[Use, ...]) -> tuple[Word, ...]:
    annotation = reading.annotation
    for use in used:
        if not (use.as_object and use.has("author", "maker")) or _is_adjective(annotation, use.verb, noun):
            continue
        who = agents_by(annotation, use.verb) if use.inside else agents(annotation, use.verb)
        who = who or (agents(annotation, use.verb) if not is_passive(annotation, use.verb) else ())
        who = tuple(w for w in who if reading.may_act(w))
        if who:
            return who
    return ()


def _inside(annotation: Annotation, used: tuple[Use, ...]) -> tuple[Word, ...]:
    """Authors whom the noun phrase names by a participle: "the plan drafted by Oslo"."""
    inside = (u for u in used if u.inside and u.as_object and u.has("author", "maker"))
    return next((who for u in inside if (who := agents_by(annotation, u.verb))), ())


def _is_adjective(annotation: Annotation, verb: Word, noun: Word) -> bool:
    """As in "ignored repeated calls": a participle right before the noun, mistaken for a verb."""
    return (
        verb.id == noun.id - 1 and verb.relation in ("xcomp", "ccomp") and not annotation.children(verb, "aux", "mark")
    )


def _withdrawer(reading: Reading, used: tuple[Use, ...]) -> tuple[Link, ...]:
    """As in "Oslo withdrew its offer": who withdraws a thing of its own has made it."""
    for use in used:
        if use.as_object and any(e.status == Status.WITHDRAWN for e in use.entries):
            return reading.links(agents(reading.annotation, use.verb))
    return ()


def _backers(reading: Reading, noun: Word, used: tuple[Use, ...]) -> tuple[Link, ...]:
    annotation = reading.annotation
    for use in used:
        if use.as_object and use.has("backer") and not is_negated(annotation, use.verb):
            return reading.links(agents(annotation, use.verb))
    return reading.links(_who_wants_it_built_on(reading, noun))


def _who_wants_it_built_on(reading: Reading, noun: Word) -> tuple[Word, ...]:
    """As in "Oslo wants talks based on a draft accord": who wants something built on a text stands behind the text."""
    annotation = reading.annotation
    base = annotation.parent(noun)
    if base is None or not listed("base", base.lemma) or marked(annotation, noun) not in ("on", "upon"):
        return ()
    wish = next((w for w in annotation.ancestors(base) if listed("wish", w.lemma) or listed("wish", w.text)), None)
    who = agents(annotation, wish) if wish is not None and not is_negated(annotation, wish) else ()
    return tuple(w for w in who if reading.names_actor(w))


def _itself(annotation: Annotation, phrase: _Phrase) -> tuple[Span, ...]:
    """As in "a ceasefire was proposed": the noun is what would be done."""
    own = phrase.entry.needs == "modifier" and not phrase.drafted
    return (nominal(annotation, phrase.noun),) if own else ()


def _named_by_modifier(inner: tuple[Word, ...]) -> tuple[Span, ...]:
    """As in "the ceasefire proposal": what the noun's modifier says of it."""
    acts = [w for w in inner if w.upos == "NOUN" and is_action(w.lemma) and not is_modifier(w.lemma)]
    return (acts[-1].span,) if acts else ()


def _mode(reading: Reading, used: tuple[Use, ...]) -> Mode | None:
    for use in used:
        if use.has("author", "maker"):
            return mode(reading.annotation, use.verb)
    return None
