"""Demands without a verb of demanding.

"Kyiv must withdraw, Moscow said", "will not sign unless Oslo apologises", "“Lift the siege,” the envoy told Minsk".
"""

from __future__ import annotations

from collections.abc import Iterator

from diplomacy_nlp import ProposalKind, Span
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.grammar import agents, coordinated, is_negated, is_passive, marked, mode
from diplomacy_nlp.types import EventType

from .candidate import ProposalCandidate
from .lexicons import listed
from .phrases import stretch
from .reading import Reading

__all__ = ["deontic_candidates"]

_OPENING = {"“", '"', "‘", "``", "'"}


def deontic_candidates(reading: Reading) -> Iterator[ProposalCandidate]:
    """What somebody says that somebody else must do, in the order of the text."""
    for word in reading.annotation.words:
        if word.text.lower() == "unless" and word.relation == "mark":
            condition = _unless(reading, word)
            if condition is not None:
                yield condition
        if word.text.lower() == "must" and word.relation == "aux":
            verb = reading.annotation.parent(word)
            found = _must(reading, word, verb) if verb is not None and verb.id > word.id else None
            if found is not None:
                yield found
        if word.upos == "VERB" and (order := _imperative(reading, word)) is not None:
            yield order


def _imperative(reading: Reading, verb: Word) -> ProposalCandidate | None:
    """An order to act in a quote: "“Lift the siege,” the envoy told Minsk"."""
    annotation = reading.annotation
    if not listed("order", verb.lemma) or annotation.children(verb, "nsubj", "aux", "mark", "expl", "cop"):
        return None
    report = annotation.parent(verb)
    begins = all(w.upos == "PUNCT" for w in annotation.sentence_of(verb).words[: verb.id - 1])
    quoted = begins and verb.id > 1 and annotation.sentence_of(verb).words[verb.id - 2].text in _OPENING
    if not quoted or verb.feat("VerbForm") in ("Part", "Ger") or verb.feat("Tense") == "Past":
        return None
    if report is None or verb.relation != "ccomp" or not listed("report", report.lemma):
        return None
    who = tuple(w for w in agents(annotation, report) if reading.may_act(w))
    content = stretch(annotation, verb, verb, verb)
    if not who or content is None:
        return None
    told = annotation.children(report, "iobj", "obj") if report.lemma == "tell" else ()
    return ProposalCandidate(
        cue=verb.span,
        word=verb,
        kind=ProposalKind.REQUEST,
        proposers=reading.links(who),
        addressees=reading.links(c for w in told for c in coordinated(annotation, w)),
        content=(content,),
        confidence=0.5,
        why="imperative in a quote",
    )


def _must(reading: Reading, must: Word, verb: Word) -> ProposalCandidate | None:
    """A clause with "must" about an actor other than the speaker, under a verb of saying."""
    annotation = reading.annotation
    asked = annotation.child(verb, "nsubj")
    report = _report(reading, verb)
    if asked is None or report is None or verb.upos != "VERB" or annotation.children(verb, "mark")[1:]:
        return None
    if marked(annotation, verb) in ("if", "because", "whether", "when") or not reading.names_actor(asked):
        return None
    if any(a.lemma in ("have", "be") for a in annotation.children(verb, "aux") if a.id > must.id) and not is_passive(
        annotation, verb
    ):
        return None  # "must have known": a guess
    who = tuple(w for w in agents(annotation, report) if w != asked)
    if not who or set(reading.links(who)) & set(reading.links([asked])):
        return None
    first = next((w for w in annotation.sentence_of(must).words[must.id :]), must)
    start = must if is_negated(annotation, verb) else first
    content = stretch(annotation, start, verb, verb)
    return ProposalCandidate(
        cue=must.span,
        word=verb,
        kind=ProposalKind.DEMAND,
        proposers=reading.links(who),
        addressees=reading.links(coordinated(annotation, asked)),
        content=(content,) if content is not None else (Span(verb.span.start, verb.span.end),),
        mode=mode(annotation, report),
        confidence=0.55,
        why="deontic report",
    )


def _unless(reading: Reading, unless: Word) -> ProposalCandidate | None:
    """A threat with a way out: "will walk out unless Oslo apologises" demands that Oslo apologise."""
    annotation = reading.annotation
    verb = annotation.parent(unless)
    threat = annotation.parent(verb) if verb is not None and verb.relation == "advcl" else None
    asked = annotation.child(verb, "nsubj") if verb is not None else None
    if verb is None or threat is None or asked is None or verb.id < unless.id:
        return None
    if not (reading.names_actor(asked) or (is_passive(annotation, verb) and listed("threat", threat.lemma))):
        return None  # "threatened to quit unless the subsidies were restored"
    if not any(listed("future", a.lemma) for a in annotation.children(threat, "aux")) and not listed(
        "threat", threat.lemma
    ):
        return None
    who = tuple(w for w in agents(annotation, threat) if w != asked and (reading.names_actor(w) or w.upos == "PRON"))
    first = next((w for w in annotation.sentence_of(unless).words[unless.id :]), unless)
    content = stretch(annotation, first, verb, verb)
    if not who or content is None:
        return None
    return ProposalCandidate(
        cue=unless.span,
        word=verb,
        kind=ProposalKind.DEMAND,
        proposers=reading.links(who),
        addressees=reading.links(coordinated(annotation, asked)),
        content=(content,),
        event=EventType.THREATEN,
        confidence=0.5,
        why="threat with unless",
    )


def _report(reading: Reading, verb: Word) -> Word | None:
    """The verb of saying that a clause stands under, or that stands beside it (", he said")."""
    annotation = reading.annotation
    above = annotation.parent(verb)
    if above is not None and verb.relation in ("ccomp", "parataxis", "conj") and listed("report", above.lemma):
        return above
    for beside in annotation.children(verb, "parataxis", "ccomp"):
        if listed("report", beside.lemma) and annotation.child(beside, "nsubj") is not None:
            return beside
    return None
