"""An analysis as labelled stretches of text with arrows between them, and back: what annotation tools show and correct.

Every item has a head: a labelled stretch that bears its name ("Reaction"), its closed values as traits ("Stance":
"reject") and the rest in a note. Arrows lead from it to its further words ("condition") and to the items that it
links to ("target"). What an annotator adds needs no note: what is missing gets the type's default, and new items a
new id.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from attrs import evolve, field, fields_dict, frozen

from diplomacy_nlp import (
    Actor,
    ActorKind,
    Analysis,
    Article,
    Certainty,
    Finding,
    Form,
    Link,
    Mention,
    MentionType,
    Mode,
    Position,
    PositionStance,
    Proposal,
    ProposalKind,
    Quote,
    Reaction,
    Sector,
    Span,
    Stance,
    Status,
)
from diplomacy_nlp.errors import DiplomacyError, SerializationError
from diplomacy_nlp.types import CameoRoot, EventType, Item, PluginInfo, Problem

from .tables import expected
from .words import one_line, place

__all__ = ["ARROWS", "LABELS", "TRAITS", "Arrow", "Standoff", "Tag", "from_standoff", "to_standoff"]


@frozen
class Tag:
    """A labelled stretch of text.

    Args:
        id: its name in the file, such as "T1".
        label: one of `LABELS`.
        spans: where, in the order of the text; several where it is interrupted.
        traits: closed values by the trait's name; "true" for a flag.
        note: what is neither stretch nor closed value, by the field's name.
    """

    id: str
    label: str
    spans: tuple[Span, ...]
    traits: Mapping[str, str] = field(factory=dict)
    note: Mapping[str, Any] = field(factory=dict)


@frozen
class Arrow:
    """An arrow from a head to one of its further stretches, or to what it links to."""

    name: str
    source: str
    target: str


@frozen
class Standoff:
    """All of an analysis: its tags and arrows, and what belongs to the whole."""

    article: Article
    tags: tuple[Tag, ...]
    arrows: tuple[Arrow, ...]
    rest: Mapping[str, Any] = field(factory=dict)


@frozen
class _Kind:
    """How a class of items is written: where its head stands, and its other fields."""

    make: type[Item]
    heads: str | None  # the field of the head's spans; None where it has none of its own
    letter: str
    traits: Mapping[str, str]  # trait: field
    parts: Mapping[str, tuple[str, str]] = field(factory=dict)  # arrow: field, label of the stretch
    links: Mapping[str, str] = field(factory=dict)  # arrow: field


_MODE = {"Mode": "mode"}
_CODES = {"PLOVER": "plover", "CAMEO": "cameo"}
_TRUTH = {"Negated": "negated", "Certainty": "certainty"}

KINDS: Mapping[str, _Kind] = {
    "Actor": _Kind(
        Actor,
        None,  # its mentions have a type each, and are written by themselves
        "a",
        {"ActorKind": "kind", "Sector": "sector", **_MODE},
        links={"principal": "principal"},
    ),
    "Quote": _Kind(
        Quote,
        "content",
        "q",
        {"Form": "form", **_TRUTH, **_MODE},
        {"cue": ("cue", "Cue"), "source": ("source", "Source")},
        {"speaker": "speakers", "addressee": "addressees", "via": "via"},
    ),
    "Proposal": _Kind(
        Proposal,
        "cue",
        "p",
        {"ProposalKind": "kind", "Status": "status", **_CODES, **_MODE},
        {"content": ("content", "Content"), "date": ("date", "Date"), "mention": ("mentions", "Mention")},
        {"proposer": "proposers", "addressee": "addressees", "participant": "participants"},
    ),
    "Reaction": _Kind(
        Reaction,
        "cue",
        "r",
        {"Stance": "stance", **_TRUTH, **_CODES, **_MODE},
        {"evidence": ("evidence", "Evidence"), "condition": ("condition", "Condition"), "reason": ("reason", "Reason")},
        {"reactor": "reactors", "target": "target"},
    ),
    "Position": _Kind(
        Position,
        None,
        "s",
        {"PositionStance": "stance", **_MODE},
        links={"holder": "actor", "issue": "issue", "rests-on": "evidence"},
    ),
    "Finding": _Kind(Finding, "spans", "f", _MODE, links={"about": "links"}),
}
"""Each label of a head, and how its items are written."""

LABELS: tuple[str, ...] = (
    *KINDS, "Mention", "Cue", "Source", "Content", "Date", "Evidence", "Condition", "Reason", "Words",
)  # fmt: skip
"""Every label that a stretch may bear; "Words" is what a link names that is no item."""

_VOCABULARIES: Mapping[str, type[StrEnum]] = {
    "ActorKind": ActorKind,
    "Sector": Sector,
    "MentionType": MentionType,
    "Form": Form,
    "Certainty": Certainty,
    "Mode": Mode,
    "ProposalKind": ProposalKind,
    "Status": Status,
    "Stance": Stance,
    "PositionStance": PositionStance,
    "PLOVER": EventType,
    "CAMEO": CameoRoot,
}


def _bearers(trait: str) -> tuple[str, ...]:
    found = tuple(label for label, kind in KINDS.items() if trait in kind.traits)
    return ("Actor", "Mention") if trait == "MentionType" else found


TRAITS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    **{name: (_bearers(name), tuple(v.value for v in words)) for name, words in _VOCABULARIES.items()},
    "Negated": (_bearers("Negated"), ()),
}
"""Each trait, with the labels that bear it and its values; none for a flag."""

_ITEMS = ("Actor", "Quote", "Proposal", "Reaction")


def _arrows() -> Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    found: dict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    found["mention"][0].add("Actor")
    for label, kind in KINDS.items():
        for name, (_, part) in kind.parts.items():
            found[name][0].add(label)
            found[name][1].add(part)
        for name in kind.links:
            found[name][0].add(label)
            found[name][1].update((*_ITEMS, "Mention", "Words"))
    found["names"][0].add("Words")
    found["names"][1].update(_ITEMS)
    order = {label: at for at, label in enumerate(LABELS)}
    return {
        name: (tuple(sorted(one, key=order.__getitem__)), tuple(sorted(other, key=order.__getitem__)))
        for name, (one, other) in found.items()
    }


ARROWS = _arrows()
"""Each arrow, with the labels that it may lead from and to. "names" leads from words to the item that they name."""


# --- out ----------------------------------------------------------------------------------------------------------


def to_standoff(analysis: Analysis) -> Standoff:
    """The tags and arrows of an analysis; nothing of it is lost."""
    return _Writer(expected(analysis, Analysis)).written()


class _Writer:
    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.tags: list[Tag] = []
        self.arrows: list[Arrow] = []
        self.heads: dict[str, str] = {}  # id of an item: id of its head
        self.mentions: dict[tuple[str, Span], str] = {}  # an item's id and words of it: the tag
        self.words: dict[tuple[str | None, Span], str] = {}

    def written(self) -> Standoff:
        made = [(self._head(item), item) for item in self.analysis.items]
        for head, item in made:
            self._further(head, item)
        analysis = self.analysis
        rest = {
            "annotated_by": analysis.annotated_by,
            "plugins": [{"name": p.name, "version": p.version, "hooks": [*p.hooks]} for p in analysis.plugins],
            "problems": [
                {"plugin": p.plugin, "message": p.message, "hook": p.hook, "version": p.version}
                for p in analysis.problems
            ],
        }
        return Standoff(analysis.article, tuple(self.tags), tuple(self.arrows), rest)

    def _tag(self, label: str, spans: Iterable[Span], **more: Any) -> str:
        name = f"T{len(self.tags) + 1}"
        self.tags.append(Tag(name, label, tuple(sorted(spans)), **more))
        return name

    def _head(self, item: Item) -> str:
        label = type(item).__name__
        kind = KINDS[label]
        traits = {trait: _written(getattr(item, name)) for trait, name in kind.traits.items()}
        note = _note(item, kind)
        if isinstance(item, Actor):
            spans: tuple[Span, ...] = (item.mentions[0].span,)
            traits["MentionType"] = item.mentions[0].type.value
        elif kind.heads is None:
            spans = (place(self.analysis, item) or Span(0, 1),)
        else:
            spans = _several(getattr(item, kind.heads))
        if list(spans) != sorted(spans):
            note["spans"] = [[span.start, span.end] for span in spans]
        name = self._tag(label, spans, traits={k: v for k, v in traits.items() if v}, note=note)
        if item.id:
            self.heads[item.id] = name
            if len(spans) == 1 and kind.heads != "spans" and not isinstance(item, Position):
                self.mentions[item.id, spans[0]] = name
        if isinstance(item, Actor):
            for mention in item.mentions[1:]:
                self._mention(name, item, mention)
        return name

    def _mention(self, head: str, actor: Actor, mention: Mention) -> None:
        name = self._tag("Mention", [mention.span], traits={"MentionType": mention.type.value})
        self.arrows.append(Arrow("mention", head, name))
        if actor.id:
            self.mentions.setdefault((actor.id, mention.span), name)

    def _further(self, head: str, item: Item) -> None:
        kind = KINDS[type(item).__name__]
        for arrow, (name, label) in kind.parts.items():
            for span in _several(getattr(item, name)):
                self.arrows.append(Arrow(arrow, head, self._tag(label, [span])))
        bare = []
        for arrow, name in kind.links.items():
            for number, link in enumerate(_several(getattr(item, name))):
                self.arrows.append(Arrow(arrow, head, self._goal(link)))
                if link.span is None:
                    bare.append(f"{arrow} {number}")
        if bare:  # an arrow always leads to words: the note says where the link itself has none
            at = int(head[1:]) - 1
            self.tags[at] = evolve(self.tags[at], note={**self.tags[at].note, "bare": bare})

    def _goal(self, link: Link) -> str:
        if link.span is None:
            return self.heads[link.id or ""]
        if link.id and (found := self.mentions.get((link.id, link.span))):
            return found
        key = (link.id, link.span)
        if key not in self.words:
            self.words[key] = self._tag("Words", [link.span])
            if link.id:
                self.arrows.append(Arrow("names", self.words[key], self.heads[link.id]))
        return self.words[key]


def _several(value: Any) -> tuple[Any, ...]:
    """A field's values as a tuple, whether it holds several, one or none."""
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


