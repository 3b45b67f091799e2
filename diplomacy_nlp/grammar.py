"""What a clause says: who does what to whom, whether it is denied, hedged, or only imagined.

Questions that every extractor asks of a parse, answered in one place and for the constructions that news is written
in: passives, relative clauses with their gaps, reduced clauses, control and coordination. Relations are those of
Universal Dependencies; the rules are written against a parser's errors too (a relative "that" tagged as a
conjunction, a title and its name as two subjects).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from attrs import field, frozen
from attrs.validators import in_

from .annotation import Annotation, Word
from .lexicon import packaged, read_lexicon
from .spans import Span
from .types import Actor, Certainty, Link, Mode

__all__ = [
    "actor_of",
    "agents",
    "certainty",
    "clause",
    "coordinated",
    "depth",
    "is_negated",
    "is_passive",
    "links_to",
    "marked",
    "mode",
    "noun_phrase",
    "patients",
    "subjects",
    "verb_group",
]

_RELATIVE_LEMMAS = {"which", "who", "whom", "that"}
_CONDITIONAL_MARKS = {"if", "unless", "provided", "whether", "lest"}
_NEGATORS = {"not", "n't", "never", "neither", "nor", "hardly", "scarcely"}
_SUBJECT_CONTROL = {"promise", "vow", "threaten"}  # "promised him to leave": the promiser leaves


@frozen
class _Hedge:
    lemma: str
    kind: str = field(validator=in_(("adverb", "auxiliary", "governor")))


@cache
def _hedges(kind: str) -> frozenset[str]:
    entries = read_lexicon(packaged("diplomacy_nlp", "lexicons/hedges.tsv"), _Hedge)
    return frozenset(entry.lemma for entry in entries if entry.kind == kind)


# --- shapes -------------------------------------------------------------------------------------------------------


def coordinated(annotation: Annotation, word: Word) -> tuple[Word, ...]:
    """The word and its conjuncts ("NATO, Ukraine and the officials"), in the order of the text."""
    found = [word]
    for conjunct in annotation.children(word, "conj"):
        found.extend(coordinated(annotation, conjunct))
    return tuple(found)


def marked(annotation: Annotation, word: Word) -> str:
    """The lower-cased preposition or conjunction before a word ("according to", "due to", "if"); "" for none."""
    markers = annotation.children(word, "case", "mark")
    words = [w for m in markers if m.id < word.id for w in (m, *annotation.children(m, "fixed"))]
    return " ".join(w.text.lower() for w in words if w.lemma != "'s")


def is_passive(annotation: Annotation, predicate: Word) -> bool:
    """Whether a verb is passive: by its auxiliary or subject, or as a past participle that modifies a noun.

    The feature `Voice=Pass` is not asked: parsers give it to participles of the active perfect as well.
    """
    auxiliaries = annotation.children(predicate, "aux")
    if any(a.deprel == "aux:pass" for a in auxiliaries) or annotation.child(predicate, "nsubj:pass"):
        return True
    if predicate.deprel == "conj" and not auxiliaries and not annotation.child(predicate, "nsubj"):
        first = annotation.parent(predicate)
        # "was proposed and later rejected": one auxiliary for both
        return (
            first is not None
            and predicate.feat("VerbForm") == "Part"
            and predicate.feat("Tense") != "Pres"
            and is_passive(annotation, first)
        )
    return _is_reduced_passive(annotation, predicate)


def _is_reduced_passive(annotation: Annotation, predicate: Word) -> bool:
    """A past participle after its noun ("a plan backed by Paris"), without subject or auxiliary of its own."""
    return (
        predicate.deprel in ("acl", "amod")
        and predicate.upos in ("VERB", "ADJ")
        and predicate.feat("VerbForm") in ("Part", None)
        and not predicate.text.lower().endswith("ing")
        and not annotation.children(predicate, "nsubj", "csubj", "aux", "mark", "expl")
    )


# --- who ----------------------------------------------------------------------------------------------------------


def subjects(annotation: Annotation, predicate: Word) -> tuple[Word, ...]:
    """Heads of the noun phrases that are the predicate's subject, stated or understood; conjuncts are listed.

    Understood subjects: the antecedent of a relative pronoun, the noun that a participle modifies, the controller of
    an infinitive ("Paris urged Kyiv to accept": Kyiv), the main clause's subject for a reduced clause, the first
    verb's for a coordinated one.
    """
    return _subjects(annotation, predicate, frozenset())


def _subjects(annotation: Annotation, predicate: Word, seen: frozenset[int]) -> tuple[Word, ...]:
    if predicate.id in seen:
        return ()
    seen |= {predicate.id}
    own = _own_subjects(annotation, predicate)
    if own:
        return tuple(dict.fromkeys(c for word in own for c in coordinated(annotation, _antecedent(annotation, word))))
    above = annotation.parent(predicate)
    if above is None:
        return ()
    if predicate.relation == "acl" and above.upos not in ("VERB", "AUX"):
        if annotation.child(predicate, "mark"):  # "their willingness to contribute": whose willingness it is
            return tuple(c for owner in annotation.children(above, "nmod:poss") for c in coordinated(annotation, owner))
        return coordinated(annotation, above)
    if predicate.relation in ("xcomp", "ccomp"):
        return _controllers(annotation, predicate, above, seen)
    if predicate.relation in ("advcl", "conj", "parataxis") and above.upos in ("VERB", "ADJ", "NOUN", "AUX"):
        if predicate.relation == "conj" and above.upos == "NOUN":
            return ()
        return _subjects(annotation, above, seen)
    return ()


def _own_subjects(annotation: Annotation, predicate: Word) -> list[Word]:
    stated = [w for w in annotation.children(predicate, "nsubj", "csubj") if not annotation.child(w, "mark")]
    stated = [w for w in stated if w.relation != "csubj"] or stated
    if len(stated) < 2:
        return stated
    # Several subjects are a parser's slip. A title and its name stand side by side: keep both. Else the nearest counts.
    nearest = stated[-1]
    kept = [nearest]
    for word in reversed(stated[:-1]):
        if annotation.phrase(kept[0]).start - annotation.phrase(word).end > 1:
            break
        kept.insert(0, word)
    return kept


def _controllers(annotation: Annotation, predicate: Word, above: Word, seen: frozenset[int]) -> tuple[Word, ...]:
    told = [*annotation.children(above, "obj"), *annotation.children(above, "iobj")]
    told = [w for w in told if w.id < predicate.id]
    if told and above.lemma not in _SUBJECT_CONTROL and not is_passive(annotation, above):
        return tuple(c for word in told for c in coordinated(annotation, _antecedent(annotation, word)))
    return _subjects(annotation, above, seen)


def _antecedent(annotation: Annotation, word: Word) -> Word:
    """What a relative pronoun stands for; any other word is itself."""
    if word.lemma.lower() not in _RELATIVE_LEMMAS or word.upos not in ("PRON", "DET", "SCONJ"):
        return word
    for above in annotation.ancestors(word):
        if above.relation == "acl":
            noun = annotation.parent(above)
            return noun if noun is not None else word
    return word


def agents(annotation: Annotation, predicate: Word) -> tuple[Word, ...]:
    """Heads of the noun phrases that name who does it: the subject of an active verb, a passive's "by" phrase."""
    if not is_passive(annotation, predicate):
        return subjects(annotation, predicate)
    by = [w for w in annotation.children(predicate, "obl", "nmod") if marked(annotation, w) == "by"]
    return tuple(c for word in by for c in coordinated(annotation, word))


