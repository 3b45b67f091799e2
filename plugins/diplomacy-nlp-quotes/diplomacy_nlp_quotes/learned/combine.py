"""The network's attributions and the rules' candidates, put together.

The network says which attributions there are, and where their parts begin and end. The rules say what it does not: the
predicate of the cue, who is told, who passed it on, and what is attributed within an attribution's content, which the
corpus that it learned from leaves out.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from attrs import evolve, frozen

from diplomacy_nlp import Span
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.spans import Placed, trim
from diplomacy_nlp.toolkit.clause import antecedent, coordinated, drawers

from ..candidates import Candidate, Source
from ..document import MarkedDocument
from ..extent import cue_span, is_endless, phrase_span, placed
from ..lexicons import Cue, nouns, verbs
from ..sources import addressees_of, grammatical_source, predicate_in
from ..substance import own_content, says_something
from .model import Attribution, AttributionModel

__all__ = ["AGREEMENT", "Completed", "Places", "combined", "completed"]

AGREEMENT = 8  # pieces of evidence that are added to the network's

_WHY = "attribution tagger"
_SURE = 0.5  # below, a source that the rules name counts for more than the network's
_RELATIVE = ("which", "who", "that")
_BROKEN_OFF = ("cc", "case", "mark", "aux", "acl")  # relations of last words that more must follow
_LONGEST_SOURCE = 250  # characters
_TERMINAL = ".?!"
_COMPLEMENTS = ("obj", "ccomp", "xcomp", "obl")
# Articles kept away from training have the most attributions right, by content and by content and source, where those
# below are left out; words in quotation marks are somebody's in any case.
_DOUBTFUL = 0.25
_OTHERS = 0.45  # the most where earlier turns, which may be somebody else's, are put to the words before a cue
_NESTED = 0.8  # a rule's confidence counts less where the network had no say


@frozen(kw_only=True)
class Completed:
    """An attribution of the network with what the rules and the tree know of it.

    Args:
        candidate: as which it stands; its confidence is not set yet.
        rule: number of the rules' candidate that is the same attribution; None where there is none.
        evidence: what speaks for it; the calibration weighs it.
    """

    candidate: Candidate
    rule: int | None
    evidence: tuple[float, ...]


def combined(
    document: MarkedDocument,
    model: AttributionModel,
    attributions: Sequence[Attribution],
    candidates: Sequence[Candidate],
) -> Iterator[Candidate]:
    """What stands of an article: the network's attributions, and candidates of the rules beside or within them.

    Args:
        document: the article.
        model: says how sure each is.
        attributions: what its network found.
        candidates: what the rules propose, settled, in the order of their contents.
    """
    places = Places(document, candidates)
    sure = [candidate for candidate in candidates if candidate.sure]
    yield from sure
    completions = [done for each in attributions if (done := completed(document, each, places)) is not None]
    attributed = [*_attributed(document, model, completions, places, sure)]
    yield from attributed
    used = {done.rule for done in completions}
    contents = placed(span for candidate in attributed for span in candidate.content)
    for number, candidate in enumerate(candidates):
        if number not in used and not candidate.sure and _may_hold(contents, candidate):
            yield evolve(candidate, confidence=round(candidate.confidence * _NESTED, 3))


def _attributed(
    document: MarkedDocument,
    model: AttributionModel,
    completions: Sequence[Completed],
    places: Places,
    sure: Sequence[Candidate],
) -> Iterator[Candidate]:
    """The network's attributions that are likely enough, and have no words of those that are sure."""
    settled = placed(span for candidate in sure for span in candidate.content)
    taken = placed(candidate.cue for candidate in sure if candidate.cue is not None)
    for done in completions:
        made = done.candidate
        if made.cue is not None and taken.at(made.cue):
            continue
        if _is_part(settled, made) or not says_something(document, made.content):
            continue
        confidence = model.confidence(done.evidence)
        if places.takes_earlier_turns(made):
            confidence = min(confidence, _OTHERS)
        if confidence >= _DOUBTFUL or _is_quoted(document, made):
            yield evolve(made, confidence=confidence)


def completed(document: MarkedDocument, attribution: Attribution, places: Places) -> Completed | None:
    """An attribution with what the rules know of the same; None where nothing but punctuation is its content."""
    made = _candidate(document, attribution)
    if made is None:
        return None
    number = places.best(made)
    speech = places.around(made) if number is None and made.cue is None else None
    rule = None
    if number is not None:
        rule = places.candidates[number]
        made = _enriched(made, rule, sure=attribution.sourced >= _SURE)
    elif speech is not None:
        made = _continued(document, made, places.candidates[speech])
    elif made.cue is None:
        made = _governed(document, made)
    led_in = speech is not None and made.cue is not None
    goes_on = speech is not None and not led_in
    evidence = (*attribution.evidence, *_agreement(document, made, rule), float(goes_on), float(led_in))
    return Completed(candidate=made, rule=number, evidence=evidence)


