"""Titles and offices around a name: "Russian Foreign Minister NAME", "NAME, the mayor of London"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import takewhile

from attrs import evolve, frozen

from diplomacy_nlp import ActorKind, Annotation, Sector
from diplomacy_nlp.annotation import Word

from .names import MIXED, Name
from .spelling import is_possessive
from .tables import Title, meant_by, nouns, title_words, titles, word_class

__all__ = ["KnownAt", "Office", "after_name", "before_name", "name_before", "title_ending_at"]

KnownAt = Mapping[tuple[int, int], Name]
"""Known names by the sentence and id of each of their words."""

_LONGEST_DEPARTMENT = 10  # words
_SECOND = 2
_BESIDE = ("appos", "conj", "flat", "compound", "nmod")
_OF_STATES = ("name", "short")
_STOPS = {"VERB", "AUX", "SCONJ", "PRON", "INTJ"}


@frozen(kw_only=True)
class Office:
    """What a title says.

    Args:
        role: the words of the title, None for a mere form of address.
        owner: the known name that the title belongs to ("Russian" in "Russian Foreign Minister"), if any.
        possessor: the pronoun that stands for the owner ("its" in "its ambassador to Cuba"), or the end of a person's
            name ("Roe's spokesman").
        heads: the words of the title, which are no mention of their own.
        former: whether the text says that the office is past.
        country: the state that the text says for sure: "(R-Neb.)".
        introduces: whether it is told as something new: "NAME, a diplomat", not "NAME, the president".
        served: the first word of the name of the officer who is served: "spokesman for German Chancellor NAME".
        usual: whose office it is where the text names no state, the most likely state first.
    """

    role: str | None = None
    sector: Sector | None = None
    gender: str | None = None
    owner: Name | None = None
    possessor: Word | None = None
    heads: tuple[Word, ...] = ()
    former: bool = False
    country: str | None = None
    introduces: bool = False
    served: Word | None = None
    usual: tuple[str, ...] = ()

    @property
    def is_owned(self) -> bool:
        """Whether the text says before the title whose it is."""
        return self.owner is not None or self.possessor is not None

    def with_more(self, other: Office | None) -> Office:
        """This office, and from the other one what this lacks."""
        if other is None:
            return self
        if self.role is None:
            return evolve(other, gender=self.gender or other.gender, owner=other.owner or self.owner)
        if self.possessor is not None and self.owner is None and other.role is None and other.owner is not None:
            return evolve(self, country=other.owner.known.country)  # "its chairman, NAME of Chad"
        if self.owner is None and other.owner is not None:
            return evolve(self, owner=other.owner, sector=self.sector or other.sector)
        return evolve(self, sector=self.sector or other.sector, usual=self.usual or other.usual, country=other.country)


def name_before(annotation: Annotation, word: Word, known: KnownAt) -> tuple[Name | None, bool]:
    """The known name just before a word, and whether a possessive stands between: "Kenya's Supreme Court"."""
    words = annotation.sentence_of(word).words
    at = word.id - 2
    while at >= 0 and is_possessive(words[at]):
        at -= 1
    return known.get((word.sentence, at + 1)), at < word.id - 2


def title_ending_at(words: Sequence[Word], end: int) -> tuple[int, Title] | None:
    """The longest title whose last word is `words[end]`: where it begins, and its entry."""
    last = words[end].text.lower()
    if not _may_be_of_title(last):
        return _department_before(words, end)
    first = end
    while first > max(end - 4, 0) and _may_be_of_title(words[first - 1].text.lower()):
        first -= 1
    for begin in range(first, end + 1):
        phrase = " ".join(w.text.lower() for w in words[begin : end + 1]).replace(" - ", "-")
        title = titles().get(phrase) or titles().get(phrase.replace(" .", ".")) or titles().get(phrase + ".")
        if title is not None:
            return begin, title
    return _department_before(words, end)


def _may_be_of_title(word: str) -> bool:
    return word in title_words() or "." in word or "-" in word


def _department_before(words: Sequence[Word], end: int) -> tuple[int, Title] | None:
    """A title with a department that no table has, all in capitals: "Minister for Rural Affairs"."""
    if words[end].text.lower() not in word_class("department"):
        return None
    for at in range(end - 1, max(end - _LONGEST_DEPARTMENT, 0), -1):
        word, title = words[at], titles().get(words[at - 1].text.lower())
        if word.text.lower() in ("of", "for"):
            headed = words[at - 1].text in ("Minister", "Secretary") and title is not None
            return (at - 1, title) if headed and title is not None else None
        if not (word.text[0].isupper() or word.text.lower() in ("and", "the")):
            return None
    return None


def before_name(annotation: Annotation, first: Word, last: Word, known: KnownAt) -> Office | None:
    """The title before a name, given the name's first and last words."""
    words = _until(annotation, first)
    if not words:
        return None
    end = len(words) - 1
    if words[end].text == ",":
        return _apposed(annotation, first, last, known)
    found = title_ending_at(words, end)
    if found is None:
        return _before_state(words, end, known)
    begin, title = found
    gender = title.gender
    if title.is_honorific:
        begin -= begin > 1 and words[begin - 1].feat("Poss") == "Yes"  # "His Excellency"
        if begin > 0 and words[begin - 1].text == ",":
            outer = _apposed(annotation, first, last, known)
            return outer or Office(gender=gender, heads=tuple(words[begin : end + 1]))
        further = title_ending_at(words, begin - 1) if begin > 0 else None
        if further is None or further[1].is_honorific:
            return Office(gender=gender, heads=tuple(words[begin : end + 1]))
        end, (begin, title) = begin - 1, further
    ranked = title.title in word_class("personal rank")
    office = _before_rank(words, begin, end, known, gender) if ranked else None
    office = office or _office(words, begin, end, title, known, gender)
    outer = None if office.owner else _apposed(annotation, first, last, known)
    if outer is None or (outer.heads[-1].text[0].isupper() and not ranked):
        return office
    return evolve(outer, gender=outer.gender or office.gender, sector=outer.sector or office.sector)


