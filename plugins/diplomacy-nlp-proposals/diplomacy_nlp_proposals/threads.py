"""One proposal per course of action: later mentions are found and joined to the proposal they name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import define, field

from diplomacy_nlp import Link, ProposalKind, Span
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.spans import merge_spans
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.order import before

from .candidate import ProposalCandidate
from .lexicons import listed, verb_nouns
from .nominals import modifiers
from .parties import names_actor

__all__ = ["Thread", "threads"]

_WINDOW = 12  # how many proposals back a mention may look
_NEAR = 6  # how many sentences back a noun may refer that is another than the proposal's own
_FAR = 25  # the same, for the proposal's own noun
_LEAD = 3  # sentences in which a report retells its headline
_HEADLINE = 18  # words
_DERIVED_NEAR = 3  # how many sentences back "the demand" means what was insisted on, whatever its other words
_PROMINENT = 0.05  # for each mention: what an article comes back to is what it is about
_MANY = 4
_UNLIKE = 2.5
_ALIKE = 0.34  # the share of words from which on two contents may be one
_TEXT_NEAR = 4  # the same, for a paper that holds what somebody proposed
_REQUESTS = (ProposalKind.REQUEST, ProposalKind.DEMAND)
_DEFINITE = {"the", "that", "this", "such", "these", "those"}
_SHORT = 4  # words of a phrase that can do no more than take something up
_GENERIC = {"proposal", "idea", "initiative", "suggestion"}
_FUNCTION = {"ADP", "DET", "PUNCT", "CCONJ", "SCONJ", "PART", "AUX", "PRON"}


@define
class Thread:
    """A proposal while it is being read: its candidates in the order of the text, and what they have in common.

    Args:
        candidates: in the order of the text.
        nouns: that have named it.
        derived: nouns of the verbs that put it forward ("suggestion" after "suggested").
        families, owners, lemmas: of the nouns, of those who put it forward, of what would be done.
        last: the sentence in which it was last named.
    """

    candidates: list[ProposalCandidate]
    nouns: set[str] = field(factory=set)
    derived: set[str] = field(factory=set)
    families: set[str] = field(factory=set)
    owners: set[str] = field(factory=set)
    lemmas: set[str] = field(factory=set)
    last: int = 0

    @property
    def first(self) -> ProposalCandidate:
        """The candidate that opened it."""
        return self.candidates[0]


def threads(document: Document, candidates: Iterable[ProposalCandidate]) -> tuple[Thread, ...]:
    """Candidates, in the order of the text, as threads: each names one course of action."""
    found: list[Thread] = []
    for candidate in candidates:
        recent = found[-_WINDOW:]
        earlier = _antecedent(document, candidate, recent) if candidate.refers_back else None
        if earlier is None and candidate.stands:
            earlier = _same_content(document, candidate, recent) or _of_headline(document, candidate, found)
        if earlier is not None:
            _add(document, earlier, candidate)
            _prefer_report(document, earlier)
        elif candidate.stands:
            opened = Thread(candidates=[])
            _add(document, opened, candidate)
            found.append(opened)
    return tuple(found)


def _of_headline(document: Document, candidate: ProposalCandidate, found: Sequence[Thread]) -> Thread | None:
    """The proposal that the headline spoke of, which the first one of the report by the same people retells."""
    if len(found) != 1 or not _in_headline(document, found[0].first):
        return None
    thread = found[0]
    near = 0 < candidate.word.sentence <= _LEAD and all(_in_headline(document, c) for c in thread.candidates)
    alike = (thread.first.kind in _REQUESTS) == (candidate.kind in _REQUESTS) or bool(thread.families)
    mine = _keys(document, candidate.proposers)
    return thread if near and alike and mine & thread.owners else None


def _in_headline(document: Document, candidate: ProposalCandidate) -> bool:
    """Whether a candidate stands in a first line that ends without a full stop or is a sentence of its own line."""
    if candidate.word.sentence != 0:
        return False
    text = document.article.text
    line = text[: text.find("\n")].strip() if "\n" in text else ""
    return 0 < len(line.split()) <= _HEADLINE and candidate.word.span.end <= len(line) + 1


def _prefer_report(document: Document, thread: Thread) -> None:
    """Lets the report's own words stand before the headline's, which are short and loose."""
    if not _in_headline(document, thread.first):
        return
    at, told = next(((at, c) for at, c in enumerate(thread.candidates) if not _in_headline(document, c)), (0, None))
    if told is not None and told.stands:
        thread.candidates.insert(0, thread.candidates.pop(at))


def _add(document: Document, thread: Thread, candidate: ProposalCandidate) -> None:
    thread.candidates.append(candidate)
    thread.last = candidate.word.sentence
    if candidate.noun is not None:
        thread.nouns.add(_lemma(candidate.noun))
        inner = modifiers(document.annotation, candidate.noun)
        thread.nouns |= {_lemma(w) for w in inner if listed("paper", w.lemma)}  # "the draft regulation"
    if candidate.word.upos == "VERB":
        thread.derived |= verb_nouns(candidate.word.lemma)
    if candidate.family:
        thread.families.add(candidate.family)
    thread.owners |= _keys(document, candidate.proposers)
    thread.lemmas |= _content_lemmas(document, candidate.content)


def _lemma(noun: Word) -> str:
    return noun.lemma.lower().removesuffix("s")


def _keys(document: Document, links: Sequence[Link]) -> set[str]:
    """Names to compare actors by: ids, their principals' ids, else the words."""
    found: set[str] = set()
    for link in links:
        if link.id:
            found |= document.sides([link.id])
        elif link.span is not None:
            found.add(document.article[link.span].lower())
    return found


