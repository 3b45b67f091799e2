"""How far a predicate holds in its sentence: denied, refused, planned, hedged, or merely asked for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from attrs import evolve, field, frozen

from ..annotation import Annotation, Word
from ..types import Certainty, Mode
from .clause import Clause, clause_of, marked
from .lexicon import one_of, packaged, read_lexicon
from .words import listed

__all__ = ["Factuality", "factuality_of", "governors", "is_untrue", "mode_of"]

_DEONTIC = {"must", "should", "shall", "ought"}
_IF = {"if", "whether", "unless", "lest", "provided", "providing"}
_POS = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "ADJ": "adj"}


@frozen
class _Governor:
    lemma: str
    pos: str = field(validator=one_of("verb", "noun", "adj"))
    effect: str = field(validator=one_of("keep", "future", "hedge", "refuse", "negate", "order"))


@cache
def governors() -> Mapping[tuple[str, str], str]:
    """What a governing word says of the predicate below it, by lemma and part of speech (see `governors.tsv`)."""
    entries = read_lexicon(packaged("diplomacy_nlp.toolkit", "lexicons/governors.tsv"), _Governor)
    return {(e.lemma, e.pos): e.effect for e in entries}


@frozen(kw_only=True)
class Factuality:
    """How far a predicate holds.

    Args:
        negated: the text denies it.
        refused: somebody refuses it ("refused to accept").
        perfect: what is denied has merely not come about so far ("has not accepted").
        certainty, mode: as for every finding.
        governor: the word that refuses or denies it, where that is not a particle ("refused").
    """

    negated: bool = False
    refused: bool = False
    perfect: bool = False
    certainty: Certainty = Certainty.ASSERTED
    mode: Mode | None = None
    governor: Word | None = None


def factuality_of(annotation: Annotation, predicate: Word, *, purpose: bool = False) -> Factuality | None:
    """How far a predicate holds; None where it does not hold at all (ordered, wished for, asked, imagined with "if").

    Args:
        purpose: an infinitive of purpose counts ("spoke out to condemn").
    """
    clause = clause_of(annotation, predicate)
    if clause.auxiliaries & _DEONTIC or _IF.intersection(clause.marker.split()):
        return None
    own = _own(clause)
    above = annotation.parent(predicate)
    if above is None:
        return own
    # without subject, auxiliary or "to" of its own, it leans on the first
    if predicate.relation == "conj" and not annotation.children(predicate, "nsubj", "aux", "cop", "mark", "expl"):
        return _shared(own, factuality_of(annotation, above, purpose=purpose), annotation, predicate, above)
    if is_untrue(annotation, predicate) or _is_imagined(annotation, predicate):
        return None
    if predicate.relation in ("xcomp", "ccomp", "acl", "advcl"):
        return _under(annotation, predicate, above, own, purpose=purpose)
    if predicate.relation == "csubj" or (predicate.upos == "VERB" and predicate.relation in ("nsubj", "obj", "obl")):
        return own if annotation.child(predicate, "nsubj") else None
    return own


def is_untrue(annotation: Annotation, predicate: Word) -> bool:
    """Whether what governs a finite clause denies it: "no sign that", "unlikely that", "denied reports that"."""
    above, subject = annotation.parent(predicate), annotation.child(predicate, "nsubj")
    if above is None or subject is None or predicate.relation not in ("ccomp", "csubj", "acl"):
        return False
    clause = clause_of(annotation, above)
    if predicate.deprel == "acl:relcl" and clause_of(annotation, predicate).patients == (above,):
        return False  # "denied a report that Oslo published"
    if above.upos == "ADJ":
        return listed("untrue", above.lemma) or (above.lemma.lower() == "true" and clause.is_negated)
    denier = annotation.parent(above) if listed("claim", above.lemma) else None
    return "no" in clause.determiners or (denier is not None and listed("denying", denier.lemma))


def _is_imagined(annotation: Annotation, predicate: Word) -> bool:
    """As in "on condition that Oslo agrees", "provided that Oslo agrees", whatever the parser hangs the clause on."""
    first = annotation.subtree(predicate)[0]
    before = annotation.sentence_of(predicate).words[max(first.id - 2, 0)]
    return first.lemma.lower() == "that" and listed("imagining", before.text)


def _own(clause: Clause) -> Factuality:
    """The factuality that a clause's own words give it."""
    negated, perfect = clause.is_negated, "have" in clause.auxiliaries
    if negated and clause.auxiliaries & {"could", "can"} and not clause.auxiliaries & {"may", "might"}:
        return Factuality(negated=True, perfect=perfect)  # "could not accept" is no guess
    return Factuality(negated=negated, perfect=perfect, certainty=clause.certainty, mode=mode_of(clause))


