"""What a clause says: its predicate, who does what to whom, and whether it is denied, hedged or only imagined.

A `Clause` answers the questions that every extractor asks of a parse, in one place and for the constructions that news
is written in: passives, relative clauses with their gaps, reduced clauses, control and coordination. Any word can head
one: a verb, an adjective or noun with a copula, also a noun of an event or a stance ("its rejection of"), which has
owners and phrases instead of subjects and objects. Relations are those of Universal Dependencies; the rules are
written against a parser's slips too (a relative "that" tagged as a conjunction, an object taken for a second subject),
and such slips are mended here and nowhere else.

Each fact is worked out once: `clause_of` keeps the clauses of an annotation, for all who read it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from functools import cached_property, wraps
from operator import attrgetter
from typing import TypeVar

from attrs import frozen

from ..annotation import Annotation, Keeper, Word
from ..spans import Span
from ..types import Certainty, Mode
from .lexicon import near
from .words import listed, lists_of

__all__ = [
    "Clause",
    "antecedent",
    "clause_of",
    "coordinated",
    "drawers",
    "is_addressed",
    "marked",
    "noun_phrase",
    "once_a_word",
    "once_each",
]

T = TypeVar("T")

_NOMINAL = ("NOUN", "PROPN", "ADJ")
_NAMES = ("NOUN", "PROPN", "PRON")
_PHRASES = ("obl", "nmod", "advcl", "acl", "xcomp", "ccomp", "obj", "advmod")  # what a preposition may introduce


K = TypeVar("K", bound=Keeper)
Q = TypeVar("Q")


def once_each(
    function: Callable[[K, Q], T], place: Callable[[Q], Hashable] = lambda asked: asked
) -> Callable[[K, Q], T]:
    """A function whose answers are kept with the annotation or document: each value is asked about once.

    Args:
        function: of an annotation or document, and of what is asked about.
        place: what tells that from all else; by default itself.
    """

    def answers(_: K) -> dict[Hashable, T]:
        return {}

    @wraps(function)
    def asked(keeper: K, about: Q) -> T:
        known, at = keeper.kept(answers), place(about)
        try:
            return known[at]
        except KeyError:
            found = known[at] = function(keeper, about)
            return found

    return asked


def once_a_word(function: Callable[[K, Word], T]) -> Callable[[K, Word], T]:
    """The same of a function of words, which are known by where they stand."""
    return once_each(function, attrgetter("sentence", "id"))


@once_a_word
def clause_of(annotation: Annotation, word: Word) -> Clause:
    """The clause that a word heads; the same one each time."""
    return Clause(annotation=annotation, head=word)


@once_a_word
def marked(annotation: Annotation, word: Word) -> str:
    """The lower-cased preposition or conjunction before a word ("according to", "due to", "if"); "" for none."""
    markers = annotation.children(word, "case", "mark")
    if not markers:
        return ""
    words = [w for m in markers if m.id < word.id for w in (m, *annotation.children(m, "fixed"))]
    return " ".join(w.text.lower() for w in words if w.lemma != "'s")


@frozen(kw_only=True, eq=False)
class Clause:
    """A predicate and what its sentence says of it; each fact is worked out when it is first asked for, and kept.

    Args:
        annotation: the parse.
        head: the predicate: a verb, an adjective or noun with a copula, or a noun of an event or stance.
    """

    annotation: Annotation
    head: Word

    # --- its neighbours ---------------------------------------------------------------------------------------

    @property
    def lemma(self) -> str:
        """The head's lemma in lower case."""
        return self.head.lemma.lower()

    @property
    def above(self) -> Clause | None:
        """The clause whose head governs this one's; None for the root of a sentence."""
        parent = self.annotation.parent(self.head)
        return None if parent is None else clause_of(self.annotation, parent)

    @property
    def marker(self) -> str:
        """The lower-cased preposition or conjunction that introduces it ("according to", "if"); "" for none."""
        return marked(self.annotation, self.head)

    @cached_property
    def conjuncts(self) -> tuple[Word, ...]:
        """The head and the words coordinated with it ("NATO, Ukraine and the officials"), in the order of the text.

        Company counts ("Italy, along with Spain"); what a noun phrase leaves out does not ("Italy, but not Spain").
        """
        found = [self.head]
        for at in found:  # which grows on the way
            joined = self.annotation.children(at, "conj")
            noun = at.upos in (*_NAMES, "DET")
            found += [w for w in joined if not (noun and _is_left_out(self.annotation, w))]
            found += _in_company(self.annotation, at) if at.upos in _NAMES else ()
        return tuple(sorted(found, key=lambda w: w.id))

    @cached_property
    def auxiliary_head(self) -> Word:
        """The verb whose auxiliaries it shares ("will meet Berlin and discuss the plan": meet); else its own head.

        Only a form that cannot stand alone shares them, without subject, auxiliary or conjunction of its own.
        """
        annotation, predicate = self.annotation, self.head
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

    @cached_property
    def auxiliaries(self) -> frozenset[str]:
        """Lower-cased lemmas and forms of the head's own auxiliaries."""
        own = self.annotation.children(self.head, "aux")
        return frozenset(form for a in own for form in (a.lemma.lower(), a.text.lower()))

    @property
    def has_copula(self) -> bool:
        """Whether a copula makes the head a predicate ("is open to talks")."""
        return self.annotation.child(self.head, "cop") is not None

    @property
    def is_existential(self) -> bool:
        """Whether "there" or an empty "it" stands for its subject ("there is no need")."""
        return self.annotation.child(self.head, "expl") is not None

    # --- who does what to whom --------------------------------------------------------------------------------

    @property
    def stated(self) -> Word | None:
        """The head of the subject that stands in the clause itself; None where it is understood, or missing."""
        return self.annotation.child(self.head, "nsubj")

    @cached_property
    def is_passive(self) -> bool:
        """Whether the head is passive: by its auxiliary or subject, or as a past participle that modifies a noun.

        The feature `Voice=Pass` is not asked: parsers give it to participles of the active perfect as well.
        """
        annotation, predicate = self.annotation, self.head
        if predicate.feat("VerbForm") == "Part" and predicate.feat("Tense") != "Pres":
            predicate = self.auxiliary_head  # "was proposed and later rejected"
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

    @cached_property
    def subjects(self) -> tuple[Word, ...]:
        """Heads of the noun phrases that are the subject, stated or understood; conjuncts are listed.

        Understood subjects: the antecedent of a relative pronoun, the noun that a participle modifies, the controller
        of an infinitive ("Paris urged Kyiv to accept": Kyiv), the main clause's subject for a reduced clause, the
        first verb's for a coordinated one; of "Paris joined Kyiv in rejecting" both.
        """
        annotation, at, joined = self.annotation, self.head, list[Word]()
        while not (own := _own_subjects(annotation, at)):
            above = annotation.parent(at)
            if above is None:
                return ()
            if at.relation == "acl" and above.upos not in ("VERB", "AUX"):
                return _of_noun(annotation, at, above)
            if controllers := _controllers(annotation, at, above):
                return _all_coordinated(annotation, controllers)
            if not _is_subject_shared(annotation, at, above):
                return ()
            if above.lemma.lower() == "join" and marked(annotation, at) == "in":
                joined += annotation.children(above, "obj")
            at = above
        return _all_coordinated(annotation, [*own, *joined])

    @cached_property
    def agents(self) -> tuple[Word, ...]:
        """Heads of the noun phrases that name who does it: the subject of an active verb, a passive's "by" phrase."""
        if not self.is_passive:
            return self.subjects
        by = [w for w in self.annotation.children(self.head, "obl", "nmod") if marked(self.annotation, w) == "by"]
        return _all_coordinated(self.annotation, by)

    @cached_property
    def patients(self) -> tuple[Word, ...]:
        """Heads of the noun phrases that name what it is done to.

        The object of an active verb, the subject of a passive, the antecedent of a relative clause whose object is the
        gap ("a move that allies dismissed"), the noun that a past participle modifies ("an accord rejected by Kyiv").
        """
        if self.is_passive:
            return self.subjects
        annotation = self.annotation
        if objects := annotation.children(self.head, "obj") or annotation.children(self.head, "iobj"):
            return _all_coordinated(annotation, objects)
        gap = _relative_gap(annotation, self.head)
        return () if gap is None else coordinated(annotation, gap)

    def owners(self, *prepositions: str) -> tuple[Word, ...]:
        """Whose a thing is: its possessor, else the phrases with one of the prepositions ("criticism from Paris")."""
        found = self.annotation.children(self.head, "nmod:poss") or self.phrases(*prepositions)
        return tuple(c for word in found for c in (word, *self.annotation.children(word, "conj")))

    def phrases(self, *prepositions: str) -> tuple[Word, ...]:
        """Heads of the dependents after the head that a preposition introduces, noun phrases and gerunds alike.

        Args:
            prepositions: one or several, in whose order the phrases come; in lower case, one of several words as the
                text has them ("in favour of") or joined by "_".
        """
        ends = (f" {preposition}".replace("_", " ") for preposition in prepositions)
        return tuple(word for end in ends for marker, word in self._marked_phrases if f" {marker}".endswith(end))

    @cached_property
    def _marked_phrases(self) -> tuple[tuple[str, Word], ...]:
        below, above = self.annotation.children(self.head, *_PHRASES), self.annotation.parent(self.head)
        if self.head.relation == "nsubj" and above is not None and self.annotation.child(above, "expl"):
            below += self.annotation.children(above, "obl")  # "There was no objection to it": a slip of the parser
        # the "to" of "to go" is no preposition
        after = (word for word in below if word.id > self.head.id and word.feat("VerbForm") != "Inf")
        return tuple((marked(self.annotation, word), word) for word in after)

    def particle(self, words: Collection[str]) -> Word | None:
        """The one of these words that belongs to a verb: "turned down the plan", "turned it down".

        Args:
            words: in lower case.
        """
        return next((word for form, word in self._particles if form in words), None)

    @cached_property
    def _particles(self) -> tuple[tuple[str, Word], ...]:
        """What may be a verb's particle: what follows it and hangs on it or on its object, and the next word."""
        below = (self.head, *self.annotation.children(self.head, "obj"))
        found = [child for word in below for child in self.annotation.children(word) if child.id > self.head.id]
        return tuple((word.text.lower(), word) for word in (*found, *self._next))

    @property
    def _next(self) -> tuple[Word, ...]:
        return self.annotation.sentence_of(self.head).words[self.head.id : self.head.id + 1]

    def object_among(self, lemmas: Collection[str]) -> Word | None:
        """The object with one of these lemmas, of a passive too; also the next word, for parsers know no idioms.

        Args:
            lemmas: in lower case.
        """
        return next((word for form, word in self._objects if form in lemmas), None)

    @cached_property
    def _objects(self) -> tuple[tuple[str, Word], ...]:
        """What may be a verb's object, by its lemma, and the next word by its form."""
        below = self.annotation.children(self.head, "obj", "iobj", "xcomp", "discourse")
        nouns = [(w.lemma.lower(), w) for w in (*self.patients, *below) if w.upos != "VERB"]
        return (*nouns, *((w.text.lower(), w) for w in self._next))

    def role(self, name: str) -> tuple[Word, ...]:
        """Heads of the phrases and clauses that play a role, in the order of the text.

        Args:
            name: "subject", "agent", "object" (what it is done to, of a passive too), "owner", "oblique" (phrases after
                the head that a preposition introduces), "oblique:on,to" (with one of these prepositions, in their
                order), "recipient" (an indirect object), "clause" (a complement clause with a subject of its own),
                "reported" (one wherever it stands, or a sentence that follows without any link), "infinitive" (one with
                "to"), "gerund", "predicate" (what an object is called), or "head" (its own head).

        Raises:
            ValueError: there is no such role.
        """
        self.check_role(name)
        kind, _, prepositions = name.partition(":")
        if prepositions:
            return self.phrases(*prepositions.split(","))
        return tuple(_ROLES[kind](self))

    @staticmethod
    def check_role(name: str) -> None:
        """Raise a ValueError unless there is a role of this name."""
        kind, _, prepositions = name.partition(":")
        if kind not in _ROLES or (":" in name and not (prepositions and kind == "oblique")):
            known = f"one of {', '.join(_ROLES)} or oblique:PREPOSITIONS is expected"
            raise ValueError(f"{name!r} is no role{near(kind, _ROLES)}: {known}")

    # --- how far it holds -------------------------------------------------------------------------------------

    @cached_property
    def is_negated(self) -> bool:
        """Whether the clause denies its predicate: "not", "never", "no ally has", "without rejecting"."""
        annotation, predicate = self.annotation, self.head
        if any(_denies(annotation, child) for child in annotation.children(predicate)):
            return True
        holder = self.auxiliary_head  # "did not accept or reject", but not "has not left but stayed"
        if holder == predicate or any(w.lemma == "but" for w in annotation.children(predicate, "cc")):
            return False
        return any(_denies(annotation, child) for child in annotation.children(holder) if child.relation != "obj")

    @cached_property
    def awaited(self) -> Word | None:
        """The predicate whose subject has yet to do it ("had yet to comment": had); None where nothing is awaited."""
        annotation, predicate = self.annotation, self.head

        def has_yet(word: Word) -> bool:
            return any(w.lemma.lower() == "yet" for w in annotation.children(word, "advmod"))

        above = annotation.parent(predicate)
        if above is not None and above.lemma.lower() == "yet" and predicate.relation == "xcomp":
            return annotation.parent(above) or above  # "yet" was taken for its governor
        if annotation.child(predicate, "cop", "aux") is not None and "to" in marked(annotation, predicate).split():
            return predicate if has_yet(predicate) else None  # "is yet to reply"
        if above is None or predicate.relation not in ("xcomp", "advcl"):
            return None
        return above if has_yet(above) or has_yet(predicate) else None

    @property
    def determiners(self) -> frozenset[str]:
        """Lower-cased lemmas of the head's determiners."""
        return frozenset(w.lemma.lower() for w in self.annotation.children(self.head, "det"))

    @cached_property
    def certainty(self) -> Certainty:
        """Whether the text asserts the clause or hedges it ("may reject", "reportedly", "appeared to")."""
        hedged = any(_is_hedged(self.annotation, word) for word in (self.head, self.auxiliary_head))
        return Certainty.HEDGED if hedged else Certainty.ASSERTED

    @cached_property
    def mode(self) -> Mode | None:
        """PLOVER's mode that the clause's own words set: future ("will", "plans to") or hypothetical ("if")."""
        annotation, predicate = self.annotation, self.auxiliary_head
        auxiliaries = {a.lemma.lower() for a in annotation.children(predicate, "aux")}
        imagined = any(listed("conditional", mark) for mark in marked(annotation, predicate).split())
        would = bool(auxiliaries & {"would", "'d"})
        announced = would and _is_announced(annotation, predicate)
        if imagined or "could" in auxiliaries or (would and not announced):
            return Mode.HYPOTHETICAL
        if announced or auxiliaries & {"will", "shall", "'ll"}:
            return Mode.FUTURE
        above = annotation.parent(predicate)
        if predicate.relation != "xcomp" or above is None:
            return None
        if above.lemma in ("plan", "intend", "prepare") or above.text.lower() in ("going", "gon"):  # but "went to meet"
            return Mode.FUTURE
        return None

    # --- places -----------------------------------------------------------------------------------------------

    def verb_group(self, *, auxiliaries: bool = False) -> Span:
        """The words of a predicate: with its particle ("turned down") and, where asked for, its auxiliaries."""
        particles = [w.id for w in self.annotation.children(self.head, "compound:prt") if w.id - self.head.id <= 2]
        before = [a.id for a in self.annotation.children(self.head, "aux") if auxiliaries and a.id < self.head.id]
        words = self.annotation.sentence_of(self.head).words
        kept = (self.head.id, *particles, *before)
        return Span(words[min(kept) - 1].span.start, words[max(kept) - 1].span.end)


