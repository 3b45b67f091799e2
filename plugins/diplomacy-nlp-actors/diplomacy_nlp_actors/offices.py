"""Titles and offices around a name: "Russian Foreign Minister NAME", "NAME, the mayor of London"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import evolve, frozen

from diplomacy_nlp import Annotation, Sector
from diplomacy_nlp.annotation import Word

from .names import Name
from .tables import Title, nouns, title_words, titles, word_class

__all__ = ["Office", "after_name", "before_name", "names_an_office", "title_ending_at"]

KnownAt = Mapping[tuple[int, int], Name]

_LONGEST_COMPLEMENT = 10
_IN_COMPLEMENTS = ("DET", "ADJ", "NOUN", "PROPN", "PART", "NUM")
_OF_QUALIFIERS = {
    "rebel": Sector.REB,
    "guerrilla": Sector.REB,
    "insurgent": Sector.REB,
    "militia": Sector.PRM,
    "opposition": Sector.OPP,
}
_STOPS = {"VERB", "AUX", "SCONJ", "PRON", "INTJ"}


@frozen(kw_only=True)
class Office:
    """What a title says.

    Args:
        role: the words of the title, None for a mere form of address.
        owner: the known name that the title belongs to ("Russian" in "Russian Foreign Minister"), if any.
        owner_word: a word of the owner that no table knows ("Clinton" in "Clinton adviser").
        possessor: the pronoun that stands for the owner ("its" in "its ambassador to Cuba").
        heads: the words of the title, which are no mention of their own.
        former: whether the text says that the office is past.
        country: the state that the text says for sure: "(R-Neb.)".
        introduces: whether it is told as something new: "NAME, a diplomat", not "NAME, the president".
        usual: whose office it is where the text names no state, the most likely state first.
    """

    role: str | None = None
    sector: Sector | None = None
    gender: str | None = None
    owner: Name | None = None
    owner_word: Word | None = None
    possessor: Word | None = None
    heads: tuple[Word, ...] = ()
    former: bool = False
    country: str | None = None
    introduces: bool = False
    usual: tuple[str, ...] = ()

    @property
    def is_owned(self) -> bool:
        """Whether the text says before the title whose it is."""
        return self.owner is not None or self.owner_word is not None or self.possessor is not None

    def with_more(self, other: Office | None) -> Office:
        """This office, and from the other one what this lacks."""
        if other is None:
            return self
        if self.role is None:
            return evolve(other, gender=self.gender or other.gender, owner=other.owner or self.owner)
        if self.owner is None and self.owner_word is None and other.owner is not None:
            return evolve(self, owner=other.owner, sector=self.sector or other.sector)
        return evolve(self, sector=self.sector or other.sector, usual=self.usual or other.usual, country=other.country)


def title_ending_at(words: Sequence[Word], end: int) -> tuple[int, Title] | None:
    """The longest title whose last word is `words[end]`: where it begins, and its entry."""
    last = words[end].text.lower()
    if last not in title_words() and "." not in last and "-" not in last:
        return _department_before(words, end)
    for size in (5, 4, 3, 2, 1):
        begin = end - size + 1
        if begin < 0:
            continue
        phrase = " ".join(w.text.lower() for w in words[begin : end + 1]).replace(" - ", "-")
        title = titles().get(phrase) or titles().get(phrase.replace(" .", ".")) or titles().get(phrase + ".")
        if title is not None:
            return begin, title
    return _department_before(words, end)


def _department_before(words: Sequence[Word], end: int) -> tuple[int, Title] | None:
    """A title with a department that no table has, all in capitals: "Minister for Rural Affairs"."""
    if words[end].text.lower() not in word_class("department"):
        return None
    for at in range(end - 1, max(end - _LONGEST_COMPLEMENT, 0), -1):
        word, title = words[at], titles().get(words[at - 1].text.lower())
        if word.text.lower() in ("of", "for"):
            headed = words[at - 1].text in ("Minister", "Secretary") and title is not None
            return (at - 1, title) if headed and title is not None else None
        if not (word.text[0].isupper() or word.text.lower() in ("and", "the")):
            return None
    return None


def before_name(annotation: Annotation, first: Word, last: Word, known: KnownAt) -> Office | None:
    """The title before a name, given the name's first and last words."""
    words = annotation.sentence_of(first).words
    end = first.id - 2
    if end < 0 and first.sentence > 0:  # "Sen." that the parser took for a sentence
        words = annotation.sentences[first.sentence - 1].words
        end = len(words) - 1
        if not words or not words[end].text.endswith(".") or title_ending_at(words, end) is None:
            return None
    if end >= 1 and words[end].text == ",":  # "the Russian foreign minister, NAME, said"
        end -= 1
        if title_ending_at(words, end) is None:
            return _with_complement(words, first, end, known)
        if words[end].text[0].isupper() and not _is_the(words, end, known):
            return None
    if end < 0:
        return None
    found = title_ending_at(words, end)
    if found is None:
        return _before_state(words, end, known)
    begin, title = found
    gender = title.gender
    if title.is_honorific:
        further = title_ending_at(words, begin - 1) if begin > 0 else None
        if further is None or further[1].is_honorific:
            return Office(gender=gender, heads=tuple(words[begin : end + 1]))
        end, (begin, title) = begin - 1, further
    office = _office(words, begin, end, title, known, gender)
    return _with_one_before(words, office, last, known)


