"""People's names in the text, each with the titles around it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from attrs import evolve, frozen

from diplomacy_nlp import Annotation, Sector, Span
from diplomacy_nlp.annotation import Word
from diplomacy_nlp.toolkit.clause import is_addressed
from diplomacy_nlp.toolkit.order import after, before

from .names import Known, Name, naming_words
from .offices import KnownAt, Office, after_name, before_name, title_ending_at
from .places import is_struck
from .spelling import bare, folded, is_possessive, without_article
from .tables import acting_verbs, first_name_genders, is_body_noun, office_holders, titles, word_class

__all__ = ["PersonName", "find_person_names"]

_OF_CONGRESS = re.compile(r"(?:,| \()\s?[RDI][-–‑][A-Z][A-Za-z.]")  # party and federal state: "(R-Neb.)", ", D-Ohio,"
_NEVER_NAMES = {"ADV", "VERB", "AUX", "PRON", "ADP", "SCONJ", "CCONJ", "DET", "INTJ"}
_SHORTEST_TITLE = 2  # words: "Major" and "King" are surnames too


@frozen(kw_only=True)
class PersonName:
    """A person's name in the text, without title and possessive.

    Args:
        listed: what the user's gazetteer says of whoever has this name, if it does.
    """

    span: Span
    head: Word
    words: tuple[Word, ...]
    parts: tuple[str, ...]
    before: Office | None = None
    after: Office | None = None
    sure: bool = True
    listed: Known | None = None

    @property
    def gender(self) -> str | None:
        """By the title, else by the first name: m or f; None where neither says it."""
        office = self.office
        if office is not None and office.gender:
            return office.gender
        parts = self.parts if self.listed is None else self.listed.name.split()
        return first_name_genders().get(folded(parts[0])) if len(parts) > 1 else None

    @property
    def office(self) -> Office | None:
        """What the titles before and after the name say together."""
        return self.after if self.before is None else self.before.with_more(self.after)


def find_person_names(
    text: str, annotation: Annotation, known: Sequence[Name], listed: Sequence[Name] = ()
) -> tuple[PersonName, ...]:
    """The names of people: the gazetteer's, the recogniser's, those after a title, lone subjects of verbs of saying.

    Args:
        text: the article's text.
        annotation: its parse.
        known: names of others than people that the tables know.
        listed: names of people that the user's gazetteer knows.
    """
    places = {(w.sentence, w.id): name for name in known for w in name.words if name.known.sort != "nothing"}
    found, runs = _listed_names(text, annotation, listed, places)
    taken = {(w.sentence, w.id) for name in found for w in name.words}
    runs += [(_run(annotation, e.span, places), True) for e in annotation.entities if e.type == "PER"]
    runs += [(run, False) for run in _unlabelled(annotation, places)]
    for words, sure in runs:
        if not words or any((w.sentence, w.id) in taken for w in words) or is_addressed(annotation, words[-1]):
            continue
        taken |= {(w.sentence, w.id) for w in words}
        found.append(_person_name(text, annotation, tuple(words), places, sure))
    surnames = {without_article(folded(n.parts[-1])) for n in found if len(n.parts[-1]) > 2}
    taken.update(places)
    lone = [w for w in _lone_surnames(annotation, surnames) if (w.sentence, w.id) not in taken]
    found += [_person_name(text, annotation, (word,), places, True) for word in lone]
    return tuple(sorted(found, key=lambda n: n.span))


def _listed_names(
    text: str, annotation: Annotation, listed: Sequence[Name], places: KnownAt
) -> tuple[list[PersonName], list[tuple[tuple[Word, ...], bool]]]:
    """The names that are those of the gazetteer's people, and the longer ones of which its forms are only a part.

    "Trump" is not listed in "Ivanka Trump", nor, without an office, once she was named.
    """
    found: list[PersonName] = []
    longer: list[tuple[tuple[Word, ...], bool]] = []
    others: set[str] = set()  # parts of the names of those who are not listed
    for name in listed:
        whole = _whole_name(annotation, name, places)
        if whole and not _is_one_name([w.text for w in whole], name.known.name.split()):
            longer.append((whole, True))
            others.update(w.text.lower() for w in whole)
            continue
        one = _person_name(text, annotation, whole or name.words, places, True)
        one = evolve(one, span=one.span if whole else name.span, listed=name.known)
        told, own = (one.office and one.office.gender), evolve(one, before=None, after=None).gender
        role = one.before is not None and one.before.role is not None
        short = len(name.words) == 1 and not whole
        elsewhere = short and not role and told is None and name.words[0].text.lower() in others
        if elsewhere or (short and None not in (told, own) and told != own):  # "Mrs. Trump"
            longer.append((name.words, True))
        else:
            found.append(one)
    return found, longer


def _whole_name(annotation: Annotation, name: Name, known: KnownAt) -> tuple[Word, ...]:
    """The longer personal name that a listed one is a part of; () where it stands by itself."""
    entity = next((e for e in annotation.entities_in(name.span) if e.type == "PER"), None)
    sentence = annotation.sentence_of(name.head).words
    whole = _run(annotation, entity.span, known) if entity is not None else ()
    joined = _after_hyphen(sentence, name.words[-1])
    whole = whole or (*name.words, *(joined if any(w.text.strip("-").istitle() for w in joined) else ()))
    first = sentence[name.words[0].id - 2] if name.words[0].id > 1 else None
    if len(whole) <= len(name.words) and first is not None and folded(first.text) in first_name_genders():
        whole = (first, *name.words) if first.upos == "PROPN" and first.text.lower() not in titles() else whole
    above = next((w for w in annotation.ancestors(name.head) if w.upos != "PROPN"), name.head)
    hyphen = any(w.text[0] == "-" for w in whole)
    pair = hyphen and name.head.relation == "compound" and above.upos == "NOUN"  # "the Trump-Xi summit"
    return whole if len(whole) > len(name.words) and not pair else ()


def _is_one_name(longer: Sequence[str], own: Sequence[str]) -> bool:
    """Whether a longer name has only more between the first and the last: "Donald J. Trump"."""
    ends = [[folded(names[0]), folded(names[-1])] for names in (longer, own)]
    return len(own) > 1 and ends[0] == ends[1] and "-" not in longer


def _lone_surnames(annotation: Annotation, surnames: set[str]) -> Iterator[Word]:
    """Words that name somebody of whom the text speaks elsewhere, or a known holder of an office.

    As "Lavrov" that the recogniser took for an organisation, or missed.
    """
    for word in annotation.kept(naming_words):
        if not word.text[0].isupper():
            continue
        name = bare(word.text)
        plain = folded(name)
        holds_office = (
            plain in office_holders() and name.istitle() and (word.upos == "PROPN" or _rules(annotation, word))
        )
        known = holds_office or without_article(plain) in surnames
        if known and not _joins_a_name(annotation, word) and not _is_month(annotation, word):
            yield word


def _rules(annotation: Annotation, word: Word) -> bool:
    """Whether a government follows that is called by its ruler: "the Asad regime"."""
    lemmas = {w.lemma.lower() for w in after(annotation, word)[:1]}
    return bool(lemmas & (word_class("accused") | {"government", "administration"}))


def _is_month(annotation: Annotation, word: Word) -> bool:
    """As in "in March" and "March 3", said of nobody called March."""
    if not word.text.istitle() or word.text.lower() not in word_class("month"):
        return False
    previous = next((w.text.lower() for w in before(annotation, word)), "")
    dated = any(w.text[0].isdigit() for w in after(annotation, word)[:1])
    return dated or previous in word_class("before a month") or previous[:1].isdigit()


def _joins_a_name(annotation: Annotation, word: Word) -> bool:
    """Whether a capitalised name follows or precedes at once: "Clinton Foundation", "Port Stanley"."""
    around = [*before(annotation, word)[:1], *after(annotation, word)[:1]]
    joined = any(w.upos == "PROPN" and w.text[0].isupper() and w.text.lower() not in titles() for w in around)
    return joined and not _rules(annotation, word)


def _run(annotation: Annotation, span: Span, known: KnownAt) -> tuple[Word, ...]:
    """The words of a person's name: without titles, demonyms and the possessive, and with a first name left out."""
    words = [w for w in annotation.words_in(span) if w.upos != "PUNCT" or w.text == "-"]
    words = words[_title_within(annotation, words, known) : _state_after(words, known)]
    while words and _is_prefix(words[0], known):
        words.pop(0)
    while words and (is_possessive(words[-1]) or words[-1].text.lower() in word_class("no end")):
        words.pop()
    if not words or _is_title(annotation, words):
        return ()
    if len(words) == 1 and (not _can_be_name(annotation, words[0]) or is_struck(annotation, words[0])):
        return ()
    while joined := _after_hyphen(annotation.sentence_of(words[0]).words, words[-1]):
        words += joined  # "Fazl-ur-Rehman", cut at its hyphens
    return tuple(words)