def _until(annotation: Annotation, first: Word) -> Sequence[Word]:
    """The words of the sentence before a name; those of "Sen." that the parser took for a sentence; () for none."""
    words = annotation.sentence_of(first).words[: first.id - 1]
    if words or first.sentence == 0:
        return words
    earlier = annotation.sentences[first.sentence - 1].words
    return earlier if earlier and earlier[-1].text.endswith(".") else ()


def _before_rank(words: Sequence[Word], begin: int, end: int, known: KnownAt, gender: str | None) -> Office | None:
    """The office before a rank that its holder has too: "Foreign Minister Prince NAME"."""
    found = title_ending_at(words, begin - 1) if begin > 0 and words[begin - 1].text[0].isupper() else None
    if found is None or found[1].is_honorific:
        return None
    office = _office(words, found[0], begin - 1, found[1], known, gender)
    return evolve(office, heads=(*office.heads, *words[begin : end + 1]))


def _apposed(annotation: Annotation, first: Word, last: Word, known: KnownAt) -> Office | None:
    """The office before a comma that a name stands beside: "Colombia's ambassador to Cuba, NAME"."""
    words = annotation.sentence_of(first).words
    at = next(w for w in words[first.id - 1 : last.id] if not first.id <= w.head <= last.id)
    beside = False
    for above in annotation.ancestors(at):
        listed = at.relation == "conj" and annotation.child(at, "cc") is not None
        beside = beside or at.relation in ("appos", "conj")  # a list without "and" is none
        if listed or at.relation not in _BESIDE:
            return None
        at = above
        found = _title_of(words, above) if beside and above.id < first.id else None
        case = annotation.child(above, "case") if found is None and above.id < first.id else None
        if case is not None and case.id > 1:  # "its ambassador from Chad, NAME", whatever the place hangs on
            found = _title_of(words, words[case.id - 2])
        if found is not None:
            begin, end, title = found
            office = _office(words, begin, end, title, known)
            end = office.heads[-1].id - 1
            equal = words[end].lemma.lower() in word_class("equal")  # "her colleague of Peru, NAME", "from Oslo"
            after = words[end + 1].text.lower()
            own = office.possessor is not None and after in (("of", "from") if equal else ("of",))
            owned = office.is_owned and not own
            return office if owned else evolve(office, owner=_owner_after(words, end + 1, known))
    return None


