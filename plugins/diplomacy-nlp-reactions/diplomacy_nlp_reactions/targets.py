"""What a stance is toward: a proposal, a quote, an actor, or just the words."""

from __future__ import annotations

from itertools import pairwise

from diplomacy_nlp import Link, Proposal, Span
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.grammar import marked
from diplomacy_nlp.types import ProposalKind

from .context import Context
from .lexicon import matter_classes
from .reactors import reactor_links
from .words import owners, target_phrase, trimmed

__all__ = ["target_link"]

# Statements of which one speaks in general: with a name before them, their speaker is meant ("Lavrov's remarks").
_GENERAL = {
    "remark",
    "comment",
    "statement",
    "word",
    "rhetoric",
    "speech",
    "talk",
    "position",
    "stance",
    "language",
    "tone",
}
_KINDS = {
    "demand": ProposalKind.DEMAND,
    "ultimatum": ProposalKind.DEMAND,
    "offer": ProposalKind.OFFER,
    "overture": ProposalKind.OFFER,
    "request": ProposalKind.REQUEST,
    "appeal": ProposalKind.REQUEST,
    "call": ProposalKind.REQUEST,
    "invitation": ProposalKind.INVITATION,
}
_POINTERS = {"the", "this", "that", "these", "those", "such", "both"}
_PRONOUNS = {"it", "this", "that", "them"}
_NOT_ANAPHORIC = {"step", "body", "text", "peace", "term", "condition", "settlement", "reform", "legislation"}


def target_link(context: Context, word: Word, *, is_clause: bool, cue: Word) -> Link:
    """The link of a target, given the head of its phrase.

    Args:
        is_clause: the target is a clause ("denied that ...").
        cue: what a definite phrase takes up stands before it.
    """
    annotation = context.annotation
    before = cue.span.start
    span = _clause_span(context, word) if is_clause else trimmed(context, target_phrase(annotation, word, cue))
    proposal = context.proposal_named(word)
    if proposal is None and not is_clause:
        proposal = _taken_up(context, word, before)
    if proposal is not None and proposal.id:
        return Link(id=proposal.id, span=span)
    if is_clause:
        return Link(span=span)
    if _is_statement(word):
        link = _statement_link(context, word, before)
        if link is not None:
            return Link(id=link.id, span=span)
    actor = context.actor(word)
    return Link(id=actor.id, span=span) if actor is not None and actor.id else Link(span=span)


def _clause_span(context: Context, word: Word) -> Span:
    """The words of a clause, up to a comma with "while" or the like, which begins the next one."""
    span = context.annotation.phrase(word, without=("case", "mark", "punct", "parataxis"))
    after = [w for w in context.annotation.words_in(span) if w.id > word.id]
    for comma, following in pairwise(after):
        if comma.text == "," and following.lemma.lower() in ("while", "whereas", "although", "though", "but", "as"):
            return Span(span.start, comma.span.start)
    return span


# --- proposals that a definite phrase takes up ------------------------------------------------------------------------


def _taken_up(context: Context, word: Word, before: int) -> Proposal | None:
    """The nearest proposal before that "the plan", "this demand" or "it" can mean."""
    if not context.proposals:
        return None
    candidates = context.proposals_before(before)
    if word.lemma.lower() in _PRONOUNS and word.upos in ("PRON", "DET"):
        if word.lemma.lower() == "them" and context.actor(word) is not None:
            return None
        return next((p for p in candidates if _is_near(context, word, p)), None)
    if not _is_anaphoric(context, word):
        return _with_content(context, word, candidates)
    who = {link.id for link in reactor_links(context, owners(context.annotation, word, "by", "from")) if link.id}
    kind = _KINDS.get(word.lemma.lower())
    fitting = [p for p in candidates if not who or who & {link.id for link in p.proposers}]
    same_kind = [p for p in fitting if kind is None or p.kind == kind]
    return next(iter(same_kind or fitting), None)


def _with_content(context: Context, word: Word, candidates: tuple[Proposal, ...]) -> Proposal | None:
    """The nearest proposal of whose content the noun is a part: "agreed to the audit", "accepted a delay"."""
    lemma = word.lemma.lower()
    if word.upos != "NOUN" or context.actor(word) is not None:
        return None
    return next((p for p in candidates if lemma in context.content_lemmas(p)), None)


def _is_anaphoric(context: Context, word: Word) -> bool:
    """A definite noun for proposals, with nothing that says which one ("the plan to ban exports" is new)."""
    annotation = context.annotation
    lemma = word.lemma.lower()
    if "proposal" not in matter_classes().get(lemma, frozenset()) or lemma in _NOT_ANAPHORIC:
        return False
    definite = any(d.text.lower() in _POINTERS for d in annotation.children(word, "det"))
    owned = annotation.child(word, "nmod:poss") is not None
    told = [
        c
        for c in annotation.children(word, "nmod", "acl")
        if c.deprel != "nmod:poss" and marked(annotation, c) not in ("by", "from")
    ]
    return (definite or owned) and not told


def _is_near(context: Context, word: Word, proposal: Proposal) -> bool:
    """Whether a proposal is named in the pronoun's sentence or the one before."""
    spans = (proposal.cue, *proposal.mentions)
    sentences = context.annotation.sentences
    start = sentences[max(0, word.sentence - 1)].span.start
    return any(start <= span.start < word.span.start for span in spans)


# --- statements -----------------------------------------------------------------------------------------------------


def _is_statement(word: Word) -> bool:
    return "statement" in matter_classes().get(word.lemma.lower(), frozenset())


def _statement_link(context: Context, word: Word, before: int) -> Link | None:
    """The quote that a statement noun means: the one it spells out, its speaker's nearest before, or the speaker."""
    annotation = context.annotation
    lemma = word.lemma.lower()
    spelt_out = annotation.child(word, "acl", "ccomp")
    if spelt_out is not None and (quote := context.quote_within(annotation.phrase(spelt_out))) is not None and quote.id:
        return Link(id=quote.id)
    by = owners(annotation, word, "from", "by", "of")
    speakers = [link for link in reactor_links(context, by) if link.id]
    if speakers:
        named = not any(w.upos == "PRON" or w.feat("Poss") == "Yes" for w in by)
        if named and lemma in _GENERAL:
            return speakers[0]
        quote = context.quote_before(before, speakers[0].id)
        return Link(id=quote.id) if quote is not None and quote.id else speakers[0]
    if not by and spelt_out is None and any(d.text.lower() in _POINTERS for d in annotation.children(word, "det")):
        quote = context.quote_before(before)
        if quote is not None and quote.id and quote.content[0].end <= before:
            return Link(id=quote.id)
    return None