def _is_title(annotation: Annotation, words: Sequence[Word]) -> bool:
    """Whether all the words are a title and no name: "Defence Secretary", "Commission President"."""
    found = title_ending_at(annotation.sentence_of(words[-1]).words, words[-1].id - 1)
    if found is None or found[1].is_honorific or len(words) < _SHORTEST_TITLE:
        return False
    return all(w.id - 1 >= found[0] or _qualifies(w) or is_body_noun(w) for w in words)


def _state_after(words: Sequence[Word], known: KnownAt) -> int:
    """Where "of Ghana" begins that the recogniser took for a part of the name; the end where there is none."""
    for at in range(1, len(words) - 1):
        after = words[at + 1]
        if words[at].text.lower() == "of" and (after.sentence, after.id) in known:
            return at
    return len(words)


def _title_within(annotation: Annotation, words: Sequence[Word], known: KnownAt) -> int:
    """How many of the first words of a run are a title: "Defence Minister" that the recogniser took for a name.

    It may have begun before the run ("Secretary of State"), but only words that qualify titles stand before it there.
    """
    for size in range(len(words) - 1, 0, -1):
        sentence = annotation.sentence_of(words[size - 1]).words
        found = title_ending_at(sentence, words[size - 1].id - 1)
        if found is None:
            continue
        before = [w for w in words[:size] if w.id - 1 < found[0]]
        long = found[0] < words[size - 1].id - 1
        of_ministry = words[size - 1].text == "Minister" and all(w.text[:1].isupper() for w in before)
        if (long or (of_ministry and before)) and all(
            _qualifies(w) or of_ministry or _is_prefix(w, known) for w in before
        ):
            return size
    return 0