def _content_lemmas(document: Document, spans: Iterable[Span]) -> set[str]:
    words = (w for span in spans for w in document.annotation.words_in(span))
    return {w.lemma.lower() for w in words if w.upos not in _FUNCTION}


# --- which earlier proposal a noun phrase names ------------------------------------------------------------------


def _antecedent(document: Document, candidate: ProposalCandidate, recent: Sequence[Thread]) -> Thread | None:
    """The most fitting of the recent proposals: same noun, same owner and near beat another noun and far."""
    best, best_score = None, 0.0
    if candidate.family == "plan" and any("plan" in thread.families for thread in recent):
        # while a plan is on the table, no other offer is called one
        recent = [t for t in recent if t.first.kind != ProposalKind.OFFER or t.families & {"plan", "offer"}]
    for thread in reversed(recent):
        score = _fit(document, candidate, thread)
        if score > best_score:
            best, best_score = thread, score
    return best


def _fit(document: Document, candidate: ProposalCandidate, thread: Thread) -> float:
    """How well a noun phrase fits an earlier proposal; 0 where it cannot be that."""
    noun = candidate.noun
    if noun is None or thread.candidates[-1].word == candidate.word:
        return 0.0
    distance = candidate.word.sentence - thread.last
    indefinite = candidate.nominal is not None and _begins_indefinite(document, candidate.nominal)
    if indefinite:
        return 1.0 if distance == 0 and _is_apposition(document, candidate, thread) else 0.0
    same_noun = _lemma(noun) in thread.nouns
    derived = _lemma(noun) in thread.derived
    own_content = _content_lemmas(document, candidate.content)
    overlap = _overlap(own_content, thread.lemmas)
    same_owner = bool(thread.owners & _keys(document, candidate.proposers))
    retold = candidate.is_named_by_content and bool(own_content) and own_content <= thread.lemmas
    again = same_owner and candidate.family in ("plan", "offer") and thread.first.kind not in _REQUESTS
    kin = max(_kinship(candidate, thread), 1.0 * derived, 0.8 * retold, 0.6 * (again and not own_content))
    if (
        distance
        > (
            _FAR
            if same_noun or again or _may_return(candidate, thread) or (same_owner and overlap >= _ALIKE)
            else _NEAR
        )
        or (not same_noun and not kin)
        or _conflict(document, candidate, thread)
    ):
        return 0.0
    told_apart = candidate.stands and candidate.is_named_by_content and overlap < _ALIKE and not same_noun
    told_apart = told_apart and not (derived and distance <= _DERIVED_NEAR)  # "insisted that ... the demand for"
    if own_content and thread.lemmas and told_apart:
        return 0.0
    step = 0.4 if same_noun or (distance > _NEAR and _may_return(candidate, thread)) else 1.0
    score = 10.0 + 3.0 * same_noun + 1.0 * derived + kin + overlap - step * distance
    demonym = _is_demonym_of(document, _keys(document, candidate.proposers), thread.owners)
    score += _PROMINENT * min(len(thread.candidates) - 1, _MANY)
    if (
        candidate.family in ("plan", "move", "text")
        and thread.first.kind in _REQUESTS
        and not (thread.families or derived)
    ):
        score -= _UNLIKE  # what was merely asked for is seldom called a plan
    return score + 2.0 * (same_owner or demonym)


