"""Frames that judge: "viewing X as Y", "called X a Y", "X is unacceptable" in a quote."""

from __future__ import annotations

from diplomacy_nlp import Stance
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.spans import Span
from diplomacy_nlp.toolkit.document import Document
from diplomacy_nlp.toolkit.grammar import is_passive, marked, patients, subjects, verb_group

from .candidate import Candidate
from .evaluation import evaluate, is_judging_phrase
from .lexicon import Frame, evaluations, frames, matter_classes, people
from .reactors import speaker_of
from .words import is_matter, is_proposal_near

_NAMING = {"call", "brand", "label", "term", "dub", "deem", "describe"}
_OPENING = {'"', "“", "'", "‘", "``"}
_QUOTED = 5  # words from an opening mark to the judgement's head

__all__ = ["find_frame_cue", "find_judgement_cue"]


def find_frame_cue(document: Document, word: Word) -> Candidate | None:
    """A verb that judges its object as something, where the judgement is one of praise, blame or dismissal."""
    if word.upos not in ("VERB", "AUX"):
        return None
    for frame in frames().get(word.lemma.lower(), ()):
        found = _roles(document, word, frame)
        if found is None:
            continue
        target, judgement = found
        stance = evaluate(document.annotation, judgement) or _of_quoted(document, word, target, judgement)
        if stance is not None and target != judgement:
            return _cue(document, word, frame, target, judgement, stance)
    return None


def _of_quoted(document: Document, word: Word, target: Word, judgement: Word) -> Stance | None:
    """What an unknown word in quotation marks says ('calling it "a relic"'): reporters quote so what is unkind."""
    who = document.actor(target)
    if word.lemma.lower() not in _NAMING or (who is not None and who.kind == "person"):
        return None
    words = document.annotation.sentence_of(judgement).words
    inside = [w for w in words[word.id : judgement.id - 1] if w.text in _OPENING]
    near = bool(inside) and judgement.id - inside[-1].id <= _QUOTED
    return Stance.CRITICISE if near else None


def _cue(document: Document, word: Word, frame: Frame, target: Word, judgement: Word, stance: Stance) -> Candidate:
    annotation = document.annotation
    span = verb_group(annotation, word)
    words = annotation.sentence_of(word).words
    following = words[word.id] if word.id < len(words) else None
    if frame.marker and following is not None and following.text.lower() == frame.marker:
        span = Span(span.start, following.span.end)
    return Candidate(
        word=word,
        span=span,
        stance=stance,
        why="judged as something",
        confidence=0.65,
        predicate=word,
        target=target,
        judgement=judgement,
        by_speaker=frame.passive_speaker == "yes" and _is_present(document, word),
    )


def _is_present(document: Document, word: Word) -> bool:
    return any(a.feat("Tense") == "Pres" for a in document.annotation.children(word, "aux"))


def _roles(document: Document, word: Word, frame: Frame) -> tuple[Word, Word] | None:
    """What is judged, and the judgement."""
    judged = [w for w in patients(document.annotation, word) if w.upos != "VERB"]
    if frame.marker:
        judgement = _after_marker(document, word, judged, frame.marker)
    else:
        judgement = _second_predicate(document, word, judged)
    if judgement is None:
        return None
    targets = [w for w in judged if w != judgement]
    if not targets or targets[0].lemma.lower() == "what":
        return None  # "criticised what she called a trade": the naming is no stance of its own
    return targets[0], judgement


def _after_marker(document: Document, word: Word, judged: list[Word], marker: str) -> Word | None:
    annotation = document.annotation
    for head in (word, *judged):
        for child in annotation.children(head, "obl", "xcomp", "advcl", "nmod", "acl", "ccomp", "amod"):
            if child.id <= word.id:
                continue
            first = document.article[annotation.phrase(child)].lower().split()
            if marked(annotation, child).split()[:1] == [marker] or first[0] == marker:
                return child
    return None