def _agreement(document: MarkedDocument, made: Candidate, rule: Candidate | None) -> Iterator[float]:
    """Whether others see what the network sees, each as 0 or 1.

    A rule with the same source, a rule with another one, the tree likewise, a cue that is known as one, words in
    quotation marks.
    """
    by_tree = Source() if made.predicate is None else grammatical_source(document.annotation, made.predicate)
    for other in (Source() if rule is None else rule.source, by_tree):
        same = _is_shared(made.source.span, other.span)
        yield float(same)
        yield float(other.span is not None and not same)
    yield float(made.predicate is not None and _entry(made.predicate.lemma.lower()) is not None)
    yield float(_is_quoted(document, made))


def _is_shared(one: Span | None, other: Span | None) -> bool:
    return one is not None and other is not None and one.overlaps(other)


def _is_quoted(document: MarkedDocument, made: Candidate) -> bool:
    return any(document.quotations_in(span) for span in made.content)


def _candidate(document: MarkedDocument, attribution: Attribution) -> Candidate | None:
    content = [span for part in attribution.content if (span := _span(document, part)) is not None]
    if not content:
        return None
    cue = None if attribution.cue is None else _span(document, attribution.cue)
    predicate = (
        None
        if attribution.cue is None
        else predicate_in(document.annotation, document.annotation.words[slice(*attribution.cue)])
    )
    content = _from_its_sentence(document, content, predicate)
    cue = _with_its_verb(document, cue, predicate, content)
    source = _likeliest_source(document, attribution, predicate)
    entry = None if predicate is None else _entry(predicate.lemma.lower())
    whole = own_content(document, content, cue)
    return Candidate(
        content=_with_marks(document, whole),
        why=_WHY,
        confidence=0.0,
        cue=cue,
        predicate=predicate,
        source=source,
        addressees=addressees_of(document.annotation, predicate)
        if predicate is not None and predicate.upos == "VERB"
        else (),
        hedged=entry is not None and bool(entry.hedged),
        reports=entry is None or entry.reports,
    )


def _likeliest_source(document: MarkedDocument, attribution: Attribution, predicate: Word | None) -> Source:
    """The source that the network names, or the predicate's own where it is not sure or looks elsewhere."""
    source = _source(document, attribution.source, predicate)
    if predicate is None:
        return source
    if attribution.sourced < _SURE or _is_elsewhere(source, predicate):
        own = grammatical_source(document.annotation, predicate)
        source = source if own.span is None or _is_elsewhere(own, predicate) else own
    drawing = drawers(document.annotation, predicate)
    apart = (antecedent(document.annotation, head) for head in source.heads)
    if drawing and all(head in drawing or head.sentence != predicate.sentence for head in apart):
        return Source()  # of "Oslo drew criticism for the raid"
    return source


def _from_its_sentence(document: MarkedDocument, content: list[Span], predicate: Word | None) -> list[Span]:
    """What is quoted, without unquoted words of sentences before it and before its cue, which are somebody else's."""
    quoted = [quotation.span.start for span in content for quotation in document.quotations_in(span)]
    if predicate is None or not quoted:
        return content
    first = min(quoted[0], document.annotation.sentence_of(predicate).span.start)
    return [Span(max(span.start, first), span.end) for span in content if span.end > first] or content


def _is_elsewhere(source: Source, predicate: Word) -> bool:
    """Whether a source stands in another sentence than the predicate, whose own subject counts for more."""
    return any(word.sentence != predicate.sentence for word in source.heads)


def _with_its_verb(
    document: MarkedDocument, cue: Span | None, predicate: Word | None, content: Sequence[Span]
) -> Span | None:
    """The cue; where it is the auxiliary of a verb that stands beside it alone, with the verb ("would support")."""
    if cue is None or predicate is None or predicate.upos != "VERB" or cue.overlaps(predicate.span):
        return cue
    whole = cue_span(document.annotation, predicate)
    return whole if whole.overlaps(cue) and not any(whole.overlaps(span) for span in content) else cue


def _entry(lemma: str) -> Cue | None:
    return nouns().get(lemma) or verbs().get(lemma)