def _may_return(candidate: ProposalCandidate, thread: Thread) -> bool:
    """Whether a general word may come back, from far, to the proposal that the article opens with."""
    opens = thread.first.word.sentence < _LEAD and thread.first.kind not in _REQUESTS
    return opens and candidate.noun is not None and _lemma(candidate.noun) in _GENERIC


def _begins_indefinite(document: Document, nominal: Span) -> bool:
    return document.article[nominal].lower().startswith(("a ", "an ", "another "))


def _is_apposition(document: Document, candidate: ProposalCandidate, thread: Thread) -> bool:
    """As in ", a move that": right after a comma, in the sentence of what it sums up."""
    if candidate.nominal is None or candidate.noun is None:
        return False
    first = document.annotation.word_at(candidate.nominal.start)
    previous = before(document.annotation, first)[:1] if first is not None else ()
    return bool(previous) and previous[0].text in (",", "—", "–", "-") and not thread.first.refers_back


def _kinship(candidate: ProposalCandidate, thread: Thread) -> float:
    """Whether a noun may stand for a proposal that another word named."""
    family, opener = candidate.family, thread.first
    if family == "move":
        return 1.0 if candidate.word.sentence - thread.last <= 1 else 0.0
    if family in ("text", "bill"):
        related = bool(thread.families & {"text", "bill", "plan"})
        paper = candidate.noun is not None and listed("paper", _lemma(candidate.noun))
        if paper and not thread.families and opener.kind == ProposalKind.PROPOSAL:
            return (
                0.5 if candidate.word.sentence - thread.last <= _TEXT_NEAR else 0.0
            )  # "has proposed a duty. The draft"
        return 1.0 if related and (family in thread.families or candidate.word.sentence - thread.last <= 2) else 0.0
    if family == "plan":
        if candidate.noun is not None and _lemma(candidate.noun) in _GENERIC:
            return 0.5 if opener.kind in _REQUESTS else 1.0
        if opener.kind not in _REQUESTS or thread.families & {"plan", "text"}:
            return 1.5 if "plan" in thread.families else 1.0 if opener.kind == ProposalKind.PROPOSAL else 0.5
        return 0.3 if candidate.word.sentence - thread.last <= _TEXT_NEAR and not candidate.content else 0.0
    if family == "it":
        return 1.0 if 0 <= candidate.word.sentence - thread.last <= 1 else 0.0
    return _kinship_of_kinds(candidate, thread)


def _kinship_of_kinds(candidate: ProposalCandidate, thread: Thread) -> float:
    """Whether a word for one kind of proposal may stand for one of another kind."""
    kind, family, opener = candidate.kind, candidate.family, thread.first
    if kind == opener.kind:
        return 1.5
    if kind == ProposalKind.INVITATION and opener.kind == ProposalKind.OFFER:
        return 0.8 if candidate.word.sentence - thread.last <= 2 else 0.0  # "offered to meet them. ... the invitation"
    if family == "offer" and opener.kind not in _REQUESTS:
        return 0.4 if candidate.word.sentence - thread.last <= _TEXT_NEAR else 0.0
    return 0.5 if kind in _REQUESTS and opener.kind in _REQUESTS and candidate.word.sentence - thread.last <= 3 else 0.0