_ROLES: Mapping[str, Callable[[Clause], Iterable[Word]]] = {
    "subject": lambda clause: clause.subjects,
    "agent": lambda clause: clause.agents,
    "object": lambda clause: clause.patients,
    "owner": lambda clause: clause.owners("of", "by", "from"),
    "oblique": lambda clause: _after(clause, "obl", "nmod"),
    "clause": lambda clause: _after(clause, "ccomp"),
    "reported": lambda clause: _reported(clause.annotation, clause.head),
    "infinitive": lambda clause: (
        w for w in _after(clause, "xcomp", "acl", "advcl") if marked(clause.annotation, w) == "to"
    ),
    "gerund": lambda clause: (
        w for w in _after(clause, "xcomp", "ccomp", "obj") if w.upos == "VERB" and w.text.lower().endswith("ing")
    ),
    "recipient": lambda clause: _after(clause, "iobj"),
    "predicate": lambda clause: (
        w for w in _after(clause, "xcomp", "obj") if w.upos in _NOMINAL and w not in clause.patients
    ),
    "head": lambda clause: (clause.head,),
}


def _reported(annotation: Annotation, head: Word) -> tuple[Word, ...]:
    """Complement clauses before and after a verb, and what follows one without an object as a sentence of its own."""
    beside = () if annotation.child(head, "obj") else annotation.children(head, "parataxis")
    sentences = (w for w in beside if w.id > head.id and annotation.child(w, "nsubj", "expl") is not None)
    return (*annotation.children(head, "ccomp"), *sentences)