def patients(annotation: Annotation, predicate: Word) -> tuple[Word, ...]:
    """Heads of the noun phrases that name what it is done to.

    The object of an active verb, the subject of a passive, the antecedent of a relative clause whose object is the
    gap ("a move that allies dismissed"), the noun that a past participle modifies ("an accord rejected by Kyiv").
    """
    if is_passive(annotation, predicate):
        return subjects(annotation, predicate)
    objects = annotation.children(predicate, "obj")
    if objects:
        return tuple(c for word in objects for c in coordinated(annotation, _antecedent(annotation, word)))
    gap = _relative_gap(annotation, predicate)
    return () if gap is None else coordinated(annotation, gap)


def _relative_gap(annotation: Annotation, predicate: Word) -> Word | None:
    """The noun that a clause with a subject but no object modifies: the object is what the clause is about."""
    if predicate.relation == "conj":
        first = annotation.parent(predicate)
        return None if first is None else _relative_gap(annotation, first)
    if predicate.relation != "acl" or predicate.upos != "VERB" or annotation.child(predicate, "ccomp", "xcomp"):
        return None
    own = _own_subjects(annotation, predicate)
    if not own or any(_antecedent(annotation, word) != word for word in own):
        return None
    return annotation.parent(predicate)


# --- how far it holds ---------------------------------------------------------------------------------------------


def is_negated(annotation: Annotation, predicate: Word) -> bool:
    """Whether the clause denies its predicate: "not", "never", "no ally has", "without rejecting"."""
    for child in annotation.children(predicate):
        if child.feat("Polarity") == "Neg" or (child.relation == "advmod" and child.lemma in _NEGATORS):
            return True
        if child.text.lower() in ("without", "not", "n't", "n’t"):
            return True
        if child.relation in ("nsubj", "obj") and any(
            d.lemma in ("no", "neither") for d in annotation.children(child, "det")
        ):
            return True
        if child.relation == "nsubj" and child.lemma.lower() in ("nobody", "none", "neither"):
            return True
    return False