def _written(value: Any) -> str:
    if value is True:
        return "true"
    return str(value) if value else ""


_NOTED = ("id", "found_by", "confidence", "why", "name", "country", "role", "wikidata", "gazetteer_id", "label", "note")


def _note(item: Item, kind: _Kind) -> dict[str, Any]:
    """What is neither stretch nor closed value, where it is not the default."""
    found: dict[str, Any] = {}
    for name, attribute in fields_dict(kind.make).items():
        if name in _NOTED:
            value = getattr(item, name)
            if value != attribute.default:
                found[name] = list(value) if isinstance(value, tuple) else value
    return found


# --- back ---------------------------------------------------------------------------------------------------------


def from_standoff(standoff: Standoff) -> Analysis:
    """The analysis that tags and arrows tell of, also where a person has changed them.

    Raises:
        SerializationError: a tag lacks what its item needs, or bears what is not known; the message says which.
    """
    return _Reader(standoff).read()


class _Reader:
    def __init__(self, standoff: Standoff) -> None:
        self.article = standoff.article
        self.rest = standoff.rest
        self.tags = {tag.id: tag for tag in standoff.tags}
        self.out: dict[str, list[Arrow]] = defaultdict(list)
        for arrow in standoff.arrows:
            for end in (arrow.source, arrow.target):
                if end not in self.tags:
                    raise SerializationError(f"the arrow {arrow.name!r} leads from or to {end!r}, which is not there")
            self.out[arrow.source].append(arrow)
        self.items = {tag.id: KINDS[tag.label] for tag in standoff.tags if tag.label in KINDS}
        self.ids = self._numbered()
        self.owner = {tag: tag for tag in self.items}
        for arrow in standoff.arrows:
            if arrow.name == "mention" and self.tags[arrow.source].label == "Actor":
                self.owner[arrow.target] = arrow.source
            if arrow.name == "names":
                self.owner[arrow.source] = arrow.target

    def _numbered(self) -> dict[str, str]:
        """An id for each head: the one in its note, else the next that is free."""
        ids: dict[str, str] = {}
        taken: set[str] = set()
        for tag in self.items:
            known = self.tags[tag].note.get("id")
            if isinstance(known, str) and known and known not in taken:
                ids[tag] = known
                taken.add(known)
        numbers: dict[str, int] = defaultdict(int)
        for tag, kind in self.items.items():
            while tag not in ids:
                numbers[kind.letter] += 1
                if (name := f"{kind.letter}{numbers[kind.letter]}") not in taken:
                    ids[tag] = name
        return ids

    def read(self) -> Analysis:
        found: dict[str, list[Item]] = defaultdict(list)
        for tag, kind in self.items.items():
            found[f"{kind.make.__name__.lower()}s"].append(self._item(self.tags[tag], kind))
        more: dict[str, Any] = dict(found)
        return Analysis(
            article=self.article,
            problems=[Problem(**problem) for problem in self.rest.get("problems", ())],
            plugins=[PluginInfo(**plugin) for plugin in self.rest.get("plugins", ())],
            annotated_by=self.rest.get("annotated_by", ""),
            **more,
        )

    def _item(self, tag: Tag, kind: _Kind) -> Item:
        values: dict[str, Any] = {k: v for k, v in tag.note.items() if k in _NOTED and k in fields_dict(kind.make)}
        values["id"] = self.ids[tag.id]
        for trait, value in tag.traits.items():
            if trait == "Negated":
                values["negated"] = True
            elif trait in kind.traits:
                values[kind.traits[trait]] = value
        if kind.heads:
            values[kind.heads] = tag.spans[0] if kind.heads == "cue" else self._in_order(tag)
        arrows: dict[str, list[Arrow]] = defaultdict(list)
        for arrow in self.out[tag.id]:
            arrows[arrow.name].append(arrow)
        for name, (attribute, _) in kind.parts.items():
            spans = [self.tags[arrow.target].spans[0] for arrow in arrows[name]]
            self._put(values, kind, attribute, spans, tag)
        bare = set(tag.note.get("bare", ()))
        for name, attribute in kind.links.items():
            links = [self._link(arrow, f"{name} {n}" in bare) for n, arrow in enumerate(arrows[name])]
            self._put(values, kind, attribute, links, tag)
        try:
            self._complete(values, tag, arrows["mention"])
            return kind.make(**values)
        except SerializationError:
            raise
        except (DiplomacyError, TypeError, ValueError) as error:
            raise SerializationError(f"{self._where(tag)}: {error}") from None

    def _put(self, values: dict[str, Any], kind: _Kind, attribute: str, found: list[Any], tag: Tag) -> None:
        """Sets a field to what arrows lead to: to all of it, or where the field holds one, to that."""
        if _holds_several(kind.make, attribute):
            values[attribute] = found
        elif len(found) > 1:
            raise SerializationError(f"{self._where(tag)}: {attribute} can be one, and {len(found)} arrows say what")
        elif found:
            values[attribute] = found[0]

    def _complete(self, values: dict[str, Any], tag: Tag, mentions: list[Arrow]) -> None:
        """What an annotator need not say."""
        if tag.label == "Actor":
            named = [tag, *(self.tags[arrow.target] for arrow in mentions)]
            values["mentions"] = [
                Mention(span=t.spans[0], type=MentionType(t.traits.get("MentionType", "name"))) for t in named
            ]
            values.setdefault("name", one_line(self.article[tag.spans[0]]))
            values.setdefault("kind", ActorKind.GROUP)
        elif tag.label == "Reaction":
            values.setdefault("evidence", tag.spans[0])
            if "stance" not in values:
                raise SerializationError(f"{self._where(tag)}: a reaction needs a Stance")
        elif tag.label == "Position":
            for attribute, name in (("actor", "holder"), ("issue", "issue")):
                if attribute not in values:
                    raise SerializationError(f"{self._where(tag)}: a position needs an arrow {name!r}")
        elif tag.label == "Finding":
            values.setdefault("label", "finding")

    def _in_order(self, tag: Tag) -> tuple[Span, ...]:
        noted = tuple(Span(*pair) for pair in tag.note.get("spans", ()))
        return noted if tuple(sorted(noted)) == tag.spans else tag.spans

    def _link(self, arrow: Arrow, bare: bool) -> Link:
        goal = self.tags[arrow.target]
        owner = self.owner.get(goal.id)
        span = goal.spans[0] if len(goal.spans) == 1 else None
        if owner is None:
            return Link(span=goal.spans[0])
        return Link(id=self.ids[owner], span=None if bare else span)

    def _where(self, tag: Tag) -> str:
        words = one_line(" … ".join(self.article[span] for span in tag.spans))
        return f"article {self.article.id!r}, {tag.id} ({tag.label} {words[:40]!r} at {tag.spans[0]})"


def _holds_several(kind: type[Item], attribute: str) -> bool:
    return str(fields_dict(kind)[attribute].type).startswith("tuple")


def dump_note(note: Mapping[str, Any]) -> str:
    """A note as one line of JSON."""
    return json.dumps(note, ensure_ascii=False)


def load_note(text: str, where: str) -> dict[str, Any]:
    """A note read back; an annotator's own words are left aside.

    Raises:
        SerializationError: it begins like a note of ours and is broken.
    """
    if not text.lstrip().startswith("{"):
        return {}
    try:
        note = json.loads(text)
    except ValueError as error:
        raise SerializationError(f"{where}: the note is broken ({error}); mend it, or remove it") from None
    return note if isinstance(note, dict) else {}