def _after(clause: Clause, *relations: str) -> tuple[Word, ...]:
    return tuple(w for w in clause.annotation.children(clause.head, *relations) if w.id > clause.head.id)


# --- shapes ----------------------------------------------------------------------------------------------------------


def coordinated(annotation: Annotation, *words: Word) -> tuple[Word, ...]:
    """Each word and its conjuncts ("NATO, Ukraine and the officials"), these in the order of the text."""
    return tuple([c for word in words for c in clause_of(annotation, word).conjuncts])


def drawers(annotation: Annotation, noun: Word) -> tuple[Word, ...]:
    """Who or what draws what a noun says: Oslo, of "Oslo drew criticism" and of "criticism that Oslo received"."""
    verbs = (annotation.parent(noun), *annotation.children(noun, "acl"))
    drawing = (clause_of(annotation, v) for v in verbs if v is not None and listed("drawing", v.lemma.lower()))
    return tuple(word for clause in drawing if noun in clause.patients for word in clause.agents)


def noun_phrase(annotation: Annotation, noun: Word) -> Span:
    """The span of a noun phrase without what introduces or coordinates it, and without its relative clauses."""
    return annotation.phrase(noun, without=("case", "mark", "conj", "cc", "acl:relcl", "appos", "parataxis", "punct"))


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