def _qualifies(word: Word) -> bool:
    lower = word.text.lower()
    return lower in word_class("qualifier") or lower in word_class("department")


def _after_hyphen(sentence: Sequence[Word], word: Word) -> Sequence[Word]:
    """The hyphen that stands at a word and what it joins to it, be it cut off ("-", "ho") or not ("-ho")."""
    after = sentence[word.id : word.id + 2]
    if not after or after[0].span.start != word.span.end or after[0].text[:1] != "-":
        return ()
    if after[0].text[1:].isalpha():
        return after[:1]
    cut = len(after) == 2 and after[0].text == "-" and after[0].span.end == after[1].span.start
    return after if cut else ()


def _is_prefix(word: Word, known: KnownAt) -> bool:
    lower = word.text.lower()
    return (
        lower in titles()
        or f"{lower}." in titles()
        or lower in word_class("before a name")
        or (word.sentence, word.id) in known
        or not word.text[0].isalpha()
        or word.upos in ("DET", "ADP", "CCONJ")
    )


def _can_be_name(annotation: Annotation, word: Word) -> bool:
    """Not "Truly" or "However": a word that the tagger takes for a common one and a capital explains."""
    if word.feat("Number") == "Plur" or word.text in ("God", "Jesus") or word.text.startswith(("I’", "I'")):
        return False
    if word.upos == "PROPN":
        return word.text[0].isupper()
    if not word.text[0].isupper() or word.upos in _NEVER_NAMES:
        return False
    return any(w.upos != "PUNCT" for w in before(annotation, word)[:1])


