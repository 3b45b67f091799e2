"""One proposal per course of action: later mentions are found and joined to the proposal they name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import evolve

from diplomacy_nlp.toolkit.discourse import ids_of, lemma_of, place_of, roots_in
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.roots import root_of, roots
from diplomacy_nlp.toolkit.salience import Anaphor, Form, Referent, Salience

from .candidate import ProposalCandidate
from .lexicons import listed
from .noun_phrases import determiner, modifiers

__all__ = ["anaphor_of", "chains", "spoken_of"]

_SHARED = 0.6  # of the words of the shorter content


def chains(document: Document, candidates: Iterable[ProposalCandidate]) -> tuple[tuple[ProposalCandidate, ...], ...]:
    """Candidates, in the order of the text, as chains: all of one put forward or name the same course of action.

    Whether a candidate takes up an earlier proposal, or is a new one, is what `diplomacy_nlp.toolkit.salience` thinks
    the likeliest. One that does neither is left out. One with an earlier one's cue, maker and words tells it again.
    """
    salience, found, told = Salience(), dict[str, tuple[ProposalCandidate, ...]](), list[tuple[str, Referent]]()
    for candidate in candidates:
        anaphor = anaphor_of(document, candidate)
        verb = lemma_of(candidate.word)
        again = (referent for cue, referent in reversed(told) if cue == verb and _is_same(anaphor, referent))
        meant = next(again, None) or salience.meant(anaphor).referent
        if meant is not None and candidate.stands and _is_other(anaphor, meant):
            meant = None
        if meant is None and not candidate.stands:
            continue
        key = meant.key if meant is not None else str(len(found))
        referent = spoken_of(document, candidate, anaphor, key, meant)
        salience = salience.after(referent)
        told.append((verb, referent))
        found[key] = (*found.get(key, ()), candidate)
    return tuple(found.values())


def _is_same(anaphor: Anaphor, told: Referent) -> bool:
    """Whether two candidates of one cue have a maker and enough words in common to be one course of action."""
    shared, shorter = len(anaphor.content & told.content), min(len(anaphor.content), len(told.content))
    return bool(anaphor.holders & told.makers) and shared > 1 and shared >= _SHARED * shorter


def _is_other(anaphor: Anaphor, meant: Referent) -> bool:
    """Whether a verb says nothing of what its subject had proposed, or too little of what another had."""
    shared, shorter = len(anaphor.content & meant.content), min(len(anaphor.content), len(meant.content))
    own = bool(anaphor.holders & meant.makers)
    little = not shared and shorter > 1 if own else 2 * shared < len(anaphor.content | meant.content)
    return little and anaphor.form is Form.CLAUSE and bool(anaphor.holders and meant.makers)


def anaphor_of(document: Document, candidate: ProposalCandidate) -> Anaphor:
    """A candidate as words that may take up an earlier proposal."""
    place = place_of(document, candidate.word.span.start)
    content, holders = roots_in(document, candidate.content), ids_of(document, candidate.proposers)
    noun = candidate.noun
    anaphor = Anaphor(
        place=place,
        form=Form.CLAUSE if noun is None else Form.NOUN,
        content=content,
        holders=holders,
        asked=ids_of(document, candidate.addressees),
        stands=candidate.stands,
        kind=candidate.kind,
    )
    if noun is None:
        return anaphor
    how = determiner(document, noun)
    return evolve(
        anaphor,
        determined="" if how == "none" else how,
        lemma=lemma_of(noun),
        head=root_of(noun),
        roots=roots(w for w in modifiers(document.annotation, noun) if document.actor_at(w) is None),
        content=content - {root_of(noun)} if candidate.word == noun else content,
        owners=ids_of(document, candidate.owners),
        refers=candidate.refers_back,
        told_apart=candidate.is_named_by_content,
        plural=noun.feat("Number") == "Plur",
    )


def spoken_of(
    document: Document, candidate: ProposalCandidate, anaphor: Anaphor, key: str, earlier: Referent | None
) -> Referent:
    """The proposal that a candidate puts forward or names, with what the candidate says of it.

    Args:
        anaphor: the candidate's.
        key: the proposal's.
        earlier: what was known of it before; None for a new one.
    """
    names = anaphor.roots | roots([candidate.word])
    said = Referent(
        key=key,
        kinds=frozenset({candidate.kind}),
        nouns=frozenset(_nouns(document, candidate)),
        families=frozenset({candidate.family} - {""}),
        content=anaphor.content,
        names=names,
        makers=anaphor.holders,
        asked=ids_of(document, candidate.addressees),
        first=anaphor.place,
        last=anaphor.place,
    )
    return said if earlier is None else earlier.joined(said)


def _nouns(document: Document, candidate: ProposalCandidate) -> Iterator[str]:
    """The nouns by which a candidate's proposal is known again."""
    if candidate.noun is not None:
        inner = (w for w in modifiers(document.annotation, candidate.noun) if listed("paper", w.lemma))
        yield from map(lemma_of, (candidate.noun, *inner))  # "the draft regulation"