def _before_state(words: Sequence[Word], end: int, known: KnownAt) -> Office | None:
    """The office in "Prime Minister of Slovakia NAME": the title stands before a state, that before the name."""
    owner = known.get((words[end].sentence, words[end].id))
    if owner is None or owner.known.sort not in ("name", "short"):
        return None
    at = owner.words[0].id - 2
    while at > 0 and words[at].text.lower() in ("the", "republic", "kingdom", "state", "of"):
        if words[at].text.lower() == "of" and (found := title_ending_at(words, at - 1)) is not None:
            if found[1].is_honorific:
                return None
            return evolve(_office(words, found[0], at - 1, found[1], known), owner=owner)
        at -= 1
    return None


def _with_complement(words: Sequence[Word], first: Word, end: int, known: KnownAt) -> Office | None:
    """The office whose complement ends before the comma at which a name stands."""
    return _before_complement(words, end, known) or _of_apposition(words, first, end, known)


def _of_apposition(words: Sequence[Word], first: Word, end: int, known: KnownAt) -> Office | None:
    """The office in "the Ambassador of Ghana, NAME": by the tree, the name after the comma belongs to it."""
    office = _before_state(words, end, known)
    stands = office is not None and first.relation == "appos" and first.head == office.heads[-1].id
    return office if stands else None


def names_an_office(annotation: Annotation, first: Word, known: KnownAt) -> bool:
    """Whether an office that ends in its state stands right before a word: "Minister of Trade of Gabon" NAME."""
    return _before_state(annotation.sentence_of(first).words, first.id - 2, known) is not None


def _is_the(words: Sequence[Word], end: int, known: KnownAt) -> bool:
    """Whether a title in capitals is a phrase of its own: "The Foreign Secretary, NAME," but not "President, NAME"."""
    found = title_ending_at(words, end)
    if found is None or found[1].is_honorific:
        return False
    start = _leftwards(words, found[0], known)
    return start > 0 and words[start - 1].text.lower() in ("the", "its", "their", "our")


def _with_one_before(words: Sequence[Word], office: Office, last: Word, known: KnownAt) -> Office:
    """An office with another that stands before its comma: "A spokesman for the army, Brig. NAME, said"."""
    comma = office.heads[0].id - 2
    if comma < 1 or words[comma].text != "," or office.owner is not None or office.owner_word is not None:
        return office
    closed = last.id == len(words) or words[last.id].text in (",", ".")
    if not closed:
        return office
    found = title_ending_at(words, comma - 1)
    if found is not None and not found[1].is_honorific and not words[comma - 1].text[0].isupper():
        outer: Office | None = _office(words, found[0], comma - 1, found[1], known)
    else:
        outer = _before_complement(words, comma - 1, known)
    if outer is None or outer.role is None:
        return office
    return evolve(outer, gender=outer.gender or office.gender, sector=outer.sector or office.sector)