def _unlabelled(annotation: Annotation, known: KnownAt) -> list[tuple[Word, ...]]:
    """Runs of proper nouns after a title, or alone as the subject of a verb of saying."""
    named = {(w.sentence, w.id) for e in annotation.entities for w in annotation.words_in(e.span)}
    found: list[tuple[Word, ...]] = []
    end = (0, 0)  # of the last run
    for first in annotation.kept(naming_words):
        if first.upos != "PROPN" or (first.sentence, first.id) <= end:
            continue
        run = _proper_run(annotation.sentence_of(first).words, first.id - 1, known)
        end = (first.sentence, run[-1].id) if run else end
        run = run[_title_within(annotation, run, known) :]
        if not 0 < sum(w.text[0].isupper() for w in run) <= 4 or _is_title(annotation, run):
            continue
        sentence = annotation.sentence_of(run[0]).words
        longer = title_ending_at(sentence, run[-1].id) if run[-1].id < len(sentence) else None
        if longer is not None and longer[0] < run[0].id:
            continue  # "Cabinet" of "Chief Cabinet Secretary NAME"
        free = not any((w.sentence, w.id) in named for w in run)
        before_it = (w for w in before(annotation, run[0])[:1] if w.text[0].isupper())
        titled = any(title_ending_at(annotation.sentence_of(w).words, w.id - 1) for w in before_it)
        if free and (titled or _speaks(annotation, run) or _is_beside(annotation, run, known)):
            found.append(run)
    return found


def _is_beside(annotation: Annotation, run: tuple[Word, ...], known: KnownAt) -> bool:
    """Whether a full name stands after an office and a comma, or in a list and before its state.

    As in "its secretary general, NAME NAME" and "Presidents NAME of Togo and NAME NAME of Chad".
    """
    relations, sentence = {word.relation for word in run}, annotation.sentence_of(run[0]).words
    if len(run) == 1:
        return False
    if "appos" in relations and run[0].id > 2 and sentence[run[0].id - 2].text == ",":
        return title_ending_at(sentence, run[0].id - 3) is not None
    ahead = sentence[run[-1].id : run[-1].id + 2]
    of = "conj" in relations and len(ahead) == 2 and ahead[0].text == "of"
    return of and (ahead[1].sentence, ahead[1].id) in known


def _proper_run(words: Sequence[Word], at: int, known: KnownAt) -> tuple[Word, ...]:
    end = at
    while end < len(words):
        if end > at and words[end].text in word_class("name particle"):  # "Jan van der Laan", "Omar bin Nasser"
            end += 1
            continue
        if words[end].upos != "PROPN" or not words[end].text[0].isupper() or _is_prefix(words[end], known):
            break
        joined = _after_hyphen(words, words[end])
        end += 1 + (len(joined) if all(w.upos in ("PROPN", "PUNCT") for w in joined) else 0)
    while end > at and words[end - 1].text in word_class("name particle"):
        end -= 1
    return tuple(words[at:end])


def _speaks(annotation: Annotation, run: tuple[Word, ...]) -> bool:
    ids = {w.id for w in run}
    top = next((w for w in run if w.head not in ids), run[0])
    above = annotation.parent(top)
    return (
        top.relation == "nsubj"
        and above is not None
        and above.lemma in acting_verbs()
        and 2 <= sum(w.text[0].isupper() for w in run) <= 3
    )


def _person_name(text: str, annotation: Annotation, words: tuple[Word, ...], known: KnownAt, sure: bool) -> PersonName:
    start = words[0].span.start
    name = bare(text[start : words[-1].span.end])
    span = Span(start, start + len(name))
    parts = tuple(name.split())
    ids = {word.id for word in words}
    head = next((word for word in words if word.head not in ids and word.upos != "PUNCT"), words[0])
    after = after_name(annotation, words[-1], known)
    if _OF_CONGRESS.match(text, span.end):
        after = evolve(after or Office(), sector=Sector.LEG, country="USA")
    return PersonName(
        span=span,
        head=head,
        words=words,
        parts=parts,
        before=before_name(annotation, words[0], words[-1], known),
        after=after,
        sure=sure,
    )
