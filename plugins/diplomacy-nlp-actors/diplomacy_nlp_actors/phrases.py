"""Noun phrases whose head can act: "NATO allies", "the Russian foreign minister", "the Trump administration"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice

from attrs import frozen

from diplomacy_nlp import ActorKind, Annotation, Sector, Span
from diplomacy_nlp.annotation import Word

from .names import Name, naming_words
from .offices import KnownAt
from .tables import Noun, Title, noun_words, nouns, title_words, titles, word_class

__all__ = ["Phrase", "are_told_apart", "entries", "find_phrases"]

_INDEFINITE = {"a", "an", "another", "one", "some", "any", "no", "every", "each"}
_LONGEST = 12  # words before a head that are looked at
_NEAR = 6  # words before a head that may qualify it
_PARTIES = Noun(noun="parties", kind=ActorKind.GROUP, sort="people")
_AMBIGUOUS_TITLES = {"major", "chair", "counsel", "anchor"}


@frozen(kw_only=True)
class Phrase:
    """A noun phrase that names an actor without a name.

    Args:
        span, words: from its left edge to its head.
        head: its head noun.
        plural: whether it names several.
        definite: whether "the" or a possessive pronoun stands before it.
        core: its words without articles, numbers and ranks, lower case.
        noun: what the table says of its head noun, for groups and bodies.
        title: what the table says of its head as an office ("minister"), for one person.
        role: the words of the office ("foreign minister").
        owners: known names in it that the actor belongs to ("Chinese" in "Chinese officials").
        owner_words: words in it that may be a person's or an unknown body's name ("Trump administration").
        possessor: a possessive pronoun in it ("its allies").
    """

    span: Span
    head: Word
    words: tuple[Word, ...]
    plural: bool
    definite: bool
    core: str
    noun: Noun | None = None
    title: Title | None = None
    role: str | None = None
    owners: tuple[Name, ...] = ()
    owner_words: tuple[Word, ...] = ()
    possessor: Word | None = None

    @property
    def is_indefinite(self) -> bool:
        """Whether it is nobody in particular: "a minister"."""
        return self.words[0].text.lower() in _INDEFINITE

    @property
    def is_counted(self) -> bool:
        """Whether it names several states or sides of a conflict, which a number or an adjective must tell apart."""
        return self.plural and self.noun is not None and self.noun.noun in word_class("counted") | {_PARTIES.noun}

    @property
    def kind(self) -> ActorKind:
        """What sort of actor it is."""
        if self.noun is None:
            return ActorKind.GROUP if self.plural else ActorKind.PERSON
        if not self.plural and self.noun.sort == "people" and self.noun.noun not in ("authority", "side"):
            return ActorKind.PERSON
        return self.noun.kind

    @property
    def sector(self) -> Sector | None:
        """PLOVER's sector by the noun or the office."""
        by_noun = self.noun.sector if self.noun is not None else None
        return by_noun or (self.title.sector if self.title is not None else None)


def find_phrases(annotation: Annotation, known: KnownAt) -> Iterator[Phrase]:
    """The phrases of a text, in its order.

    Args:
        annotation: the parse.
        known: names that the tables know, by the sentence and id of each of their words.
    """
    for word in annotation.kept(naming_words):
        if _may_act(word.lemma.lower(), word.text.lower()) and not word.text.isupper():
            phrase = _phrase(annotation, word, known) if (word.sentence, word.id) not in known else None
            if phrase is not None:
                yield phrase


def _phrase(annotation: Annotation, head: Word, known: KnownAt) -> Phrase | None:
    if head.relation == "compound" or (head.upos == "ADJ" and head.relation == "amod"):
        return None
    noun, title = entries(annotation, head)
    if noun is None and title is None:
        return None
    plural = _is_plural(head)
    words = _premodifiers(annotation, head)
    core, end = _core(annotation, head, words, title)
    core = core or head.lemma.lower()
    owners, others = _owners(annotation, head, words, noun, known)
    pronouns = [w for w in words[:-1] if w.upos == "PRON" and w.feat("Poss") == "Yes"]
    whole = title is not None and core == title.title and (end > head.span.end or noun is None)
    phrase = Phrase(
        span=Span(words[0].span.start, end),
        head=head,
        words=words,
        plural=plural,
        definite=words[0].text.lower() not in _INDEFINITE and words[0].upos in ("DET", "PRON"),
        core=core,
        noun=noun,
        title=title,
        role=None if title is None or plural else core if whole else _role(head, words, known),
        owners=owners,
        owner_words=others,
        possessor=pronouns[-1] if pronouns else None,
    )
    return phrase if _is_actor(annotation, phrase) else None