def _span(document: MarkedDocument, part: tuple[int, int]) -> Span | None:
    words = document.annotation.words[part[0] : part[1]]
    return trim(document.text, words[0].span.start, max(word.span.end for word in words), ",;:")


def _with_marks(document: MarkedDocument, content: Sequence[Span]) -> tuple[Span, ...]:
    """The content with the quotation marks of what it quotes, which a word's span has or lacks by chance."""
    found = []
    for span in content:
        start, end = span.start, span.end
        for quotation in document.quotations_in(Span(max(start - 2, 0), end + 2)):
            if quotation.inner.start == start:
                start = quotation.span.start
            if quotation.closed and end in (quotation.inner.end, quotation.span.end - 1):
                end = quotation.span.end
        found.append(Span(start, end))
    return tuple(found)


def _source(document: MarkedDocument, part: tuple[int, int] | None, predicate: Word | None) -> Source:
    """The source that the network names, with its heads; whole where it breaks off."""
    span = None if part is None else _span(document, part)
    if part is None or span is None:
        return Source()
    words = document.annotation.words[part[0] : part[1]]
    if len(words) > 1 and words[0].upos in ("PRON", "SCONJ") and words[0].lemma.lower() in _RELATIVE:
        words, span = words[:1], words[0].span  # "which has a seat", of which "which" is the source
    head = document.annotation.head_in(span)
    if head is None:
        return Source(span=span)
    if is_endless(document.annotation, head):
        return Source(span=span, heads=(head,))
    if words[-1].relation in _BROKEN_OFF and words[-1] != head:
        span = _whole(document, span, head, predicate)
    elif words[-1].relation == "det" and (noun := document.annotation.parent(words[-1])) is not None:
        span, head = _whole(document, span, noun, predicate), noun
    heads = [word for word in coordinated(document.annotation, head) if word.span.overlaps(span)]
    return Source(span=span, heads=tuple(heads) or (head,))


def _whole(document: MarkedDocument, span: Span, head: Word, predicate: Word | None) -> Span:
    """The noun phrase of a head, if it goes on where a span ends and is of a readable length."""
    phrase = phrase_span(document.annotation, head, stop=predicate)
    if phrase is None or not phrase.contains(span) or len(phrase) > _LONGEST_SOURCE:
        return span
    return phrase


def _continued(document: MarkedDocument, made: Candidate, rule: Candidate) -> Candidate:
    """Speech that goes on from another paragraph: its source stands there, where the network does not look.

    So does its cue, if the speech only begins after the cue's paragraph ("He went on:").
    """
    source = made.source if made.source.span is not None else rule.source
    leads_in = _is_led_in(document, rule)
    return evolve(
        made,
        why=f"{made.why}, {rule.why}",
        cue=rule.cue if leads_in else None,
        predicate=rule.predicate if leads_in else None,
        source=source,
    )


def _is_led_in(document: MarkedDocument, rule: Candidate) -> bool:
    """Whether a candidate's cue stands in a paragraph before its content."""
    return rule.cue is not None and document.paragraph_number(rule.cue.start) < document.paragraph_number(
        rule.content[0].start
    )


def _governed(document: MarkedDocument, made: Candidate) -> Candidate:
    """A content for which the network has no cue: the verb that it is a complement of, and that verb's source."""
    head = document.annotation.head_in(made.content[0])
    verb = None if head is None or head.relation not in _COMPLEMENTS else document.annotation.parent(head)
    if verb is None or verb.upos != "VERB" or any(span.overlaps(verb.span) for span in made.content):
        return made
    source = grammatical_source(document.annotation, verb)
    cue = cue_span(document.annotation, verb)
    if source.span is None or any(span.overlaps(cue) for span in made.content):
        return made
    return evolve(made, cue=cue, predicate=verb, source=source, addressees=addressees_of(document.annotation, verb))


def _enriched(made: Candidate, rule: Candidate, *, sure: bool) -> Candidate:
    """The network's parts, with what the rule knows of the same attribution."""
    source = made.source
    theirs = rule.source
    if source.span is not None and theirs.span is not None and source.span.overlaps(theirs.span):
        source = Source(span=source.span, heads=theirs.heads or source.heads, via=theirs.via)
    elif _yields(source, theirs, sure=sure):
        source = theirs
    return evolve(
        made,
        why=f"{made.why}, {rule.why}",
        predicate=rule.predicate or made.predicate,
        source=source,
        addressees=rule.addressees or made.addressees,
        hedged=rule.hedged,
        reports=rule.reports,
    )