# --- who -------------------------------------------------------------------------------------------------------------


def _all_coordinated(annotation: Annotation, words: Iterable[Word]) -> tuple[Word, ...]:
    """The words, relative pronouns replaced by what they stand for, with all their conjuncts, each once."""
    return tuple(dict.fromkeys(coordinated(annotation, *(antecedent(annotation, word) for word in words))))


def _of_noun(annotation: Annotation, predicate: Word, noun: Word) -> tuple[Word, ...]:
    """Whose doing a clause without a subject is that modifies a noun."""
    mark = annotation.child(predicate, "mark")
    if mark is None or listed("relative", mark.lemma):  # "the envoy that left", with "that" as a conjunction
        return coordinated(annotation, noun)
    asked = _asked(annotation, predicate, noun)  # "a call on Kyiv to accept": Kyiv
    # "their willingness to contribute": whose willingness it is
    if owners := asked or annotation.children(noun, "nmod:poss"):
        return _all_coordinated(annotation, owners)
    verb = annotation.parent(noun) if noun.relation == "obj" and mark.lemma == "to" else None
    return clause_of(annotation, verb).agents if verb is not None and listed("having", verb.lemma.lower()) else ()


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


def _is_left_out(annotation: Annotation, word: Word) -> bool:
    """Whether a conjunct is none of those told: "but not Spain", "not Spain", "rather than Spain", "all but Spain"."""
    beside = {w.lemma.lower() for w in annotation.children(word, "cc", "advmod")}
    first = annotation.parent(word)
    before = () if first is None else annotation.sentence_of(word).words[max(first.id - 4, 0) : first.id - 1]
    if any(w.lemma.lower() == "not" for w in before) and any(listed("restrictive", w.lemma) for w in before):
        return False  # "not only Italy but Spain"
    return not beside.isdisjoint(("not", "rather")) or ("but" in beside and "also" not in beside)