def _title_of(words: Sequence[Word], noun: Word) -> tuple[int, int, Title] | None:
    """The title that a noun is the head of: where it begins and ends, and its entry."""
    for end in range(min(noun.id + 1, len(words) - 1), noun.id - 2, -1):  # "secretary of state"
        found = title_ending_at(words, end)
        if found is not None and found[0] < noun.id and not found[1].is_honorific:
            return found[0], end, found[1]
    return None


def _before_state(words: Sequence[Word], end: int, known: KnownAt) -> Office | None:
    """The office in "Prime Minister of Slovakia NAME": the title stands before a state, that before the name."""
    owner = known.get((words[end].sentence, words[end].id))
    if owner is None and is_possessive(words[end]) and end > 0:  # "Peru's NAME"
        owner = known.get((words[end - 1].sentence, words[end - 1].id))
        return Office(owner=owner) if owner is not None and owner.known.kind is ActorKind.STATE else None
    if owner is None or owner.known.sort not in _OF_STATES:
        return None
    at = owner.words[0].id - 2
    while at > 0 and (word := words[at].text.lower()) in ("the", "republic", "kingdom", "state", "of", "to", "for"):
        found = title_ending_at(words, at - 1) if word in ("of", "to", "for") else None
        if found is not None and not found[1].is_honorific:
            office = _office(words, found[0], at - 1, found[1], known)
            return evolve(office, owner=owner) if word == "of" else office  # "Peruvian Ambassador to Slovakia"
        at -= 1
    return None


def _office(
    words: Sequence[Word], begin: int, end: int, title: Title, known: KnownAt, gender: str | None = None
) -> Office:
    start = _leftwards(words, begin, known)
    first, last = _both(words, start, end, known)
    former = any(w.text.lower() in word_class("former") for w in words[max(start - 2, 0) : end + 1])
    owner = _owner_before(words, first - 1, known)
    if owner is not None and _is_posted(words[end]):  # "Chad's UN ambassador", "US Syria envoy"
        owner = _owner_before(words, owner.words[0].id - 2, known) or owner
    owner = _home_of_people(words, owner, known)
    while start < begin and words[start].text.lower() in ("-", "top", "senior", "ex"):
        start += 1
    role = " ".join(w.text for w in words[start : end + 1])
    return Office(
        role=role.replace(" - ", "-").replace(" 's", "'s").replace(" ’s", "’s").replace(" .", "."),
        sector=None if former else _sector(words[start:begin], title),
        gender=gender or title.gender,
        owner=owner,
        possessor=_possessor(words, first - 1),
        heads=tuple(words[first : last + 1]),
        former=former,
        usual=title.countries,
        country=None if owner is not None else title.country,
    )


def _home_of_people(words: Sequence[Word], owner: Name | None, known: KnownAt) -> Name | None:
    """The state of a part of its people that is called like another state's: "Bosnian" of "Bosnian Serb leader"."""
    if owner is None or owner.known.sort not in ("demonym", "people") or owner.words[0].id < _SECOND:
        return owner
    word = words[owner.words[0].id - 2]
    home = known.get((word.sentence, word.id))
    of_state = home is not None and home.known.sort == "demonym" and home.known.country != owner.known.country
    return home if of_state and owner.known.country not in MIXED else owner