def _core(annotation: Annotation, head: Word, words: Sequence[Word], title: Title | None) -> tuple[str, int]:
    """What names a phrase's sort, in lower case, and where the phrase ends."""
    if title is not None and _goes_beyond(annotation, head, title):
        after = len(title.title.partition(" ")[2].split()) if title.title.startswith(head.lemma.lower()) else 0
        return title.title, annotation.sentence_of(head).words[head.id - 1 + after].span.end
    told = (w.text.lower() for w in words if w.upos not in ("NUM", "PUNCT"))
    return " ".join(text for text in told if text not in word_class("empty")), head.span.end


def entries(annotation: Annotation, head: Word) -> tuple[Noun | None, Title | None]:
    """The tables' lines for a head noun, of two words where there is one."""
    lemma, text = head.lemma.lower(), head.text.lower()
    before = annotation.sentence_of(head).words[head.id - 2].text.lower() if head.id > 1 else ""
    forms = _forms(lemma, text)
    noun = next((e for form in forms if (e := nouns().get(f"{before} {form}") or nouns().get(form)) is not None), None)
    if noun is not None and noun.name == "only":
        noun = None
    if noun is not None and noun.noun == "party" and _is_plural(head) and not _are_political(annotation, head):
        noun = _PARTIES
    title = next((t for form in _offices(annotation, head) if (t := titles().get(form)) is not None), None)
    if title is not None and _goes_beyond(annotation, head, title):
        return None, title  # a secretary-general is no general
    return noun, None if title is None or title.is_honorific or lemma in _AMBIGUOUS_TITLES else title


def _offices(annotation: Annotation, head: Word) -> Iterator[str]:
    """What an office may be called by its noun and the words around it, the longest first."""
    words, noun = annotation.sentence_of(head).words, head.lemma.lower()
    first, before = ("", "", *(w.text.lower() for w in words[max(head.id - 3, 0) : head.id - 1]))[-2:]
    after = [w.text.lower() for w in words[head.id : head.id + 2]]
    yield from (" ".join((noun, *after[:size])) for size in range(len(after), 0, -1))
    yield from (f"{first}-{noun}", f"{first} {noun}") if before == "-" else ()
    yield from (f"{before} {noun}", noun)


def _goes_beyond(annotation: Annotation, head: Word, title: Title) -> bool:
    """Whether a title has more than its noun and a word before it: "head of state", "Secretary-General"."""
    *_, with_one_before, alone = _offices(annotation, head)
    return title.title not in (with_one_before, alone)


def _forms(lemma: str, text: str) -> tuple[str, ...]:
    return lemma, text, text.removesuffix("s"), f"{text[:-3]}man" if text.endswith("men") else text


@lru_cache(maxsize=1 << 14)
def _may_act(lemma: str, text: str) -> bool:
    """Whether a word stands in a line of the tables, so that it may be the head of a phrase; most do not."""
    parts = (lemma, *lemma.split("-"), *lemma.split())
    return any(part in title_words() for part in parts) or any(form in noun_words() for form in _forms(lemma, text))


def _are_political(annotation: Annotation, head: Word) -> bool:
    """Whether "parties" are political ones, and not those of a conflict or a contract."""
    words = annotation.sentence_of(head).words[max(head.id - _NEAR, 0) : head.id - 1]
    return any(w.text.lower() in word_class("of politics") for w in words if annotation.is_below(w, head))


def _is_plural(head: Word) -> bool:
    if head.feat("Number") is not None:
        return head.feat("Number") == "Plur"
    return head.text.lower() != head.lemma.lower() and head.text.lower().endswith("s")