def _in_company(annotation: Annotation, word: Word) -> list[Word]:
    """Who is told of beside somebody: "along with Spain", "together with Spain", "alongside Spain"."""
    found = [w for w in annotation.children(word, "nmod") if marked(annotation, w) in ("along with", "alongside")]
    above = [w for w in annotation.children(word, "advmod") if w.lemma.lower() == "together"]
    return found + [w for adverb in above for w in annotation.children(adverb, "obl", "nmod")]


def is_addressed(annotation: Annotation, word: Word) -> bool:
    """Whether a title is somebody's who is spoken to: "Mr. President", "Distinguished colleagues"."""
    if not listed("addressed", word.lemma) or annotation.child(word, "det"):  # "the distinguished ambassador"
        return False
    before = annotation.sentence_of(word).words[max(word.id - 5, 0) : word.id - 1]
    return any(listed("form of address", w.lemma) and annotation.is_below(w, word) for w in before)


def _own_subjects(annotation: Annotation, predicate: Word) -> list[Word]:
    found = [*annotation.children(predicate, "nsubj", "csubj", "vocative")]
    # "Mr. President, Mexico supports": parsers take Mexico for another name of whom is spoken to
    spoken_to = {w.id for w in found if w.relation == "vocative" or is_addressed(annotation, w)}
    after = (annotation.child(w, "appos") for w in found if w.id in spoken_to)
    found = [*(w for w in found if w.id not in spoken_to), *filter(None, after)]
    stated = [w for w in found if not annotation.child(w, "mark")]
    stated = [w for w in stated if w.relation != "csubj"] or stated
    # "which Kyiv rejected", both taken for subjects: the pronoun is the object
    stated = [w for w in stated if not _is_relative(w)] or stated
    return stated[-1:]  # of several, which are a parser's slip, the nearest