def _yields(source: Source, theirs: Source, *, sure: bool) -> bool:
    """Whether the rule's source counts for more: the network's is none, is doubtful, or only passed it on."""
    if source.span is None or (not sure and (theirs.span is not None or theirs.heads)):
        return True
    return any(source.span.contains(word.span) for word in theirs.via)


class Places:
    """Candidates by where their cue stands, and by where their first content begins."""

    def __init__(self, document: MarkedDocument, candidates: Sequence[Candidate]) -> None:
        self._reading = document
        self.candidates = candidates
        cued = [(c.cue.start, number) for number, c in enumerate(candidates) if c.cue is not None]
        self._by_cue = sorted(cued)
        self._by_content = sorted((span.start, number) for number, c in enumerate(candidates) for span in c.content)
        self._contents = [placed(c.content) for c in candidates]
        self._turns = {span.start: number for number, c in enumerate(candidates) if c.turn for span in c.content}

    def best(self, made: Candidate) -> int | None:
        """The candidate that is most like an attribution: of those whose cue or content overlaps, by shared letters."""
        near = self._near(made)
        scored = [(self._shared(made, number), -number) for number in near]
        best = max(scored, default=(0, 0))
        return -best[1] if best[0] > 0 else None

    def around(self, made: Candidate) -> int | None:
        """The direct speech with a cue that a content without one is a part of."""
        for number in _between(self._by_content, made.content[0].start - 40, made.content[0].end):
            rule = self.candidates[number]
            goes_on = len(rule.content) > 1 or _is_led_in(self._reading, rule)
            if goes_on and all(_around(self._contents[number], span) for span in made.content):
                return number
        return None

    def takes_earlier_turns(self, made: Candidate) -> bool:
        """Whether an attribution also has whole sentences in quotation marks before those that its cue follows."""
        quotations = [q for span in made.content for q in self._reading.quotations_in(span)]
        turns = [self._turns.get(quotation.span.start) for quotation in quotations]
        own = next((t for t in turns if t is not None and _is_shared(self.candidates[t].cue, made.cue)), None)
        if own is not None:
            begin = self.candidates[own].content[0].start
        elif quotations and made.cue is not None and quotations[-1].span.end <= made.cue.start:
            begin = quotations[-1].span.start
        else:
            return False
        text = self._reading.text
        return any(
            quotation.span.start < begin and (turn is not None or text[quotation.inner.end - 1] in _TERMINAL)
            for quotation, turn in zip(quotations, turns, strict=True)
        )

    def _shared(self, made: Candidate, number: int) -> int:
        """How many letters of content an attribution shares with a candidate that has the same cue, or none like it."""
        cue = self.candidates[number].cue
        alike = made.cue is None if cue is None else made.cue is not None and cue.overlaps(made.cue)
        if not alike:
            return 0
        pairs = ((span, one) for span in made.content for one in self._contents[number].at(span))
        return sum(min(span.end, one.end) - max(span.start, one.start) for span, one in pairs)

    def _near(self, made: Candidate) -> set[int]:
        near: set[int] = set()
        if made.cue is not None:
            near |= set(_between(self._by_cue, made.cue.start - 40, made.cue.end))
        else:
            for span in made.content:
                near |= set(_between(self._by_content, span.start - 40, span.end))
        return near


def _between(places: Sequence[tuple[int, int]], start: int, end: int) -> Iterator[int]:
    for place in range(bisect_left(places, (start, -1)), bisect_left(places, (end, -1))):
        yield places[place][1]


def _around(contents: Placed[Span], part: Span) -> Span | None:
    """The innermost content that holds a part."""
    return next((span for span in reversed(contents.at(part)) if span.contains(part)), None)


def _may_hold(contents: Placed[Span], candidate: Candidate) -> bool:
    """Whether a candidate of the rules stands within one content, cue and all, or is speech that nobody took up."""
    holders = {_around(contents, part) for part in candidate.parts}
    if len(holders) == 1 and None not in holders:
        return True
    return candidate.cue is None and not any(map(contents.at, candidate.parts))


def _is_part(contents: Placed[Span], candidate: Candidate) -> bool:
    """Whether a candidate has words of one content without being a smaller attribution within it."""
    if not any(map(contents.at, candidate.content)):
        return False
    holders = {_around(contents, part) for part in candidate.parts}
    if candidate.cue is None or None in holders or len(holders) > 1:
        return True
    return 2 * sum(map(len, candidate.content)) > len(holders.pop() or ())