def mode_of(clause: Clause) -> Mode | None:
    """The mode that a clause's words set; what somebody did "at first" or "initially" is historical."""
    beside = clause.annotation.children(clause.head, "advmod", "obl")
    told = {w.lemma.lower() for w in beside if w.id < clause.head.id and listed("at first", w.lemma)}
    if clause.head.relation in ("advcl", "acl"):
        told.discard("first")  # "when Nauru first agreed": for the first time
    return clause.mode or (Mode.HISTORICAL if told else None)


def _shared(
    own: Factuality, first: Factuality | None, annotation: Annotation, predicate: Word, above: Word
) -> Factuality | None:
    if predicate.feat("VerbForm") == "Fin" and above.feat("VerbForm") != "Fin":
        return own  # "refused to sign and left": a new clause
    if first is None:
        return None if predicate.feat("VerbForm") != "Fin" else own
    joined = annotation.child(predicate, "cc")
    alternative = joined is not None and joined.lemma.lower() in ("or", "nor")
    is_infinitive = first.governor is not None and predicate.feat("VerbForm") != "Fin"
    return Factuality(
        negated=own.negated or (first.negated and (alternative or is_infinitive)),
        refused=first.refused and is_infinitive,
        perfect=own.perfect or first.perfect,
        certainty=max(own.certainty, first.certainty, key=lambda c: c == Certainty.HEDGED),
        mode=own.mode or (None if first.mode is Mode.HISTORICAL else first.mode),  # "at first rejected it, but signed"
        governor=first.governor if is_infinitive else None,
    )


def _under(
    annotation: Annotation, predicate: Word, above: Word, own: Factuality, *, purpose: bool
) -> Factuality | None:
    """The factuality of a predicate that something governs."""
    marks = marked(annotation, predicate).split()
    own_subject = annotation.child(predicate, "aux", "nsubj") is not None
    infinitive = "to" in marks or (predicate.feat("VerbForm") == "Inf" and not own_subject)
    gerund = predicate.text.lower().endswith("ing") and not own_subject
    effect = governors().get((above.lemma.lower(), _POS.get(above.upos, "")))
    if "to" in marks and annotation.child(predicate, "nsubj"):
        return None  # "calls for Kyiv to clear the mines": somebody else's wish
    if predicate.relation == "ccomp" and not infinitive:
        return _under_clause(annotation, predicate, above, own, effect)
    if _is_free(predicate, effect, marks, infinitive=infinitive, gerund=gerund):
        return own if purpose or not infinitive else None
    return None if effect is None else _governed(annotation, above, own, effect)


def _is_free(predicate: Word, effect: str | None, marks: list[str], *, infinitive: bool, gerund: bool) -> bool:
    """Whether the word above a predicate says nothing of whether it holds."""
    if predicate.relation == "advcl" and not (infinitive and effect):
        # but "stopped short of condemning"
        return not (effect == "negate" and gerund and marks in (["of"], ["from"]))
    # a relative clause, a participle; or a parser's slip: a finite clause is nobody's infinitive
    return not infinitive and (predicate.relation == "acl" or not gerund)


def _under_clause(
    annotation: Annotation, predicate: Word, above: Word, own: Factuality, effect: str | None
) -> Factuality | None:
    """The factuality of a clause with a subject of its own, by the verb above it."""
    lemma = above.lemma.lower()
    bare = predicate.text.lower() == predicate.lemma.lower() or annotation.child(predicate, "aux", "cop") is not None
    if effect == "order" and bare and not clause_of(annotation, predicate).auxiliaries - {"be"}:
        return None  # "demanded that the rebels pull out", "that the ban be lifted"
    if listed("wishing", lemma):
        return None  # doubted, too: "doubted that the army would honour it" is the doubter's stance, not the army's
    if listed("raising", lemma) and clause_of(annotation, above).is_negated:
        return evolve(own, negated=not own.negated)  # "does not think that he can support", "do not see how"
    if lemma == "deny":
        return evolve(own, negated=not own.negated, governor=above)
    return own


def _governed(annotation: Annotation, above: Word, own: Factuality, effect: str) -> Factuality | None:
    """The factuality of an infinitive under its governor, which itself may be denied, hedged or governed."""
    if effect == "order":
        return None
    higher = factuality_of(annotation, above)
    if higher is None:
        return None
    hedged = Certainty.HEDGED in (own.certainty, higher.certainty) or effect == "hedge"
    denied = effect == "negate"
    refused = effect == "refuse"
    if refused and higher.negated:  # "did not refuse to accept"
        refused, denied = False, True
    elif higher.negated:
        denied = not denied
    return Factuality(
        negated=own.negated != denied,
        refused=refused or higher.refused,
        perfect=higher.perfect,
        certainty=Certainty.HEDGED if hedged else Certainty.ASSERTED,
        mode=own.mode or higher.mode or (Mode.FUTURE if effect == "future" else None),
        governor=above if refused or (denied and effect == "negate") else higher.governor,
    )