def certainty(annotation: Annotation, predicate: Word) -> Certainty:
    """Whether the text asserts the clause or hedges it ("may reject", "reportedly", "appeared to")."""
    for child in annotation.children(predicate):
        lemma = child.lemma.lower()
        if (child.relation == "advmod" and lemma in _hedges("adverb")) or (
            child.relation == "aux" and lemma in _hedges("auxiliary")
        ):
            return Certainty.HEDGED
    above = annotation.parent(predicate)
    if above is not None and predicate.relation in ("xcomp", "ccomp") and above.lemma.lower() in _hedges("governor"):
        # "said that it rejects" is a report, no hedge; "is said to reject" hedges
        reports = above.lemma in ("say", "report", "believe", "think", "understand", "expect")
        if not reports or is_passive(annotation, above):
            return Certainty.HEDGED
    return Certainty.ASSERTED


def mode(annotation: Annotation, predicate: Word) -> Mode | None:
    """PLOVER's mode that the clause's own words set: future ("will", "plans to") or hypothetical ("if", "would")."""
    auxiliaries = {a.lemma.lower() for a in annotation.children(predicate, "aux")}
    marks = set(marked(annotation, predicate).split())
    if marks & _CONDITIONAL_MARKS or auxiliaries & {"would", "'d", "could"}:
        return Mode.HYPOTHETICAL
    if auxiliaries & {"will", "shall", "'ll"}:
        return Mode.FUTURE
    above = annotation.parent(predicate)
    if predicate.relation == "xcomp" and above is not None and above.lemma in ("plan", "intend", "go", "prepare"):
        return Mode.FUTURE
    return None


# --- spans --------------------------------------------------------------------------------------------------------


def verb_group(annotation: Annotation, predicate: Word, *, auxiliaries: bool = False) -> Span:
    """The words of a predicate: with its particle ("turned down") and, where asked for, its auxiliaries."""
    kept = {predicate.id}
    for child in annotation.children(predicate, "compound:prt"):
        if child.id - predicate.id <= 2:
            kept.add(child.id)
    if auxiliaries:
        kept |= {a.id for a in annotation.children(predicate, "aux") if a.id < predicate.id}
    words = annotation.sentence_of(predicate).words
    return Span(words[min(kept) - 1].span.start, words[max(kept) - 1].span.end)


def clause(annotation: Annotation, predicate: Word) -> Span:
    """The clause of a predicate: its subtree without coordinated clauses and what introduces it."""
    return annotation.phrase(predicate, without=("conj", "cc", "parataxis", "punct", "mark"))


def noun_phrase(annotation: Annotation, noun: Word) -> Span:
    """A noun phrase without what merely introduces or coordinates it, and without its relative clauses."""
    return annotation.phrase(noun, without=("case", "mark", "conj", "cc", "acl:relcl", "appos", "parataxis", "punct"))


def depth(annotation: Annotation, word: Word) -> int:
    """How many words stand above a word in its tree: 0 for a root."""
    return sum(1 for _ in annotation.ancestors(word))


# --- actors -------------------------------------------------------------------------------------------------------


def actor_of(annotation: Annotation, actors: Iterable[Actor], word: Word) -> Actor | None:
    """The actor that a noun phrase names, given its head word; None where no mention covers the head.

    Where several mentions cover it the smallest counts: within "Russian officials", "Russian" is Russia. A head that
    no mention covers may be a title ("Foreign Minister Sergey Lavrov"): its name is asked next.
    """
    actors = tuple(actors)
    for candidate in _heads_of_name(annotation, word):
        found = [(len(m.span), a) for a in actors for m in a.mentions if m.span.contains(candidate.span)]
        if found:
            return min(found, key=lambda pair: pair[0])[1]
    return None


def _heads_of_name(annotation: Annotation, word: Word) -> Iterator[Word]:
    yield word
    for relation in ("flat", "appos"):
        yield from annotation.children(word, relation)
    if word.relation in ("flat", "compound") and (above := annotation.parent(word)) is not None:
        yield above


def links_to(annotation: Annotation, actors: Iterable[Actor], words: Iterable[Word]) -> tuple[Link, ...]:
    """Links to the actors that noun phrases name, given their heads; a phrase that names none is linked by its words.

    Two heads of one actor give one link.
    """
    actors = tuple(actors)
    found: dict[str | Span, Link] = {}
    for word in words:
        actor = actor_of(annotation, actors, word)
        if actor is not None and actor.id:
            mention = next((m.span for m in actor.mentions if m.span.contains(word.span)), None)
            found.setdefault(actor.id, Link(id=actor.id, span=mention))
        else:
            span = noun_phrase(annotation, word)
            found.setdefault(span, Link(span=span))
    # a title that the parser split from its name is no second actor
    named = [link for link in found.values() if link.id]
    return tuple(
        link
        for link in found.values()
        if link.id or not any(link.span and n.span and 0 <= n.span.start - link.span.end <= 1 for n in named)
    )