def _premodifiers(annotation: Annotation, head: Word) -> tuple[Word, ...]:
    """The words of the phrase from its left edge to its head, without what introduces it."""
    sentence = annotation.sentence_of(head).words
    start = head.id
    while start > 1 and head.id - start < _LONGEST and not _ends_phrase(sentence[start - 2]):
        if sentence[start - 1].feat("Poss") == "Yes" and sentence[start - 2].upos != "DET":
            break  # "at the Department his counterpart"
        if head not in islice(annotation.ancestors(sentence[start - 2]), _LONGEST):
            break
        start -= 1
    words = list(sentence[start - 1 : head.id])
    while len(words) > 1 and (words[0].upos in ("PUNCT", "CCONJ", "PART") or words[0].relation in ("cc", "punct")):
        words = words[1:]
    return tuple(words)


def _ends_phrase(word: Word) -> bool:
    """Whether a word to the left is no modifier any more: a preposition, a verb, a comma."""
    if word.lemma in ("'s", "’s") or word.text in ("'s", "’s"):
        return False
    return (
        word.text == "Dear"  # a greeting
        or word.upos in ("ADP", "SCONJ", "AUX", "INTJ")
        or word.relation in ("case", "mark", "aux", "cop", "acl", "advcl", "parataxis")
        or (word.upos == "PUNCT" and word.text not in ("-", "–", ".", "’", "'"))
    )


def _owners(
    annotation: Annotation, head: Word, words: Sequence[Word], noun: Noun | None, known: KnownAt
) -> tuple[tuple[Name, ...], tuple[Word, ...]]:
    """Known names that a phrase's actor belongs to, and words that may be the names of such."""
    owners, others = _split(words[:-1], known)
    abroad = noun is not None and noun.abroad == "yes"
    if abroad:  # "Chad's UN ambassador"
        owners = tuple(name for name in owners if name.known.sector is not Sector.IGO) or owners
        owners = owners[:1]  # "the US Syria envoy"
    if not owners:
        owners, after = _split(_after_of(annotation, head, abroad), known)
        others = others if owners or others else after
    return owners, others


def _split(words: Iterable[Word], known: KnownAt) -> tuple[tuple[Name, ...], tuple[Word, ...]]:
    """Known names among the words, and words that may be others' names."""
    names: dict[Span, Name] = {}
    others = []
    words = [*words]
    joined = {w.id - 2 for at, w in enumerate(words) if at and words[at - 1].text == "-" and _is_participle(w)}
    for word in words:
        name = known.get((word.sentence, word.id))
        if name is not None and name.words[-1].id in joined:
            continue  # "US-backed forces" are not those of the United States
        if name is not None:
            names[name.span] = name
        elif word.upos == "PROPN" or (word.upos in ("NOUN", "ADJ") and word.text[0].isupper()):
            others.append(word)
    return tuple(names.values()), tuple(others)


def _is_participle(word: Word) -> bool:
    form = word.text.lower()  # but "Oslo-based"
    return form.endswith("ed") and word.upos != "PROPN" and form not in word_class("origin")


def _role(head: Word, words: Sequence[Word], known: KnownAt) -> str:
    """The words of an office before its head, back to a name or what introduces it."""
    found: list[str] = []
    for word in reversed(words):
        named = (word.sentence, word.id) in known or word.upos in ("DET", "PRON", "PUNCT", "PART", "NUM", "PROPN")
        if word is not head and (named or word.text.lower() in word_class("empty")):
            break
        found.insert(0, word.text)
    return " ".join(found)


def _after_of(annotation: Annotation, head: Word, abroad: bool) -> Iterator[Word]:
    """What follows in "of", "from", "for", "in": "the president of France", but not "diplomats in Tehran"."""
    words = annotation.sentence_of(head).words
    prepositions = ("of", "from", "for") if abroad else ("of", "from", "for", "in")
    if head.id >= len(words) or words[head.id].text.lower() not in prepositions:
        return
    named = False
    for word in words[head.id + 1 : head.id + 14]:
        of = word.text.lower() == "of" and _is_between(words[word.id - 2])
        goes_on = named and (word.text == "," or word.upos == "CCONJ")
        if goes_on and words[head.id].text.lower() != "for" and _is_listed(words, word):
            named = False
            continue
        may_name = word.upos in ("DET", "ADJ", "PROPN", "NOUN") or word.text[0].isupper()  # "United" is no verb here
        if (named and word.upos != "PROPN") or not (may_name or of):
            return
        if words[head.id].text.lower() == "from" and word.upos == "PROPN" and _is_recalled(annotation, head, word):
            return
        yield word
        named = word.upos in ("PROPN", "NOUN") and not _is_between(word)