def _before_complement(words: Sequence[Word], end: int, known: KnownAt) -> Office | None:
    """The office in "Colombia's ambassador to Cuba, NAME": its title stands before a complement that ends at `end`."""
    for at in range(end - 1, max(end - _LONGEST_COMPLEMENT, 0), -1):
        word = words[at]
        if word.text.lower() in word_class("complement"):
            found = title_ending_at(words, at - 1)
            if found is None and words[at - 1].upos in ("NOUN", "PROPN"):
                continue  # "spokesman for the government in Harare, NAME", "head of the union of Puno, NAME"
            if found is None or words[at - 1].text[0].isupper():
                return None
            begin, title = found
            if title.is_honorific:
                return None
            office = _office(words, begin, at - 1, title, known)
            equal = words[at - 1].lemma.lower() in word_class("equal")  # "her colleague of Peru, NAME", "from Oslo"
            own = office.possessor is not None and word.text.lower() in (("of", "from") if equal else ("of",))
            return evolve(office, owner=_owner_after(words, at, known)) if own or not office.is_owned else office
        modifies = word.upos == "VERB" and word.relation == "amod"  # "of the ruling party"
        if not (modifies or word.upos in _IN_COMPLEMENTS or word.text in (".", "-")):
            return None
    return None


def _office(
    words: Sequence[Word], begin: int, end: int, title: Title, known: KnownAt, gender: str | None = None
) -> Office:
    start = _leftwards(words, begin, known)
    former = any(w.text.lower() in word_class("former") for w in words[max(start - 2, 0) : end + 1])
    owner = _owner_before(words, start - 1, known)
    owner_word = None if owner else _unknown_owner(words, start - 1)
    while start < begin and words[start].text.lower() in ("-", "top", "senior", "ex"):
        start += 1
    return Office(
        role=_joined(words[start : end + 1]),
        sector=None if former else _sector(words[start:begin], title),
        gender=gender or title.gender,
        owner=owner,
        owner_word=owner_word,
        possessor=_possessor(words, start - 1),
        heads=tuple(words[start : end + 1]),
        former=former,
        usual=title.countries,
    )


def _sector(qualifiers: Sequence[Word], title: Title) -> Sector | None:
    """The sector of an office: that of its qualifiers where they say whose it is, else the title's."""
    told = next((s for w in reversed(qualifiers) if (s := _OF_QUALIFIERS.get(w.text.lower())) is not None), None)
    return told or title.sector


def _joined(words: Sequence[Word]) -> str:
    text = " ".join(w.text for w in words)
    return text.replace(" - ", "-").replace(" 's", "'s").replace(" ’s", "’s").replace(" .", ".")


def _leftwards(words: Sequence[Word], begin: int, known: KnownAt) -> int:
    """Where the title begins, its qualifiers included ("Deputy Foreign" Minister)."""
    start = begin
    while start > 0 and begin - start < 5:
        before = words[start - 1]
        if (before.sentence, before.id) in known or before.upos not in ("ADJ", "NOUN", "PROPN", "PUNCT", "ADV", "X"):
            break
        lower = before.text.lower()
        hyphen = lower == "-" and start > 1
        named = words[begin].text == "Minister" and before.text[0].isupper() and start > 1  # "Unification Minister"
        if not (lower in word_class("qualifier") or lower in word_class("department") or hyphen or named):
            break
        start -= 1
    return start


def _owner_before(words: Sequence[Word], at: int, known: KnownAt) -> Name | None:
    """The known name just before a title; up to two adjectives may stand between ("Lebanon's new President")."""
    skipped = 0
    while at >= 0 and skipped <= 3:
        word = words[at]
        name = known.get((word.sentence, word.id))
        if name is not None:
            return name
        if word.lemma in ("'s", "’s") or word.text in ("’", "'", "-"):
            at -= 1
            continue
        if word.upos not in ("ADJ", "NUM", "NOUN", "PROPN", "ADV"):
            return None
        at -= 1
        skipped += 1
    return None


def _possessor(words: Sequence[Word], at: int) -> Word | None:
    return words[at] if at >= 0 and words[at].feat("Poss") == "Yes" else None


def _unknown_owner(words: Sequence[Word], at: int) -> Word | None:
    if at >= 1 and words[at].lemma in ("'s", "’s"):
        at -= 1
    if at >= 0 and words[at].upos == "PROPN" and words[at].text[0].isupper():
        return words[at]
    return None