def _both(words: Sequence[Word], start: int, end: int, known: KnownAt) -> tuple[int, int]:
    """Where a title begins and ends, with another one that the same person has: "deputy premier and trade minister"."""
    first = last = None
    if start > 1 and words[start - 1].text.lower() == "and":
        before = title_ending_at(words, start - 2)
        first = None if before is None else _leftwards(words, before[0], known)
    if first is not None and _are_of_one(words[first : start - 1], words[start : end + 1], words[first - 1 : first]):
        return first, end
    for at in range(end + 2, min(end + 2 + _LONGEST_DEPARTMENT, len(words) - 1)):
        after = title_ending_at(words, at) if words[end + 1].text.lower() == "and" else None
        if after is not None and _leftwards(words, after[0], known) == end + 2 and words[at + 1].upos != "PROPN":
            last = at  # "the premier and Minister NAME" are two
    if last is not None and _are_of_one(words[start : end + 1], words[end + 2 : last + 1]):
        return start, last
    return start, end


def _are_of_one(one: Sequence[Word], other: Sequence[Word], before: Sequence[Word] = ()) -> bool:
    """Whether two titles joined by "and" may be one person's; not a state's head's and one of its cabinet.

    "The premier and trade minister NAME" are two, for all that is known, and so are "the premier and Minister NAME".
    """
    small = one[0].text.islower()
    if small != other[0].text.islower() or (small and any(word.upos == "DET" for word in before)):
        return False
    return not any(" ".join(w.text.lower() for w in title) in word_class("held alone") for title in (one, other))


def _is_posted(word: Word) -> bool:
    """Whether an office is held in other states than its own, or with bodies of several."""
    noun = nouns().get(word.lemma.lower())
    return noun is not None and noun.abroad == "yes"


def _sector(qualifiers: Sequence[Word], title: Title) -> Sector | None:
    """The sector of an office: that of its qualifiers where they say whose it is, else the title's."""
    told = (meant_by("qualifier_sectors").get(word.text.lower()) for word in reversed(qualifiers))
    return next((Sector(sector) for sector in told if sector is not None), title.sector)


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
        if not is_possessive(word) and word.text != "-":
            acting = word.text.lower() in word_class("qualifier")  # a verb to the tagger
            if word.upos not in ("ADJ", "NUM", "NOUN", "PROPN", "ADV") and not acting:
                return None
            skipped += 1
        at -= 1
    return None


def _possessor(words: Sequence[Word], at: int) -> Word | None:
    """The word before an office that stands for its owner: "its envoy"; of a person's name the last: "NAME's aide"."""
    if at > 0 and is_possessive(words[at]) and words[at - 1].upos == "PROPN":
        return words[at - 1]
    while at > 0 and words[at].upos == "ADJ":  # "whose new president"
        at -= 1
    return words[at] if at >= 0 and words[at].feat("Poss") == "Yes" else None


def after_name(annotation: Annotation, last: Word, known: KnownAt) -> Office | None:
    """The office after a name: an apposition ("NAME, the mayor of London,") or "NAME of Hungary"."""
    words = annotation.sentence_of(last).words
    at = last.id
    if at < len(words) and words[at].text.lower() == "of" and at + 1 < len(words):
        owner = known.get((words[at + 1].sentence, words[at + 1].id))
        if words[at + 1].upos == "DET" and at + 2 < len(words):  # "NAME of the United States"
            named = known.get((words[at + 2].sentence, words[at + 2].id))
            of_state = named is not None and named.known.kind is ActorKind.STATE and named.known.sort in _OF_STATES
            owner = named if of_state else None
        return Office(owner=owner) if owner is not None else None
    if at >= len(words) or words[at].text not in (",", "(", "-", "–", "—"):
        return _signed(words, at, known)
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


def _signed(words: Sequence[Word], at: int, known: KnownAt) -> Office | None:
    """The office in "NAME Ambassador of Chad", as those who sign give it, in capitals and with its state after it."""
    for end in range(at, min(at + 3, len(words))):
        if not words[end].text[0].isupper():
            return None
        found = title_ending_at(words, end)
        if found is not None and found[0] == at and not found[1].is_honorific:
            owner = _owner_after(words, end + 1, known)
            return evolve(_office(words, at, end, found[1], known), owner=owner) if owner is not None else None
    return None