def _is_recalled(annotation: Annotation, head: Word, place: Word) -> bool:
    """Whether "from" tells where somebody was: "recalled its ambassador from Moscow"."""
    above = annotation.parent(head)
    recalled = above is not None and above.lemma.lower() in word_class("recalling")
    return recalled or not annotation.is_below(place, head)


def _is_between(word: Word) -> bool:
    """Whether a word is still of the office or the place: "the minister of trade of Peru", "the north of Chad"."""
    return word.text.lower() in word_class("part of a state") | word_class("department")


def _is_listed(words: Sequence[Word], sign: Word) -> bool:
    """Whether a name follows a comma or "and" as one more of a list."""
    after = words[sign.id : sign.id + 2]
    return bool(after) and (after[0].upos == "PROPN" or (len(after) > 1 and after[0].upos == "CCONJ"))


def _is_actor(annotation: Annotation, phrase: Phrase) -> bool:
    """Whether the phrase says enough to be an actor."""
    lemma = phrase.head.lemma.lower()
    if lemma in word_class("paired"):
        told = _is_pair(annotation, phrase)
        if told is not None:
            return told
    is_long_title = phrase.title is not None and phrase.title.title == phrase.core != lemma  # "the head of state"
    if lemma in word_class("never one") and not phrase.plural and not is_long_title:
        return lemma == "side" and len(phrase.owners) == 1  # "the Kenyan side"
    if lemma in word_class("accused") and any(w.upos == "NOUN" for w in phrase.words[:-1]):
        return False  # "the sanctions regime"
    if lemma in word_class("stance") and _is_of_something(annotation, phrase, "to"):
        return False  # "opposition to the plan"
    if phrase.owners or phrase.owner_words or phrase.possessor:
        return True
    if phrase.kind == ActorKind.PERSON:
        return phrase.definite or phrase.is_indefinite
    if phrase.noun is None:  # an office in the plural: "foreign ministers"
        return phrase.definite
    return _tells_enough(phrase, phrase.noun)


def _is_pair(annotation: Annotation, phrase: Phrase) -> bool | None:
    """Whether "both sides" are those of a dispute, and not of a bridge; None where the word does not stand so."""
    several = phrase.plural or phrase.head.lemma.lower() in word_class("never one")
    if several and _is_of_something(annotation, phrase):
        return False
    first_words = [w.text.lower() for w in phrase.words[:2]]
    return phrase.plural if first_words[0] in ("both", "all") or "two" in first_words else None


def _tells_enough(phrase: Phrase, noun: Noun) -> bool:
    """Whether a noun for a group or body is an actor where nothing says whose it is."""
    if phrase.is_counted:  # "the five states"; "the states" only where they were named before
        return phrase.definite or are_told_apart(phrase)
    if noun.noun == "media" and len(phrase.words) > 1:
        return phrase.words[-2].text.lower() in ("state", "local", "news", "official", "foreign", "western")
    # "the agency" may stand for a body that was named before
    return noun.bare == "yes" or (phrase.definite and noun.sort == "body" and not phrase.plural)


def are_told_apart(phrase: Phrase) -> bool:
    """Whether a word says which or how many: "five states", "other countries", "the warring parties"."""
    told = [w for w in phrase.words[:-1] if w.text.lower() not in ("the", "its", "their", "these", "those", "no")]
    return any(w.upos in ("NUM", "ADJ", "DET", "VERB") or w.text.lower() in word_class("quantifier") for w in told)


def _is_of_something(annotation: Annotation, phrase: Phrase, preposition: str = "of") -> bool:
    """As in "both sides of the bridge", which no name follows."""
    return any(
        w.upos == "NOUN" and any(c.text.lower() == preposition for c in annotation.children(w, "case"))
        for w in annotation.children(phrase.head, "nmod")
    )