def _controllers(annotation: Annotation, predicate: Word, above: Word) -> tuple[Word, ...]:
    """The objects of the verb above that are asked or made to do it; none where its subject does it."""
    if predicate.relation in ("xcomp", "ccomp"):
        told = tuple(w for w in annotation.children(above, "obj", "iobj") if w.id < predicate.id)
        if told and not listed("subject control", above.lemma) and not clause_of(annotation, above).is_passive:
            return told
    if predicate.relation in ("xcomp", "ccomp", "advcl") and marked(annotation, predicate) == "to":
        return _asked(annotation, predicate, above)
    return ()


def _asked(annotation: Annotation, predicate: Word, above: Word) -> tuple[Word, ...]:
    """The noun phrase between a verb or noun and its infinitive, after the preposition that names who shall do it."""
    asked = [w for w in annotation.children(above, "obl", "nmod") if w.id < predicate.id]
    lemma, lists = above.lemma.lower(), lists_of()
    return tuple(w for w in asked[-1:] if lemma in lists.get(f"controlling {marked(annotation, w)}", ()))


def _is_relative(word: Word) -> bool:
    return (
        listed("relative", word.lemma)
        and word.upos in ("PRON", "DET", "SCONJ")
        and word.feat("PronType") != "Dem"  # "who said that was wrong"
    )