def _bracketed(words: Sequence[Word], at: int, known: KnownAt) -> Name | None:
    """The state that stands in brackets after a name: "MS ROE (Nigeria)"."""
    name = known.get((words[at].sentence, words[at].id)) if at < len(words) and words[at - 1].text == "(" else None
    if name is None or name.known.sort not in _OF_STATES or name.known.country is None:
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
            if found is None and _is_of_another(words, at, max(hit[0], at)):
                return None
            found = (max(hit[0], at), end, hit[1])
    if found is None:
        return None
    begin, end, title = found
    if _is_of_the_next(words, at, end, known):
        return None
    if words[at].upos in ("CCONJ", "ADP", "ADV"):
        return None
    office = evolve(_office(words, begin, end, title, known), introduces=words[at].text.lower() in ("a", "an"))
    if office.is_owned:
        return office
    end = office.heads[-1].id
    return evolve(office, owner=_owner_after(words, end, known), served=_served(words, end, known))


def _is_of_the_next(words: Sequence[Word], at: int, end: int, known: KnownAt) -> bool:
    """As in "NAME, President OTHER and ...", and in "At the invitation of NAME, the president said ..."."""
    others = any(w.upos == "PROPN" and (w.sentence, w.id) not in known for w in words[end + 1 : end + 2])
    return others or (words[end].relation == "nsubj" and words[at - 2].relation not in ("nsubj", "flat"))


def _is_of_another(words: Sequence[Word], at: int, begin: int) -> bool:
    """Whether somebody beside an officer is described, and no officer: "NAME, an ally of the president"."""
    of = next((n for n in range(begin - 1, at, -1) if words[n].text.lower() in ("of", "to")), at)
    ahead = words[of + 1 : begin]
    joined = any(w.upos == "CCONJ" for w in ahead) or not any(w.upos == "DET" for w in ahead[:1])
    return of > at and words[of - 1].upos == "NOUN" and not joined


def _served(words: Sequence[Word], at: int, known: KnownAt) -> Word | None:
    """The first word of a name that stands after a title after "for"."""
    if at >= len(words) or words[at].text.lower() not in ("of", "for", "to"):
        return None
    phrase = takewhile(lambda w: w.upos in ("DET", "ADJ", "NOUN", "PROPN", "PART"), words[at + 1 : at + 8])
    names = (w for w in phrase if w.upos == "PROPN" and title_ending_at(words, w.id - 2) is not None)
    return next((w for w in names if (w.sentence, w.id) not in known and w.text.lower() not in titles()), None)


def _owner_after(words: Sequence[Word], at: int, known: KnownAt) -> Name | None:
    """As in "president of France", "envoy of the U.N.", "spokesman for the government in Harare"."""
    if at >= len(words) or words[at].text.lower() not in ("of", "at", "for", "in", "from"):
        return None
    if words[at].text.lower() == "in" and _is_posted(words[at - 1]):
        return None
    for word in words[at + 1 : at + _LONGEST_DEPARTMENT]:
        name = known.get((word.sentence, word.id))
        if name is not None:
            led = words[name.words[-1].id : name.words[-1].id + 1]
            return name if not led or led[0].text != "-" else None  # "the Saudi-led coalition"
        lower, before = word.text.lower(), words[word.id - 2]
        after = next((w for w in words[word.id : word.id + 2] if w.upos != "DET"), word)
        place = known.get((after.sentence, after.id))
        in_capital = place is not None and place.known.sort == "capital"
        seated = lower == "in" and (before.lemma.lower() in nouns() or in_capital)
        inside = lower in ("of", "for", "and") and before.text[0].isupper() and after.text[0].isupper()
        if word.upos not in ("DET", "ADJ", "NOUN", "PROPN") and not seated and not inside:
            return None
    return None
