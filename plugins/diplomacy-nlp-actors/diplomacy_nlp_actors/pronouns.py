"""Pronouns: the nearest actor that fits, subjects first; unresolved where a thing fits better."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from operator import itemgetter

from attrs import define

from diplomacy_nlp import ActorKind, Annotation, MentionType
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.clause import antecedent

from .cast import Cast, Draft
from .names import pronominal_words
from .tables import meant_by, word_class

__all__ = ["resolve_pronouns"]

_BODIES = set(ActorKind) - {ActorKind.STATE, ActorKind.PERSON, ActorKind.GROUP}
_NAMED_IN_PLURAL = {ActorKind.ARMED_GROUP, ActorKind.PARTY}  # "The Rapid Support Forces said it would"
_GENDERS = {"he": "m", "she": "f"}
_WHO = {ActorKind.PERSON, ActorKind.GROUP}
_BACK = 3  # sentences
_RELATIVES = ("who", "whose")
_WINDOW = 40  # mentions looked back to at most
_MATTER = 4.0  # how likely a matter is to be taken up again
_TOLD, _GUESSED = 2.0, 1.0  # what a fitting gender counts that title or first name tell, or a pronoun before
_PEOPLE = 0.3  # what it costs to mean a state by the people that it was named by
_TELLS = 1.5  # what it counts to be who says what the pronoun is the subject of
_JUDGED_FOR = 3.0  # what it counts to be praised or blamed for what the pronoun owns
_ROLES = {
    "nsubj": 3.0,
    "csubj": 2.0,
    "obj": 1.5,
    "iobj": 1.8,
    "nmod:poss": 1.2,
    "obl": 1.0,
    "nmod": 0.7,
    "root": 2.0,
    "vocative": 1.0,
}


@define
class _Seen:
    """A possible antecedent: an actor's mention, or a thing (draft None) that may be meant instead.

    Args:
        less: what its weight is less by than its place tells.
        weight: how likely it is to be taken up again; None where it was not asked yet.
    """

    head: Word
    draft: Draft | None
    less: float = 0.0
    weight: float | None = None


_Memory = defaultdict[int, list[_Seen]]
"""What was seen, by the number of its sentence."""


def _before(memory: _Memory, word: Word, sentences: int) -> Iterator[_Seen]:
    """What stands before a word in its sentence and the last ones, the nearest first; at most a window of it."""
    numbers = range(word.sentence, max(word.sentence - sentences, 0) - 1, -1)
    return islice((seen for number in numbers for seen in reversed(memory[number])), _WINDOW)


def resolve_pronouns(cast: Cast, annotation: Annotation) -> None:
    """Add the pronouns of a text to the mentions of the actors they stand for."""
    heads = {(s.head.sentence, s.head.id): s for s in reversed(cast.sightings)}
    memory = _Memory(list)
    spoken = {w.sentence for w in annotation.kept(pronominal_words) if w.text.lower() in _RELATIVES or _kind(w)}
    asked = {number - back for number in spoken for back in range(_BACK + 1)}
    for word in (word for number, s in enumerate(annotation.sentences) if number in asked for word in s.words):
        seen = memory[word.sentence]
        sighting = heads.get((word.sentence, word.id))
        if sighting is not None:
            seen.append(_Seen(word, sighting.draft, less=1.5 if sighting.type == MentionType.DEMONYM else 0.0))
        elif word.upos in ("PRON", "DET", "SCONJ"):
            draft = _pronoun(cast, annotation, word, memory)
            if draft is not None and cast.mention(draft, word.span, MentionType.PRONOUN, word):
                seen.append(_Seen(word, draft))
            elif draft is None and word.upos == "PRON" and _is_matter(annotation, word):
                seen.append(_Seen(word, None, weight=_MATTER))  # "rejected it because it would": the next is the same
        elif word.upos == "NOUN":
            seen.append(_Seen(word, None))


def _weight(annotation: Annotation, word: Word) -> float:
    """How likely a mention in this place is to be taken up again."""
    at, loss = word, 0.0
    while at.relation in ("conj", "appos", "flat") and loss < 2:  # a list's end weighs little anyway
        above = annotation.parent(at)
        if above is None:
            break
        at, loss = above, loss + 0.2
    weight = _ROLES.get(at.deprel, _ROLES.get(at.relation, -0.5)) - loss
    above = annotation.parent(at)
    if at.relation == "nsubj" and above is not None and above.deprel == "root":
        weight += 0.5
    return weight


def _pronoun(cast: Cast, annotation: Annotation, word: Word, memory: _Memory) -> Draft | None:
    form = word.text.lower()
    if form in _RELATIVES:
        return _relative(cast, annotation, word)
    kind = _kind(word)
    if kind in _GENDERS:
        return _he_or_she(cast, annotation, word, memory, _GENDERS[kind])
    if kind is None or (kind == "it" and word.relation == "expl"):
        return None
    return _best(annotation, word, memory, plural=kind == "they")


def _kind(word: Word) -> str | None:
    """Which pronoun a form is of: "she" for "hers"."""
    kind = meant_by("pronouns").get(word.text.lower())
    return None if kind in ("i", "we") else kind


def _relative(cast: Cast, annotation: Annotation, word: Word) -> Draft | None:
    """Whom "who" and "whose" mean: the noun that their clause hangs on."""
    noun = antecedent(annotation, word)
    draft = cast.of_phrase(annotation, noun) if noun != word else None
    return draft if draft is not None and (draft.kind in _WHO or word.text.lower() == "whose") else None


def _he_or_she(cast: Cast, annotation: Annotation, word: Word, memory: _Memory, gender: str) -> Draft | None:
    scored: list[tuple[float, Draft]] = []
    for seen in _before(memory, word, _BACK):
        draft = seen.draft
        if draft is not None and _may_be(draft, gender) and not _same_clause(word, seen.head):
            known = 0.0 if draft.gender is None else _GUESSED if draft.gender_guessed else _TOLD
            scored.append((_score(annotation, word, seen) + known, draft))
    found = max(scored, key=itemgetter(0))[1] if scored else _named_after(cast, annotation, word, gender)
    if found is not None and found.gender is None:
        found.gender, found.gender_guessed = gender, True
    return found


def _may_be(draft: Draft, gender: str) -> bool:
    return draft.kind == ActorKind.PERSON and draft.gender in (None, gender)


def _named_after(cast: Cast, annotation: Annotation, word: Word, gender: str) -> Draft | None:
    """The subject that follows "In his first speech," or "When he came," where nobody before it can be meant."""
    if word.relation not in ("nmod", "nsubj"):
        return None
    above = next((a for a in annotation.ancestors(word) if a.relation in ("obl", "advcl")), None)
    verb = annotation.parent(above) if above is not None else None
    subject = annotation.child(verb, "nsubj") if verb is not None else None
    if subject is None or subject.id < word.id:
        return None
    draft = cast.named_at(subject)
    return draft if draft is not None and _may_be(draft, gender) else None


def _same_clause(word: Word, other: Word) -> bool:
    """As in "Kyiv supports it": what a verb has beside its subject is not the subject."""
    beside = word.relation in ("obj", "iobj", "obl") and not word.text.lower().endswith(("self", "selves"))
    return beside and (word.sentence, word.head) == (other.sentence, other.head) and other.relation in ("nsubj", "obj")


def _they_cost(annotation: Annotation, seen: _Seen, draft: Draft) -> float | None:
    if draft.plural or annotation.child(seen.head, "conj") is not None:  # "A and B met. They"
        return 0.0
    if draft.kind is ActorKind.STATE and seen.head.feat("Number") == "Plur":
        return _PEOPLE  # "the Saudis said they would"
    return 2.5 if draft.kind in _BODIES else None


def _it_cost(draft: Draft) -> float | None:
    if draft.kind in (ActorKind.PERSON, ActorKind.GROUP):
        return None
    if draft.plural:
        return 0.6 if draft.kind in _NAMED_IN_PLURAL else None
    return 0.0


def _score(annotation: Annotation, word: Word, seen: _Seen) -> float:
    if seen.weight is None:
        seen.weight = _weight(annotation, seen.head) - seen.less
    score = seen.weight - 2.8 * (word.sentence - seen.head.sentence)
    if word.sentence == seen.head.sentence:
        score -= 0.03 * (word.id - seen.head.id)
    if word.relation == "nsubj" and seen.head.relation == "nsubj" and word.sentence == seen.head.sentence:
        score += 0.5
    if _tells(annotation, seen.head, word):
        score += _TELLS
    return score + (_JUDGED_FOR if _is_judged_for(annotation, word, seen.head) else 0.0)


def _tells(annotation: Annotation, head: Word, word: Word) -> bool:
    """As in "Putin refused, and Macron said he would study it": who says something mostly says it of himself."""
    clause = annotation.parent(word) if word.relation == "nsubj" else None
    verb = annotation.parent(clause) if clause is not None and clause.relation == "ccomp" else None
    while head.relation in ("flat", "appos") and (above := annotation.parent(head)) is not None:
        head = above
    return verb is not None and head.relation == "nsubj" and annotation.parent(head) == verb


def _is_judged_for(annotation: Annotation, word: Word, head: Word) -> bool:
    """As in "Kyiv praised Oslo for its offer": whoever is praised or blamed for something has done it."""
    noun = annotation.parent(word) if word.deprel == "nmod:poss" else None
    if noun is None or head.relation != "obj" or not annotation.children(noun, "case"):
        return False
    above = annotation.parent(noun)
    return above in (head, annotation.parent(head)) and annotation.children(noun, "case")[0].lemma in ("for", "over")


def _best(annotation: Annotation, word: Word, memory: _Memory, *, plural: bool) -> Draft | None:
    """The best actor for "it" or "they"; None where a thing fits better or nothing fits well."""
    if _is_matter(annotation, word):
        return None
    best: tuple[float, Draft | None] = (0.0, None)
    for seen in _before(memory, word, 1):
        if _same_clause(word, seen.head):
            continue
        if seen.draft is None:
            if (seen.head.feat("Number") == "Plur") != plural or seen.head.relation in ("compound", "nmod"):
                continue
            cost: float | None = 0.2
        else:
            cost = _they_cost(annotation, seen, seen.draft) if plural else _it_cost(seen.draft)
        if cost is None:
            continue
        score = _score(annotation, word, seen) - cost
        if score > best[0]:
            best = (score, seen.draft)
    return best[1]


def _is_matter(annotation: Annotation, word: Word) -> bool:
    """Whether a pronoun is what is judged, done or said: "Canada welcomed it", unlike "Canada warned it"."""
    verb = annotation.parent(word)
    if word.relation != "obj" or verb is None or verb.upos != "VERB":
        return False
    if verb.lemma.lower() in word_class("toward somebody") or word.text.lower().endswith(("self", "selves")):
        return False
    asked = annotation.child(verb, "xcomp")  # "told it to", "wants them to leave"
    return asked is None or asked.upos != "VERB"
