"""From settled candidates to quotes: form, speaker, addressees, the chain of sources, negation and certainty."""

from __future__ import annotations

import re
from collections.abc import Sequence

from diplomacy_nlp import Certainty, Form, Link, Quote, Span

from .candidates import Candidate
from .document import MarkedDocument

__all__ = ["form_of", "quotes_of"]

_WORD = re.compile(r"\w+")
_POSSESSIVE = re.compile(r"['’]s?$")


def quotes_of(document: MarkedDocument, candidates: Sequence[Candidate]) -> tuple[Quote, ...]:
    """Quotes of settled candidates.

    Args:
        candidates: in the order of their first content span, outer before inner.
    """
    quotes: list[Quote] = []
    open_quotes: list[tuple[Span, Quote]] = []  # those whose content covers the present place
    for candidate in candidates:
        first, end = min(candidate.content), max(s.end for s in candidate.content)
        whole = Span(first.start, end)
        open_quotes = [(span, quote) for span, quote in open_quotes if span.end > whole.start]
        outer = [quote for span, quote in open_quotes if span.contains(whole) and _holds_cue(quote, candidate)]
        quote = _quote(document, candidate, outer[-1] if outer else None)
        quotes.append(quote)
        if candidate.reports:
            open_quotes.append((whole, quote))
    return tuple(quotes)


def _holds_cue(outer: Quote, candidate: Candidate) -> bool:
    """Whether a quote's content holds the other's cue too: then its speaker passes the other on."""
    return candidate.cue is not None and any(span.contains(candidate.cue) for span in outer.content)


def _quote(document: MarkedDocument, candidate: Candidate, outer: Quote | None) -> Quote:
    clause = None if candidate.predicate is None else document.clause(candidate.predicate)
    hedged = candidate.hedged or (clause is not None and clause.certainty is Certainty.HEDGED)
    speakers = document.naming.links_to(candidate.source.heads)
    via = list(document.naming.links_to(candidate.source.via))
    # the source's own span says more than the span of one head, where no actor is known
    named = [link for link in speakers if link.id]
    unnamed = None if named else _by_words(document, candidate.source.span)
    speaker = named[0] if named else unnamed
    if outer is not None:
        via.extend(link for link in (outer.speaker, *outer.via) if link is not None and not _same(link, speaker))
    return Quote(
        content=candidate.content,
        cue=candidate.cue,
        source=candidate.source.span,
        form=form_of(document, candidate.content),
        speakers=[*named, *([unnamed] if unnamed is not None else [])],
        addressees=document.naming.links_to(candidate.addressees),
        via=tuple(dict.fromkeys(via)),
        negated=clause is not None and clause.is_negated,
        certainty=Certainty.HEDGED if hedged else Certainty.ASSERTED,
        mode=None if clause is None else clause.mode,
        confidence=candidate.confidence,
        why=candidate.why,
    )


def _same(one: Link, other: Link | None) -> bool:
    return other is not None and (one.id == other.id if one.id else one == other)


def _by_words(document: MarkedDocument, span: Span | None) -> Link | None:
    """A link to the words of a source, less a possessive ending."""
    if span is None:
        return None
    ending = _POSSESSIVE.search(document.text, span.start, span.end)
    return Link(span=Span(span.start, ending.start()) if ending and ending.start() > span.start else span)


def form_of(document: MarkedDocument, content: Sequence[Span]) -> Form:
    """Direct where all words stand within quotation marks, indirect where none does, else mixed."""
    text, quoted = document.text, document.quotation_at
    words = (match for span in content for match in _WORD.finditer(text, span.start, span.end))
    inside = {quoted(word.start()) is not None for word in words}
    return Form.MIXED if len(inside) > 1 else Form.DIRECT if True in inside else Form.INDIRECT