def _conflict(document: Document, candidate: ProposalCandidate, thread: Thread) -> bool:
    """Whether owner, date, number or a modifier says that it is another one."""
    mine = {k for k in _keys(document, candidate.owners) if k not in ("its", "their", "his", "her", "our", "my")}
    related = _is_demonym_of(document, mine, thread.owners) or _share_a_name(document, mine, thread.owners)
    if mine and thread.owners and not mine & thread.owners and not related:
        return True
    if candidate.noun is None:
        return True
    if candidate.family == "it":
        return False
    inner = modifiers(document.annotation, candidate.noun)
    words = {w.lemma.lower() for w in inner if w.upos in ("NOUN", "NUM", "ADJ", "PROPN")}
    words = {w for w in words if not listed("modifier", w)}
    words -= {"new", "latest", "current", "original", "own", "so-called", "initial", "same", "peace"} | thread.lemmas
    words -= {"-", "controversial", "bold", "recent", "early", "earlier", "previous"}
    named = {w.lower() for o in thread.owners for w in o.split()}
    known = set().union(*(_modifier_lemmas(document, c) for c in thread.candidates[:3])) | named
    distinct = {w for w in words - known if not any(names_actor(document, m) for m in inner if m.lemma.lower() == w)}
    distinct = {w for w in distinct if not _is_demonym_of(document, {w}, thread.owners)}
    plural = candidate.noun.feat("Number") == "Plur" and _lemma(candidate.noun) not in thread.nouns
    return bool(distinct) or plural


def _share_a_name(document: Document, some: set[str], others: set[str]) -> bool:
    """Whether owners are called by one name, as "the House plan" of "House Republicans"."""
    names = [
        {w for key in keys for n in _names_of(document, key) or (key,) for w in n.lower().split()}
        for keys in (some, others)
    ]
    return bool((names[0] & names[1]) - {"the", "of", "and", "party", "minister", "president", "officials"})


def _is_demonym_of(document: Document, words: set[str], owners: set[str]) -> bool:
    """Whether an adjective that no mention covers comes from an owner's name ("Indonesian", Indonesia)."""
    names = {name.lower() for owner in owners for name in _names_of(document, owner) or (owner,)}
    return any(_share_stem(word, name) for word in words for name in names)


def _share_stem(word: str, name: str) -> bool:
    stem = max(4, min(len(word), len(name)) - 3)
    return word[:stem] == name[:stem] and word[-1:] in "nhie"


def _modifier_lemmas(document: Document, candidate: ProposalCandidate) -> set[str]:
    if candidate.noun is None:
        return set()
    return {w.lemma.lower() for w in modifiers(document.annotation, candidate.noun)}


# --- the same course of action, put forward twice ------------------------------------------------------------------


def _same_content(document: Document, candidate: ProposalCandidate, recent: Sequence[Thread]) -> Thread | None:
    mine = _content_lemmas(document, candidate.content)
    owners = _keys(document, candidate.proposers)
    for thread in reversed(recent):
        if thread.owners and owners and not owners & thread.owners:
            if _takes_up(document, candidate, thread):
                return thread
            continue
        if _nested(candidate, thread) or (len(mine) >= 2 and _overlap(mine, thread.lemmas) >= 0.7):
            return thread
    return None


def _takes_up(document: Document, candidate: ProposalCandidate, thread: Thread) -> bool:
    """Whether others want what was put forward: "had lobbied for the extension", of which the article spoke before."""
    if candidate.kind not in _REQUESTS or len(candidate.content) != 1:
        return False
    if candidate.word.sentence - thread.last > _FAR:
        return False
    words = document.annotation.words_in(candidate.content[0])
    mine = _content_lemmas(document, candidate.content)
    return len(words) <= _SHORT and words[0].text.lower() in _DEFINITE and bool(mine) and mine <= thread.lemmas


def _nested(candidate: ProposalCandidate, thread: Thread) -> bool:
    """Whether both say the same words would be done: "renewed its call", "the proposed plan to"."""
    if candidate.word.sentence != thread.last:
        return False
    theirs = merge_spans(s for c in thread.candidates for s in c.content)
    return any(a == b for a in candidate.content for b in theirs)


def _overlap(mine: set[str], theirs: set[str]) -> float:
    return len(mine & theirs) / max(min(len(mine), len(theirs)), 2) if mine and theirs else 0.0


def _names_of(document: Document, id: str) -> tuple[str, ...]:
    """An actor's name and that of the actor on whose behalf it acts; () for an unknown id."""
    found = (document.actor_with(i) for i in sorted(document.sides([id])))
    return tuple(actor.name for actor in found if actor is not None)