def _second_predicate(document: Document, word: Word, judged: list[Word]) -> Word | None:
    annotation = document.annotation
    for child in annotation.children(word, "xcomp", "ccomp", "obj", "obl"):
        if child.id <= word.id or child in judged[:1] or child.upos not in ("NOUN", "ADJ", "PROPN"):
            continue
        marks = marked(annotation, child)
        if child.relation == "obl" and marks:
            continue
        if marks in ("", "to") and (child.relation != "xcomp" or not marks or annotation.child(child, "cop")):
            return child
    # an adjective in quotation marks, taken for an apposition: 'called the initiative "premature"'
    return next((w for at in judged[:1] for w in annotation.children(at, "appos") if w.upos == "ADJ"), None)


def find_judgement_cue(document: Document, word: Word) -> Candidate | None:
    """A predicate that judges in somebody's mouth ("the plan is unacceptable", she said)."""
    annotation = document.annotation
    if word.upos not in ("ADJ", "NOUN", "PROPN") or annotation.child(word, "cop") is None:
        return None
    stance = evaluate(annotation, word, strong=True)
    judged = [w for w in subjects(annotation, word) if is_matter(document, w) and w.feat("Person") not in ("1", "2")]
    judged = judged or list(annotation.children(word, "csubj"))  # "lifting the ban is out of the question"
    if stance is None or not judged or not _is_judged_itself(document, word, judged[0]):
        return None
    if word.relation == "acl" or annotation.children(word, "expl") or is_passive(annotation, word):
        return None
    target: Word | None = judged[0]
    if _is_vague(document, judged[0]):
        target = _spoken_of(document, word) or (judged[0] if _is_on_the_table(document, word, judged[0]) else None)
    if target is None:
        return None
    speakers = speaker_of(document, word)
    quoted = any(q.speaker is not None for q in document.quotes_around(word))
    if not speakers and not quoted:
        return None
    return Candidate(
        word=word,
        span=word.span,
        stance=stance,
        why="judgement in a quote",
        confidence=0.5,
        predicate=word,
        reactors=speakers,
        target=target,
        is_clause=target.upos == "VERB",
        judgement=word,
        by_speaker=True,
    )


def _spoken_of(document: Document, word: Word) -> Word | None:
    """What a pronoun in a quote stands for ("“This is a start,” he said of the draft")."""
    above = document.annotation.parent(word)
    if above is None or word.relation not in ("ccomp", "parataxis"):
        return None
    found = [w for p in ("of", "about") for w in document.clause(above).phrases(p)]
    return found[0] if found else None


def _is_on_the_table(document: Document, word: Word, judged: Word) -> bool:
    """Whether "it" or "this" may be what was just proposed ("“This is unacceptable,” she said"), and no clause is."""
    clausal = document.annotation.children(word, "csubj", "ccomp", "xcomp", "advcl", "acl")
    pronoun = judged.lemma.lower() in ("it", "this", "that")
    return pronoun and not clausal and is_proposal_near(document, judged)


def _is_judged_itself(document: Document, word: Word, judged: Word) -> bool:
    """Whether the predicate's own word judges a matter; of people only nouns judge ("a liar")."""
    lemma = word.lemma.lower()
    if (lemma,) not in evaluations() and (word.text.lower(),) not in evaluations() and lemma not in matter_classes():
        known = lemma in ("thing", "news", "sign", "way", "waste") or is_judging_phrase(document.annotation, word)
        return known and document.actor(judged) is None
    about_people = document.actor(judged) is not None or judged.upos == "PROPN" or judged.lemma.lower() in people()
    return not about_people or word.upos == "NOUN"


def _is_vague(document: Document, judged: Word) -> bool:
    """A pronoun that nothing stands for ("it is important that")."""
    if judged.upos != "PRON" and judged.feat("PronType") != "Dem":
        return False
    return document.actor(judged) is None and document.proposal_named(judged) is None