def antecedent(annotation: Annotation, word: Word) -> Word:
    """What a relative pronoun stands for; any other word is itself."""
    if not _is_relative(word):
        return word
    for above in annotation.ancestors(word):
        if above.relation == "acl":
            noun = annotation.parent(above)
            return noun if noun is not None else word
    return word


def _relative_gap(annotation: Annotation, predicate: Word) -> Word | None:
    """The noun that a clause with a subject but no object modifies: the object is what the clause is about."""
    while predicate.relation == "conj" and (first := annotation.parent(predicate)) is not None:
        predicate = first
    if predicate.relation != "acl" or predicate.upos != "VERB" or annotation.child(predicate, "ccomp", "xcomp"):
        return None
    own = _own_subjects(annotation, predicate)
    if not own or any(antecedent(annotation, word) != word for word in own):
        return None
    return annotation.parent(predicate)


# --- how far it holds -------------------------------------------------------------------------------------------------


def _denies(annotation: Annotation, child: Word) -> bool:
    """Whether a dependent denies its predicate."""
    relation, after = child.relation, annotation.sentence_of(child).words[child.id : child.id + 1]
    denied = any(d.lemma.lower() in ("no", "neither") for d in annotation.children(child, "det", "cc", "advmod"))
    if relation in ("nsubj", "obj"):
        return denied or _names_nobody(annotation, child)
    if relation in ("obl", "nmod"):
        return denied and listed("denying phrase", child.lemma)  # "under no circumstances"
    if relation == "discourse":  # "No, Paris rejected it."
        return False
    then = after[0].lemma.lower() if after else ""
    if relation == "advmod" and denied:  # "no longer supports", but not "no later than May", "no doubt"
        return listed("denying adverb", child.lemma) and then != "than"
    negator = (
        (relation in ("advmod", "cc") and listed("negator", child.lemma))
        or child.text.lower() in ("without", "not", "n't", "n’t")
        or (child.feat("Polarity") == "Neg" and relation != "ccomp")  # "Paris says no"
    )
    # "not only rejected the plan" asserts that it did
    return negator and not listed("restrictive", then)


def _is_announced(annotation: Annotation, predicate: Word) -> bool:
    """Whether "would" is the "will" of before: "said that it would accept", but not "said that it would accept if"."""
    above = annotation.parent(predicate) if predicate.relation == "ccomp" else None
    told = above is not None and listed("saying", above.lemma) and above.feat("Tense") == "Past"
    below = annotation.children(predicate, "advcl") if told else ()
    return told and not any(listed("conditional", mark) for w in below for mark in marked(annotation, w).split())


def _names_nobody(annotation: Annotation, noun: Word) -> bool:
    """As in "nobody", "not a single state"; where a denial hangs on the subject, too: "Oslo by no means rejects it"."""
    beside = annotation.children(noun, "advmod", "nmod") if noun.relation == "nsubj" else ()
    return listed("nobody", noun.lemma) or any(_denies(annotation, w) for w in beside)


def _is_hedged(annotation: Annotation, predicate: Word) -> bool:
    for child in annotation.children(predicate):
        sort = {"advmod": "hedging adverb", "aux": "hedging auxiliary"}.get(child.relation)
        if sort is not None and listed(sort, child.lemma):
            return True
    above = annotation.parent(predicate)
    if above is None or predicate.relation not in ("xcomp", "ccomp") or not listed("hedging governor", above.lemma):
        return False
    # "said that it rejects" is a report, no hedge; "is said to reject" hedges
    reports = above.lemma.lower() in ("say", "report", "believe", "think", "understand", "expect")
    return not reports or clause_of(annotation, above).is_passive