def after_name(annotation: Annotation, last: Word, known: KnownAt) -> Office | None:
    """The office after a name: an apposition ("NAME, the mayor of London,") or "NAME of Hungary"."""
    words = annotation.sentence_of(last).words
    at = last.id
    if at < len(words) and words[at].text.lower() == "of" and at + 1 < len(words):
        owner = known.get((words[at + 1].sentence, words[at + 1].id))
        return Office(owner=owner) if owner is not None else None
    if at >= len(words) or words[at].text not in (",", "(", "-", "–", "—"):
        return None
    at += 1
    bracketed = _bracketed(words, at, known)
    if bracketed is not None:
        return Office(owner=bracketed)
    if at + 1 < len(words) and words[at].upos == "NUM" and words[at + 1].text == ",":
        at += 2
    if at + 1 < len(words) and words[at].lemma.lower() in word_class("into office") and words[at].upos == "VERB":
        at += 1  # "NAME, elected president of Malawi in May," "NAME, sworn in as president"
        while at + 1 < len(words) and words[at].text.lower() in ("in", "as"):
            at += 1
    return _apposition(words, at, known)


def _bracketed(words: Sequence[Word], at: int, known: KnownAt) -> Name | None:
    """The state that stands in brackets after a name: "MS ROE (Nigeria)"."""
    name = known.get((words[at].sentence, words[at].id)) if at < len(words) and words[at - 1].text == "(" else None
    if name is None or name.known.sort not in ("name", "short") or name.known.country is None:
        return None
    closes = name.words[-1].id < len(words) and words[name.words[-1].id].text == ")"
    return name if closes else None


def _apposition(words: Sequence[Word], at: int, known: KnownAt) -> Office | None:
    found: tuple[int, int, Title] | None = None
    for end in range(at, min(at + 9, len(words))):
        word = words[end]
        if (word.upos in _STOPS and word.feat("Poss") != "Yes") or word.text in (",", ";", ".", ")", "“", "”", '"'):
            break
        if found is not None and word.upos in ("ADP", "CCONJ"):
            break
        hit = title_ending_at(words, end)
        if hit is not None and not hit[1].is_honorific:
            found = (max(hit[0], at), end, hit[1])
    if found is None:
        return None
    begin, end, title = found
    following = words[end + 1] if end + 1 < len(words) else None
    if following is not None and following.upos == "PROPN" and (following.sentence, following.id) not in known:
        return None  # "NAME, President OTHER and ...": the next one's title
    if words[at].upos in ("CCONJ", "ADP", "ADV"):
        return None
    office = _office(words, begin, end, title, known)
    office = evolve(office, introduces=words[at].text.lower() in ("a", "an"))
    if office.owner is not None or office.possessor is not None:
        return office
    return evolve(
        office,
        owner=_owner_after(words, end + 1, known),
        owner_word=office.owner_word or _served(words, end + 1, known),
    )


def _served(words: Sequence[Word], at: int, known: KnownAt) -> Word | None:
    """The name of the officer who is served in "spokesman for German Chancellor NAME": its first word."""
    if at >= len(words) or words[at].text.lower() not in ("of", "for", "to"):
        return None
    for place in range(at + 1, min(at + 8, len(words))):
        word = words[place]
        is_known = (word.sentence, word.id) in known
        if word.upos == "PROPN" and not is_known and word.text.lower() not in titles():
            return word if title_ending_at(words, place - 1) is not None else None
        if word.upos not in ("DET", "ADJ", "NOUN", "PROPN", "PART") and word.text not in ("’", "'"):
            return None
    return None


def _owner_after(words: Sequence[Word], at: int, known: KnownAt) -> Name | None:
    """As in "president of France", "envoy of the U.N.", "spokesman for the government in Harare"."""
    if at >= len(words) or words[at].text.lower() not in ("of", "at", "for", "in", "from"):
        return None
    noun = nouns().get(words[at - 1].lemma.lower())
    if words[at].text.lower() == "in" and noun is not None and noun.abroad == "yes":
        return None
    for word in words[at + 1 : at + 6]:
        name = known.get((word.sentence, word.id))
        if name is not None:
            return name
        seated = word.text.lower() == "in" and words[word.id - 2].lemma.lower() in nouns()
        if word.upos not in ("DET", "ADJ", "NOUN", "PROPN") and not seated:
            return None
    return None
