"""What a clause says: who does what to whom, whether it is denied, hedged, or only imagined.

Questions that every extractor asks of a parse, answered in one place and for the constructions that news is written
in: passives, relative clauses with their gaps, reduced clauses, control and coordination. Relations are those of
Universal Dependencies; the rules are written against a parser's errors too (a relative "that" tagged as a
conjunction, a title and its name as two subjects).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import chain

from attrs import field, frozen
from attrs.validators import in_

from ..annotation import Annotation, Word
from ..spans import Span
from ..types import Certainty, Mode
from .lexicon import packaged, read_lexicon

__all__ = [
    "agents",
    "certainty",
    "clause",
    "coordinated",
    "depth",
    "is_negated",
    "is_passive",
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
_DASHES = {"—", "–", "--", "-"}
_NOBODY = {"nobody", "none", "neither", "nothing"}
_SUBJECT_CONTROL = {"promise", "vow", "threaten"}  # "promised him to leave": the promiser leaves
_PREPOSITIONAL_CONTROL = {  # "called on Kyiv to accept": Kyiv accepts
    "appeal": {"to", "for"},
    "argue": {"for"},
    "ask": {"for"},
    "bank": {"on"},
    "call": {"on", "upon", "for"},
    "count": {"on"},
    "demand": {"for"},
    "lobby": {"for"},
    "plea": {"to", "for"},
    "plead": {"with", "for"},
    "press": {"for"},
    "pressure": {"on"},
    "prevail": {"on", "upon"},
    "push": {"for"},
    "rely": {"on", "upon"},
    "request": {"to", "for"},
    "wait": {"for"},
}


@frozen
class _Hedge:
    lemma: str
    kind: str = field(validator=in_(("adverb", "auxiliary", "governor")))


@cache
def _hedges(kind: str) -> frozenset[str]:
    entries = read_lexicon(packaged("diplomacy_nlp.toolkit", "lexicons/hedges.tsv"), _Hedge)
    return frozenset(entry.lemma for entry in entries if entry.kind == kind)


# --- shapes -------------------------------------------------------------------------------------------------------


def coordinated(annotation: Annotation, word: Word) -> tuple[Word, ...]:
    """The word and its conjuncts ("NATO, Ukraine and the officials"), in the order of the text."""
    found, waiting = [], [word]
    while waiting:
        at = waiting.pop()
        found.append(at)
        waiting.extend(annotation.children(at, "conj"))
    return tuple(sorted(found, key=lambda w: w.id))


def marked(annotation: Annotation, word: Word) -> str:
    """The lower-cased preposition or conjunction before a word ("according to", "due to", "if"); "" for none."""
    markers = annotation.children(word, "case", "mark")
    if not markers:
        return ""
    words = [w for m in markers if m.id < word.id for w in (m, *annotation.children(m, "fixed"))]
    return " ".join(w.text.lower() for w in words if w.lemma != "'s")


def is_passive(annotation: Annotation, predicate: Word) -> bool:
    """Whether a verb is passive: by its auxiliary or subject, or as a past participle that modifies a noun.

    The feature `Voice=Pass` is not asked: parsers give it to participles of the active perfect as well.
    """
    if predicate.feat("VerbForm") == "Part" and predicate.feat("Tense") != "Pres":
        predicate = _auxiliary_holder(annotation, predicate)  # "was proposed and later rejected"
    if predicate.text.lower().endswith("ing"):
        return False  # "are demanding", whatever the parser made of "are"
    auxiliaries = annotation.children(predicate, "aux")
    if any(a.deprel == "aux:pass" for a in auxiliaries):
        return True
    if annotation.child(predicate, "nsubj:pass"):
        # a main verb without auxiliary is active, whatever the parser calls its subject
        bare = not auxiliaries and not annotation.child(predicate, "obl:agent")
        return not (bare and predicate.relation in ("root", "ccomp", "parataxis"))
    return _is_reduced_passive(annotation, predicate)


def _is_reduced_passive(annotation: Annotation, predicate: Word) -> bool:
    """A past participle without subject or auxiliary: "a plan backed by Paris", "Backed by Paris, the plan ..."."""
    if annotation.children(predicate, "nsubj", "csubj", "aux", "expl"):
        return False
    if predicate.deprel == "advcl":
        return (
            predicate.feat("VerbForm") == "Part"
            and predicate.feat("Tense") == "Past"
            and not annotation.child(predicate, "obj")
        )
    return (
        predicate.deprel in ("acl", "amod")
        and predicate.upos in ("VERB", "ADJ")
        and (predicate.feat("VerbForm") in ("Part", None) or annotation.child(predicate, "obl:agent") is not None)
        and not predicate.text.lower().endswith("ing")
        and not annotation.child(predicate, "mark")
    )


def _auxiliary_holder(annotation: Annotation, predicate: Word) -> Word:
    """The verb whose auxiliaries a coordinated verb shares ("will meet Berlin and discuss the plan"); else itself.

    Only a form that cannot stand alone shares them, without subject, auxiliary or conjunction of its own.
    """
    while (
        predicate.relation == "conj"
        and predicate.feat("VerbForm") in ("Inf", "Part", "Ger")
        and not annotation.children(predicate, "nsubj", "csubj", "aux", "cop", "mark")
    ):
        first = annotation.parent(predicate)
        # "may reject it, pushing for another" is no second thing that it may do
        if first is None or predicate.text.endswith("ing") > first.text.endswith("ing"):
            break
        predicate = first
    return predicate


# --- who ----------------------------------------------------------------------------------------------------------


def subjects(annotation: Annotation, predicate: Word) -> tuple[Word, ...]:
    """Heads of the noun phrases that are the predicate's subject, stated or understood; conjuncts are listed.

    Understood subjects: the antecedent of a relative pronoun, the noun that a participle modifies, the controller of
    an infinitive ("Paris urged Kyiv to accept": Kyiv), the main clause's subject for a reduced clause, the first
    verb's for a coordinated one.
    """
    for at in chain((predicate,), annotation.ancestors(predicate)):
        if own := _own_subjects(annotation, at):
            return _all_coordinated(annotation, own)
        above = annotation.parent(at)
        if above is None:
            return ()
        if at.relation == "acl" and above.upos not in ("VERB", "AUX"):
            return _of_noun(annotation, at, above)
        if controllers := _controllers(annotation, at, above):
            return _all_coordinated(annotation, controllers)
        if _is_told_beside_wish(annotation, at, above):
            wishing = annotation.parent(above)
            return subjects(annotation, wishing) if wishing is not None else ()
        if not _is_subject_shared(annotation, at, above):
            return ()
    return ()


def _is_told_beside_wish(annotation: Annotation, predicate: Word, above: Word) -> bool:
    """As in "demanded that the Senate vote and accused the mayor": a past verb that was joined to what is wished."""
    return (
        predicate.relation == "conj"
        and predicate.feat("Tense") == "Past"
        and predicate.feat("VerbForm") == "Fin"
        and above.relation == "ccomp"
        and above.feat("Tense") != "Past"
        and not annotation.child(above, "aux")
    )


def _all_coordinated(annotation: Annotation, words: Iterable[Word]) -> tuple[Word, ...]:
    """The words, relative pronouns replaced by what they stand for, with all their conjuncts, each once."""
    return tuple(dict.fromkeys(c for word in words for c in coordinated(annotation, _antecedent(annotation, word))))


def _of_noun(annotation: Annotation, predicate: Word, noun: Word) -> tuple[Word, ...]:
    """Whose doing a clause without a subject is that modifies a noun."""
    mark = annotation.child(predicate, "mark")
    if mark is None or mark.lemma.lower() in _RELATIVE_LEMMAS:  # "the envoy that left", with "that" as a conjunction
        return coordinated(annotation, noun)
    asked = _asked(annotation, predicate, noun)  # "a call on Kyiv to accept": Kyiv
    # "their willingness to contribute": whose willingness it is
    owners = asked or annotation.children(noun, "nmod:poss")
    return _all_coordinated(annotation, owners)


def _is_subject_shared(annotation: Annotation, predicate: Word, above: Word) -> bool:
    """Whether a clause without a subject has that of the clause above it."""
    if predicate.relation in ("xcomp", "ccomp"):
        return True
    if predicate.relation == "conj" and above.upos == "NOUN":
        return False
    if predicate.relation not in ("advcl", "conj", "parataxis"):
        return False
    # "was in Geneva, stressing that ...": the place is the predicate of a copula
    return above.upos in ("VERB", "ADJ", "NOUN", "AUX") or annotation.child(above, "cop") is not None


def _own_subjects(annotation: Annotation, predicate: Word) -> list[Word]:
    found = [_after_dateline(annotation, w) for w in annotation.children(predicate, "nsubj", "csubj")]
    if len(found) > 1 and _is_dateline(annotation, found[0]):
        found = found[1:]
    stated = [w for w in found if not annotation.child(w, "mark")]
    stated = [w for w in stated if w.relation != "csubj"] or stated
    # "which Kyiv rejected", both taken for subjects: the pronoun is the object
    stated = [w for w in stated if not _is_relative(w)] or stated
    if len(stated) < 2:
        return stated
    # Several subjects are a parser's slip. A title and its name stand side by side, and so do the first two of a list
    # ("Belgium, Spain and Ireland"): keep both. Else the nearest counts.
    nearest = stated[-1]
    kept = [nearest]
    for word in reversed(stated[:-1]):
        gap = annotation.phrase(kept[0]).start - annotation.phrase(word).end
        if gap > 1 and not (_is_comma_before(annotation, kept[0]) and annotation.child(nearest, "conj")):
            break
        kept.insert(0, word)
    return kept


def _is_comma_before(annotation: Annotation, word: Word) -> bool:
    before = annotation.sentence_of(word).words[word.id - 2 : word.id - 1]
    return [w.text for w in before] == [","]


def _after_dateline(annotation: Annotation, word: Word) -> Word:
    """The subject that a parser hung as an apposition on the place before it ("OSLO — Opposition leader Moe said")."""
    if not _is_dateline(annotation, word):
        return word
    joined = (w for w in annotation.children(word, "appos", "conj") if not annotation.child(w, "cc"))
    return next(joined, word)


def _is_dateline(annotation: Annotation, word: Word) -> bool:
    words = annotation.sentence_of(word).words
    return word.id == 1 and len(words) > 1 and words[1].text in _DASHES


def _controllers(annotation: Annotation, predicate: Word, above: Word) -> tuple[Word, ...]:
    """The objects of the verb above that are asked or made to do it; none where its subject does it."""
    if predicate.relation in ("xcomp", "ccomp"):
        told = tuple(w for w in annotation.children(above, "obj", "iobj") if w.id < predicate.id)
        if told and above.lemma not in _SUBJECT_CONTROL and not is_passive(annotation, above):
            return told
    if predicate.relation in ("xcomp", "ccomp", "advcl") and marked(annotation, predicate) == "to":
        return _asked(annotation, predicate, above)
    return ()


def _asked(annotation: Annotation, predicate: Word, above: Word) -> tuple[Word, ...]:
    """The noun phrase between a verb or noun and its infinitive, after the preposition that names who shall do it."""
    prepositions = _PREPOSITIONAL_CONTROL.get(above.lemma.lower(), ())
    asked = [w for w in annotation.children(above, "obl", "nmod") if w.id < predicate.id]
    return tuple(w for w in asked[-1:] if marked(annotation, w) in prepositions)


def _is_relative(word: Word) -> bool:
    return (
        word.lemma.lower() in _RELATIVE_LEMMAS
        and word.upos in ("PRON", "DET", "SCONJ")
        and word.feat("PronType") != "Dem"  # "who said that was wrong"
    )


def _antecedent(annotation: Annotation, word: Word) -> Word:
    """What a relative pronoun stands for; any other word is itself."""
    if not _is_relative(word):
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
    return _all_coordinated(annotation, by)


def patients(annotation: Annotation, predicate: Word) -> tuple[Word, ...]:
    """Heads of the noun phrases that name what it is done to.

    The object of an active verb, the subject of a passive, the antecedent of a relative clause whose object is the
    gap ("a move that allies dismissed"), the noun that a past participle modifies ("an accord rejected by Kyiv").
    """
    if is_passive(annotation, predicate):
        return subjects(annotation, predicate)
    objects = annotation.children(predicate, "obj") or annotation.children(predicate, "iobj")
    if objects:
        return _all_coordinated(annotation, objects)
    gap = _relative_gap(annotation, predicate)
    return () if gap is None else coordinated(annotation, gap)


def _relative_gap(annotation: Annotation, predicate: Word) -> Word | None:
    """The noun that a clause with a subject but no object modifies: the object is what the clause is about."""
    while predicate.relation == "conj" and (first := annotation.parent(predicate)) is not None:
        predicate = first
    if predicate.relation != "acl" or predicate.upos != "VERB" or annotation.child(predicate, "ccomp", "xcomp"):
        return None
    own = _own_subjects(annotation, predicate)
    if not own or any(_antecedent(annotation, word) != word for word in own):
        return None
    return annotation.parent(predicate)


# --- how far it holds ---------------------------------------------------------------------------------------------


def is_negated(annotation: Annotation, predicate: Word) -> bool:
    """Whether the clause denies its predicate: "not", "never", "no ally has", "without rejecting"."""
    if any(_denies(annotation, child) for child in annotation.children(predicate)):
        return True
    holder = _auxiliary_holder(annotation, predicate)  # "did not accept or reject", but not "has not left but stayed"
    if holder == predicate or any(w.lemma == "but" for w in annotation.children(predicate, "cc")):
        return False
    return any(_denies(annotation, child) for child in annotation.children(holder) if child.relation != "obj")


def _denies(annotation: Annotation, child: Word) -> bool:
    """Whether a dependent denies its predicate."""
    relation = child.relation
    if relation in ("nsubj", "obj"):
        denied = any(d.lemma.lower() in ("no", "neither") for d in annotation.children(child, "det", "cc"))
        return denied or child.lemma.lower() in _NOBODY
    if relation == "discourse":  # "No, Paris rejected it."
        return False
    negator = (
        (relation in ("advmod", "cc") and child.lemma.lower() in _NEGATORS)
        or child.text.lower() in ("without", "not", "n't", "n’t")
        or (child.feat("Polarity") == "Neg" and relation != "ccomp")  # "Paris says no"
    )
    if not negator:
        return False
    after = annotation.sentence_of(child).words[child.id : child.id + 1]
    # "not only rejected the plan" asserts that it did
    return not any(w.lemma.lower() in ("only", "merely", "just") for w in after)


def certainty(annotation: Annotation, predicate: Word) -> Certainty:
    """Whether the text asserts the clause or hedges it ("may reject", "reportedly", "appeared to")."""
    holder = _auxiliary_holder(annotation, predicate)
    if _is_hedged(annotation, predicate) or (holder != predicate and _is_hedged(annotation, holder)):
        return Certainty.HEDGED
    return Certainty.ASSERTED


def _is_hedged(annotation: Annotation, predicate: Word) -> bool:
    for child in annotation.children(predicate):
        lemma = child.lemma.lower()
        if (child.relation == "advmod" and lemma in _hedges("adverb")) or (
            child.relation == "aux" and lemma in _hedges("auxiliary")
        ):
            return True
    above = annotation.parent(predicate)
    if above is None or predicate.relation not in ("xcomp", "ccomp") or above.lemma.lower() not in _hedges("governor"):
        return False
    # "said that it rejects" is a report, no hedge; "is said to reject" hedges
    reports = above.lemma.lower() in ("say", "report", "believe", "think", "understand", "expect")
    return not reports or is_passive(annotation, above)


def mode(annotation: Annotation, predicate: Word) -> Mode | None:
    """PLOVER's mode that the clause's own words set: future ("will", "plans to") or hypothetical ("if", "would")."""
    predicate = _auxiliary_holder(annotation, predicate)
    auxiliaries = {a.lemma.lower() for a in annotation.children(predicate, "aux")}
    marks = set(marked(annotation, predicate).split())
    if marks & _CONDITIONAL_MARKS or auxiliaries & {"would", "'d", "could"}:
        return Mode.HYPOTHETICAL
    if auxiliaries & {"will", "shall", "'ll"}:
        return Mode.FUTURE
    above = annotation.parent(predicate)
    if predicate.relation != "xcomp" or above is None:
        return None
    if above.lemma in ("plan", "intend", "prepare") or above.text.lower() in ("going", "gon"):  # but "went to meet"
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
