"""Demands without a verb of demanding.

"Kyiv must withdraw, Moscow said", "will not sign unless Oslo apologises".
"""

from __future__ import annotations

from collections.abc import Iterator

from diplomacy_nlp import ProposalKind
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.clause import Clause
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.extent import content_extent
from diplomacy_nlp.toolkit.order import after
from diplomacy_nlp.types import EventType

from .candidate import ProposalCandidate
from .lexicons import listed
from .parties import links_to, names_actor

__all__ = ["deontic_candidates"]


def deontic_candidates(document: Document) -> Iterator[ProposalCandidate]:
    """What somebody says that somebody else must do, in the order of the text."""
    for word in document.annotation.words:
        text = word.text.lower()
        clause = document.clause(word).above if text in ("unless", "must") else None
        if clause is None or clause.head.id < word.id:
            continue
        if text == "unless" and word.relation == "mark" and (found := _unless(document, word, clause)) is not None:
            yield found
        if text == "must" and word.relation == "aux" and (found := _must(document, word, clause)) is not None:
            yield found


def _must(document: Document, must: Word, clause: Clause) -> ProposalCandidate | None:
    """A clause with "must" about an actor other than the speaker, under a verb of saying."""
    annotation, verb = document.annotation, clause.head
    asked, report = annotation.child(verb, "nsubj"), _report(document, verb)
    if asked is None or report is None or verb.upos != "VERB" or not names_actor(document, asked):
        return None
    guess = any(a.id > must.id and a.lemma in ("have", "be") for a in annotation.children(verb, "aux"))
    if (guess and not clause.is_passive) or annotation.children(verb, "mark")[1:]:
        return None  # "must have known"
    if clause.marker in ("if", "because", "whether", "when"):
        return None
    who = tuple(w for w in report.agents if w != asked)
    if not who or set(links_to(document, who)) & set(links_to(document, [asked])):
        return None
    start = must if clause.is_negated else after(annotation, must)[0]
    return ProposalCandidate(
        cue=must.span,
        word=verb,
        kind=ProposalKind.DEMAND,
        proposers=links_to(document, who),
        addressees=links_to(document, document.clause(asked).conjuncts),
        content=(content_extent(annotation, start, verb, verb) or verb.span,),
        mode=report.mode,
        confidence=0.55,
        why="deontic report",
    )


def _unless(document: Document, unless: Word, clause: Clause) -> ProposalCandidate | None:
    """A threat with a way out: "will walk out unless Oslo apologises" demands that Oslo apologise."""
    annotation, verb, threat = document.annotation, clause.head, clause.above
    asked = annotation.child(verb, "nsubj")
    if threat is None or verb.relation != "advcl" or asked is None:
        return None
    threatens = listed("threat", threat.lemma)
    if not names_actor(document, asked) and not (threatens and clause.is_passive):
        return None  # "threatened to quit unless the subsidies were restored"
    if not threatens and not any(listed("future", a.lemma) for a in annotation.children(threat.head, "aux")):
        return None
    who = tuple(w for w in threat.agents if w != asked and (w.upos == "PRON" or names_actor(document, w)))
    content = content_extent(annotation, after(annotation, unless)[0], verb, verb)
    if not who or content is None:
        return None
    return ProposalCandidate(
        cue=unless.span,
        word=verb,
        kind=ProposalKind.DEMAND,
        proposers=links_to(document, who),
        addressees=links_to(document, document.clause(asked).conjuncts),
        content=(content,),
        event=EventType.THREATEN,
        confidence=0.5,
        why="threat with unless",
    )


def _report(document: Document, verb: Word) -> Clause | None:
    """The clause of saying that a clause stands under, or that stands beside it (", he said")."""
    above = document.clause(verb).above
    if above is not None and verb.relation in ("ccomp", "parataxis", "conj") and listed("saying", above.lemma):
        return above
    for beside in document.annotation.children(verb, "parataxis", "ccomp"):
        if listed("saying", beside.lemma) and document.annotation.child(beside, "nsubj") is not None:
            return document.clause(beside)
    return None
