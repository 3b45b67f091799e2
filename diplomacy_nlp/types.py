"""The values that the library reads and returns: frozen, keyword-only, tuples throughout.

What each field means, `docs/concepts.md` says; here stand those that their names do not explain. Spans are Python
string indices into `Article.text`, end exclusive. `id` and `found_by` do not count when two values are compared.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from difflib import get_close_matches
from enum import StrEnum
from functools import cache, cached_property
from typing import Any, TypeVar

from attrs import Attribute, field, fields, frozen, has
from attrs.converters import optional

from . import checks
from .checks import all_of, is_a, shown
from .errors import ArticleError
from .installed import output
from .spans import Span, trim

__all__ = [
    "Actor",
    "ActorKind",
    "Analysis",
    "Article",
    "CameoRoot",
    "Certainty",
    "EventType",
    "Finding",
    "Form",
    "Item",
    "Link",
    "Mention",
    "MentionType",
    "Mode",
    "PluginInfo",
    "Position",
    "PositionStance",
    "Problem",
    "Proposal",
    "ProposalKind",
    "Quote",
    "Reaction",
    "Sector",
    "Stance",
    "Status",
    "anchor",
    "made_anew",
    "renewed",
]

T = TypeVar("T")
I = TypeVar("I", bound="Item")  # noqa: E741


# --- closed vocabularies -----------------------------------------------------------------------------------------


class _Vocabulary(StrEnum):
    """A closed vocabulary: strings that mean what the library says they mean."""

    @classmethod
    def _missing_(cls, value: object) -> Any:
        raise ValueError(f"{shown(value)} is no {cls.__name__}: one of {', '.join(cls)} is expected")


class ActorKind(_Vocabulary):
    """What sort of actor it is."""

    PERSON = "person"
    STATE = "state"
    GOVERNMENT = "government"
    ORGANIZATION = "organization"
    ALLIANCE = "alliance"
    PARTY = "party"
    ARMED_GROUP = "armed-group"
    COMPANY = "company"
    MEDIA = "media"
    GROUP = "group"


class Sector(_Vocabulary):
    """PLOVER's primary sector codes (Open Event Data Alliance, PLOVER codebook, actor sectors)."""

    GOV = "GOV"  # government: executive, ministries, police
    MIL = "MIL"  # military
    LEG = "LEG"  # legislature
    JUD = "JUD"  # judiciary
    OPP = "OPP"  # political opposition
    PTY = "PTY"  # party
    REB = "REB"  # rebels
    PRM = "PRM"  # paramilitary
    SPY = "SPY"  # intelligence services
    IGO = "IGO"  # inter-governmental organisation
    NGO = "NGO"  # non-governmental organisation
    MED = "MED"  # media
    BUS = "BUS"  # business
    CVL = "CVL"  # civilians
    EDU = "EDU"  # education
    JRN = "JRN"  # journalists
    LAB = "LAB"  # labour
    HRI = "HRI"  # human rights
    REL = "REL"  # religious
    REF = "REF"  # refugees
    CRM = "CRM"  # criminals
    COP = "COP"  # police
    JEU = "JEU"  # judges and courts of a union
    UNS = "UNS"  # unspecified


class MentionType(_Vocabulary):
    """How a mention names its actor."""

    NAME = "name"  # "Sergey Lavrov", "Lavrov", "Ukraine"
    NOMINAL = "nominal"  # "the foreign minister", "NATO allies"
    PRONOUN = "pronoun"  # "he", "its"
    METONYM = "metonym"  # "Kyiv", "the Kremlin"
    DEMONYM = "demonym"  # "Russian" in "the Russian position"


class Form(_Vocabulary):
    """Whether a quote's content stands within quotation marks: wholly, not at all, or in part."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class Certainty(_Vocabulary):
    """Whether the text asserts the item or hedges it ("reportedly", "appeared to")."""

    ASSERTED = "asserted"
    HEDGED = "hedged"


class Mode(_Vocabulary):
    """PLOVER's auxiliary modes; None stands for an ordinary report."""

    HISTORICAL = "historical"
    FUTURE = "future"
    HYPOTHETICAL = "hypothetical"


class ProposalKind(_Vocabulary):
    """What sort of putting forward it is."""

    OFFER = "offer"
    PROPOSAL = "proposal"
    REQUEST = "request"
    DEMAND = "demand"
    INVITATION = "invitation"


class Status(_Vocabulary):
    """What became of a proposal, as the article leaves it."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    SUPERSEDED = "superseded"


class Stance(_Vocabulary):
    """A reactor's stance toward the target."""

    ACCEPT = "accept"
    SUPPORT = "support"
    CONDITIONAL = "conditional"
    NONCOMMITTAL = "noncommittal"
    DISMISS = "dismiss"
    REJECT = "reject"
    CRITICISE = "criticise"
    THREATEN = "threaten"
    DENY = "deny"


class EventType(_Vocabulary):
    """PLOVER's sixteen event types (Open Event Data Alliance; Halterman et al. 2023), from cooperation to conflict."""

    AGREE = "AGREE"  # agree to, offer or promise cooperation
    CONSULT = "CONSULT"  # meet, talk, mediate
    SUPPORT = "SUPPORT"  # praise, back, sign, ratify: cooperation without material
    COOPERATE = "COOPERATE"  # material cooperation
    AID = "AID"  # provide aid
    CONCEDE = "CONCEDE"  # yield in words
    RETREAT = "RETREAT"  # yield in deed: release, withdraw
    REQUEST = "REQUEST"  # appeal, request, demand
    ACCUSE = "ACCUSE"  # criticise, accuse, investigate
    REJECT = "REJECT"  # reject, refuse, veto
    THREATEN = "THREATEN"  # threaten, give an ultimatum
    PROTEST = "PROTEST"  # demonstrate, strike
    SANCTION = "SANCTION"  # reduce relations: recall envoys, break off talks, impose an embargo
    MOBILIZE = "MOBILIZE"  # raise forces
    COERCE = "COERCE"  # seize, arrest, repress
    ASSAULT = "ASSAULT"  # use force


class CameoRoot(_Vocabulary):
    """CAMEO's root codes (Schrodt, CAMEO codebook 1.1b3, 2012)."""

    MAKE_STATEMENT = "01"
    APPEAL = "02"
    INTEND_COOPERATION = "03"
    CONSULT = "04"
    COOPERATE_DIPLOMATICALLY = "05"
    COOPERATE_MATERIALLY = "06"
    PROVIDE_AID = "07"
    YIELD = "08"
    INVESTIGATE = "09"
    DEMAND = "10"
    DISAPPROVE = "11"
    REJECT = "12"
    THREATEN = "13"
    PROTEST = "14"
    SHOW_FORCE = "15"
    REDUCE_RELATIONS = "16"
    COERCE = "17"
    ASSAULT = "18"
    FIGHT = "19"
    USE_MASS_VIOLENCE = "20"


class PositionStance(_Vocabulary):
    """Where an actor stands on an issue, all in all."""

    SUPPORT = "support"
    OPPOSE = "oppose"
    CONDITIONAL = "conditional"
    AMBIVALENT = "ambivalent"
    NEUTRAL = "neutral"


# --- the article --------------------------------------------------------------------------------------------------

_NO_TEXT = re.compile(
    r"(?i)(?P<page>https?://\S+)|(~|\.\.?|[A-Z]:)?[/\\]\w\S*[/\\]\S+"
    r"|(\S+|.*[/\\].*)\.(txt|md|html?|csv|tsv|jsonl?|pdf|docx?|rtf|parquet)"
)
_LONGEST_NAME = 500  # characters of a file's name or an address; what is longer is a text
_PART_OF_A_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2]))?")


def _refusing(*validators: Any) -> Any:
    """A validator of several, whose errors are about the article."""

    def check(instance: object, attribute: Attribute[Any], value: object) -> None:
        try:
            for validator in validators:
                validator(instance, attribute, value)
        except (TypeError, ValueError) as error:
            raise ArticleError(str(error)) from None

    return check


def _text(instance: object, attribute: Attribute[Any], value: object) -> None:
    if not isinstance(value, str):
        raise TypeError(
            f"Article.text: a str is expected, not {type(value).__name__}; decode bytes first (for example with "
            "UTF-8), and read files: Path(...).read_text(encoding='utf-8')"
        )
    if not value.strip():
        raise ValueError("Article.text: the text is empty or blank, there is nothing to read")
    if len(value) < _LONGEST_NAME and (found := _NO_TEXT.fullmatch(value.strip())):
        what = "an address; fetch the page" if found["page"] else "the name of a file; read it"
        raise ValueError(f"Article.text: {shown(value)} is {what} and give its text: nothing is opened here")


def _date(instance: object, attribute: Attribute[Any], value: str | None) -> None:
    if value is not None and not _PART_OF_A_DATE.fullmatch(value):
        try:
            datetime.fromisoformat(value)
        except ValueError:
            raise ValueError(f"Article.date: ISO 8601 is expected (2017-05-31), not {shown(value)}") from None


def _language(instance: object, attribute: Attribute[Any], value: str) -> None:
    if not re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", value):
        raise ValueError(f'Article.language: a BCP 47 tag is expected ("en", "en-GB"), not {shown(value)}')


_WORDS_OR_NONE = _refusing(is_a(str, or_none=True))


@frozen(kw_only=True)
class Article:
    """A text to read, never changed: all offsets point into `text`.

    Args:
        text: the article, title included if it is to be read.
        id: the caller's name for it; where none is given, the first 12 hex digits of the text's SHA-256.
        title, source, url: where it is from, for the caller's own use (they are kept in results, not read).
        date: date of publication, ISO 8601 (2017-05-31), or a `datetime.date`.
        language: BCP 47 tag of the text; annotators refuse what they cannot read.

    Numbers and dates are taken as data frames hold them, and NaN for what is not known.

    Raises:
        ArticleError: the text is no str, blank, the name of a file or an address; a field is not what it should be, or
            holds a lone surrogate.
    """

    text: str = field(validator=_refusing(_text, is_a(str)), repr=lambda text: f"<{len(text)} characters>")
    id: str = field(default="", converter=checks.cell, validator=_refusing(is_a(str, or_none=True), checks.word))
    title: str | None = field(default=None, converter=checks.cell, validator=_WORDS_OR_NONE)
    source: str | None = field(default=None, converter=checks.cell, validator=_WORDS_OR_NONE)
    url: str | None = field(default=None, converter=checks.cell, validator=_WORDS_OR_NONE)
    date: str | None = field(default=None, converter=checks.cell, validator=_refusing(is_a(str, or_none=True), _date))
    language: str = field(default="en", validator=_refusing(is_a(str), _language))

    def __attrs_post_init__(self) -> None:
        if not self.id:
            object.__setattr__(self, "id", self.sha256[:12])  # the one place where a frozen default needs another field

    @property
    def sha256(self) -> str:
        """SHA-256 of the text in UTF-8, in hex: says whether a result belongs to a text."""
        import hashlib

        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()

    def __getitem__(self, span: Span | slice) -> str:
        """The words of a span: `article[quote.cue]`; an IndexError beyond the text, a TypeError for None."""
        if isinstance(span, slice):
            return self.text[span]
        if not isinstance(span, Span):
            raise TypeError(
                f"article[span]: a Span is expected, not {shown(span)}; analysis.words(...) takes None, links and items"
            )
        if span.end > len(self.text):
            raise IndexError(f"span {span} ends beyond the text of article {self.id!r} ({len(self.text)} characters)")
        return self.text[span.start : span.end]


# --- pointers -----------------------------------------------------------------------------------------------------

_TEXT_OR_NONE = is_a(str, or_none=True)
_SPAN_OR_NONE = is_a(Span, or_none=True)


def _wikidata_id(instance: object, attribute: Attribute[Any], value: str | None) -> None:
    if value is not None and not re.fullmatch("Q[1-9][0-9]*", value):
        raise ValueError(f"{type(instance).__name__}.{attribute.name}: expected Q and a number, not {shown(value)}")


@frozen(kw_only=True)
class Link:
    """A pointer to anything in the analysis: by id, by the words (a span), or both.

    A plugin gives what it has; the core fills in the other. A link whose words name no item keeps its span alone. Its
    confidence, 0 to 1, is that it points at the right thing, given that its item is right; it does not count when two
    links are compared.

    Raises:
        ValueError: neither an id nor a span is given, the id is blank, or the confidence is no number from 0 to 1.
    """

    id: str | None = field(default=None, validator=[_TEXT_OR_NONE, checks.word])
    span: Span | None = field(default=None, validator=_SPAN_OR_NONE)
    confidence: float = field(default=1.0, converter=checks.number, validator=checks.confidence, eq=False)

    def __attrs_post_init__(self) -> None:
        if self.id is None and self.span is None:
            raise ValueError("Link: an id or a span is expected")


@frozen(kw_only=True)
class Mention:
    """Where, and how, the text names an actor."""

    span: Span = field(validator=is_a(Span))
    type: MentionType = field(default=MentionType.NAME, converter=MentionType)


# --- what is found ------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class Item:
    """What every finding carries.

    Args:
        confidence: 0 to 1; of the items near 0.8, about four in five are right.
        why: the rule or model that found it, so that a coder can audit it.
        id, found_by: set by the core: `a1`, `q1`, `p1` ..., and the names of the plugins that found it.
    """

    confidence: float = field(default=1.0, converter=checks.number, validator=checks.confidence)
    why: str = field(default="", converter=checks.line, validator=is_a(str))
    mode: Mode | None = field(default=None, converter=optional(Mode))
    id: str | None = field(default=None, eq=False, validator=[_TEXT_OR_NONE, checks.word])
    found_by: tuple[str, ...] = field(default=(), eq=False, converter=checks.items, validator=all_of(str))


@frozen(kw_only=True)
class Actor(Item):
    """Someone who can hold a position; one per real-world entity per article.

    Args:
        name: the fullest name the text gives, or the entity's usual one ("Ukraine" where the text says "Kyiv").
        mentions: where the text names it, never empty.
        country: ISO 3166-1 alpha-3 of the state it belongs to or acts for.
        role: the office as the text gives it.
        principal: the actor on whose behalf it acts.
        gazetteer_id: id in the user's own gazetteer, where it was found there.
    """

    name: str = field(converter=checks.line, validator=[is_a(str), checks.word])
    kind: ActorKind = field(converter=ActorKind)
    mentions: tuple[Mention, ...] = field(converter=checks.items, validator=all_of(Mention, nonempty=True))
    country: str | None = field(default=None, converter=checks.line, validator=_TEXT_OR_NONE)
    role: str | None = field(default=None, converter=checks.line, validator=_TEXT_OR_NONE)
    sector: Sector | None = field(default=None, converter=optional(Sector))
    principal: Link | None = field(default=None, validator=is_a(Link, or_none=True))
    wikidata: str | None = field(default=None, validator=[_TEXT_OR_NONE, _wikidata_id])
    gazetteer_id: str | None = field(default=None, converter=checks.line, validator=_TEXT_OR_NONE)

    @property
    def spans(self) -> tuple[Span, ...]:
        """The spans of all mentions."""
        return tuple(mention.span for mention in self.mentions)


@frozen(kw_only=True)
class Quote(Item):
    """An attribution: a stretch that the article hands to a source (PolNeAR's source, cue, content).

    Args:
        content: the attributed words, quotation marks included where the whole content is quoted; never empty.
        cue: the words that signal it; None where nothing does (a floating quotation).
        source: the words that name the speaker, or all of them where several speak together.
        speaker, speakers: the Actor, None where unknown; all who say it together, he first. Either gives the other.
        via: the chain of sources between the speaker and the article, nearest to the article last.
        negated: the text denies it ("did not say that").
    """

    content: tuple[Span, ...] = field(converter=checks.items, validator=all_of(Span, nonempty=True))
    cue: Span | None = field(default=None, validator=_SPAN_OR_NONE)
    source: Span | None = field(default=None, validator=_SPAN_OR_NONE)
    form: Form = field(default=Form.INDIRECT, converter=Form)
    speaker: Link | None = field(default=None, validator=is_a(Link, or_none=True))
    speakers: tuple[Link, ...] = field(default=(), converter=checks.items, validator=all_of(Link))
    addressees: tuple[Link, ...] = field(default=(), converter=checks.items, validator=all_of(Link))
    via: tuple[Link, ...] = field(default=(), converter=checks.items, validator=all_of(Link))
    negated: bool = field(default=False, validator=is_a(bool))
    certainty: Certainty = field(default=Certainty.ASSERTED, converter=Certainty)

    def __attrs_post_init__(self) -> None:
        speakers = self.speakers or tuple(filter(None, [self.speaker]))
        if speakers and self.speaker not in (None, speakers[0]):
            raise ValueError(f"Quote.speaker: {self.speaker} is not the first of speakers, {speakers[0]}; give one")
        object.__setattr__(self, "speakers", speakers)
        object.__setattr__(self, "speaker", next(iter(speakers), None))


@frozen(kw_only=True)
class Proposal(Item):
    """A course of action that an actor puts forward for others to take up; one per course per article.

    Args:
        cue: the word that makes it a proposal.
        proposers, addressees, participants: who puts it forward, who is asked, who would take part or gain.
        content: what would be done.
        status: as the article leaves it; None from a plugin that knows nothing of it (the core settles it).
        date: the time expression that dates it.
        mentions: further words that name it ("the plan", "the move").
        plover, cameo: what event coders call it (see `toolkit.plover`); None where the codebooks have no word.
    """

    cue: Span = field(validator=is_a(Span))
    kind: ProposalKind = field(default=ProposalKind.PROPOSAL, converter=ProposalKind)
    proposers: tuple[Link, ...] = field(default=(), converter=checks.items, validator=all_of(Link))
    addressees: tuple[Link, ...] = field(default=(), converter=checks.items, validator=all_of(Link))
    participants: tuple[Link, ...] = field(default=(), converter=checks.items, validator=all_of(Link))
    content: tuple[Span, ...] = field(default=(), converter=checks.items, validator=all_of(Span))
    status: Status | None = field(default=None, converter=optional(Status))
    date: Span | None = field(default=None, validator=_SPAN_OR_NONE)
    mentions: tuple[Span, ...] = field(default=(), converter=checks.items, validator=all_of(Span))
    plover: EventType | None = field(default=None, converter=optional(EventType))
    cameo: CameoRoot | None = field(default=None, converter=optional(CameoRoot))


@frozen(kw_only=True)
class Reaction(Item):
    """An actor's stance toward a proposal, a statement, an act or another actor.

    Args:
        cue: the words that express it.
        target: what it is toward: a Proposal, a Quote, an Actor, or a span of text where none of these fits.
        evidence: the smallest span that shows it, usually the clause.
        condition, reason: the spans that state the condition and the ground.
        negated: the text denies the reaction.
        plover, cameo: what event coders call it (see `toolkit.plover`); None where the codebooks have no word,
            and where it is denied, for then nothing happened.
    """

    cue: Span = field(validator=is_a(Span))
    stance: Stance = field(converter=Stance)
    evidence: Span = field(validator=is_a(Span))
    reactors: tuple[Link, ...] = field(default=(), converter=checks.items, validator=all_of(Link))
    target: Link | None = field(default=None, validator=is_a(Link, or_none=True))
    condition: Span | None = field(default=None, validator=_SPAN_OR_NONE)
    reason: Span | None = field(default=None, validator=_SPAN_OR_NONE)
    negated: bool = field(default=False, validator=is_a(bool))
    certainty: Certainty = field(default=Certainty.ASSERTED, converter=Certainty)
    plover: EventType | None = field(default=None, converter=optional(EventType))
    cameo: CameoRoot | None = field(default=None, converter=optional(CameoRoot))


@frozen(kw_only=True)
class Position(Item):
    """Where an actor stands on an issue: a Proposal, an Actor or the words that name it; `evidence` is never empty."""

    actor: Link = field(validator=is_a(Link))
    issue: Link = field(validator=is_a(Link))
    stance: PositionStance = field(converter=PositionStance)
    evidence: tuple[Link, ...] = field(converter=checks.items, validator=all_of(Link, nonempty=True))


@frozen(kw_only=True)
class Finding(Item):
    """Anything else that a plugin wants to label, in its own words; `links` are to what it is about."""

    label: str = field(converter=checks.line, validator=[is_a(str), checks.word])
    spans: tuple[Span, ...] = field(converter=checks.items, validator=all_of(Span, nonempty=True))
    links: tuple[Link, ...] = field(default=(), converter=checks.items, validator=all_of(Link))
    note: str = field(default="", validator=is_a(str))


# --- the result ---------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class Problem:
    """A plugin's fault that was collected instead of raised."""

    plugin: str = field(converter=checks.line, validator=is_a(str))
    message: str = field(converter=checks.line, validator=is_a(str))
    hook: str | None = field(default=None, validator=_TEXT_OR_NONE)
    version: str | None = field(default=None, validator=_TEXT_OR_NONE)


@frozen(kw_only=True)
class PluginInfo:
    """A plugin that took part: an empty list is thereby told from a missing plugin."""

    name: str = field(converter=checks.line, validator=is_a(str))
    version: str | None = field(default=None, validator=_TEXT_OR_NONE)
    hooks: tuple[str, ...] = field(default=(), converter=checks.items, validator=all_of(str))


@frozen(kw_only=True, repr=False)
class Analysis:
    """All that was read out of one article; each tuple in the order of the text.

    `analysis["r1"]` gives an item by its id, `analysis.reaction("r1")` the same for a type checker, and
    `analysis.resolve(link)` what a link points at.

    Args:
        problems: faults of plugins that were collected instead of raised.
        plugins: what took part, with versions.
        annotated_by: what parsed the text, as the annotator tells it.
    """

    article: Article = field(validator=is_a(Article))
    actors: tuple[Actor, ...] = field(default=(), converter=checks.items, validator=all_of(Actor))
    quotes: tuple[Quote, ...] = field(default=(), converter=checks.items, validator=all_of(Quote))
    proposals: tuple[Proposal, ...] = field(default=(), converter=checks.items, validator=all_of(Proposal))
    reactions: tuple[Reaction, ...] = field(default=(), converter=checks.items, validator=all_of(Reaction))
    positions: tuple[Position, ...] = field(default=(), converter=checks.items, validator=all_of(Position))
    findings: tuple[Finding, ...] = field(default=(), converter=checks.items, validator=all_of(Finding))
    problems: tuple[Problem, ...] = field(default=(), converter=checks.items, validator=all_of(Problem))
    plugins: tuple[PluginInfo, ...] = field(default=(), converter=checks.items, validator=all_of(PluginInfo))
    annotated_by: str = field(default="", converter=checks.line, validator=is_a(str))

    @property
    def items(self) -> tuple[Item, ...]:
        """Everything that was found, kind after kind."""
        return (*self.actors, *self.quotes, *self.proposals, *self.reactions, *self.positions, *self.findings)

    def __repr__(self) -> str:
        counts = ", ".join(f"{len(getattr(self, kind))} {kind}" for kind in _KINDS if getattr(self, kind))
        return f"<Analysis of {self.article.id!r}: {counts or 'nothing found'}>"

    def _repr_html_(self) -> str | None:
        """The article with what was found, for notebooks; None where diplomacy-nlp-outputs is not installed."""
        html = output("html")
        return None if html is None else str(html(self))

    def __getitem__(self, id: str) -> Item:
        """The item with this id; a KeyError where there is none."""
        try:
            return self._by_id[id]
        except (KeyError, TypeError):  # the latter: what cannot be an id, such as a list
            raise KeyError(f"no item {shown(id)} in the analysis of article {self.article.id!r}") from None

    @cached_property
    def _by_id(self) -> dict[str, Item]:
        return {item.id: item for item in self.items if item.id}

    def quote(self, id: str) -> Quote:
        """The quote with this id; a KeyError where there is none."""
        return self._of_kind(id, Quote)

    def proposal(self, id: str) -> Proposal:
        """The proposal with this id; a KeyError where there is none."""
        return self._of_kind(id, Proposal)

    def reaction(self, id: str) -> Reaction:
        """The reaction with this id; a KeyError where there is none."""
        return self._of_kind(id, Reaction)

    def position(self, id: str) -> Position:
        """The position with this id; a KeyError where there is none."""
        return self._of_kind(id, Position)

    def finding(self, id: str) -> Finding:
        """The finding with this id; a KeyError where there is none."""
        return self._of_kind(id, Finding)

    def _of_kind(self, id: str, kind: type[I]) -> I:
        item = self[id]
        if not isinstance(item, kind):
            known = ", ".join(i.id or "" for i in self.items if isinstance(i, kind)) or "none"
            raise KeyError(f"{id!r}: {kind.__name__} is expected, not {type(item).__name__} (there are: {known})")
        return item

    def actor(self, name: str) -> Actor:
        """The actor of this name, or of this id: else the one that the text calls so ("Lavrov").

        Raises:
            KeyError: there is none, or there are several; the message names those there are.
            TypeError: it is no text.
        """
        if not isinstance(name, str):
            raise TypeError(f"the name or the id of an actor is expected, not {shown(name)}")
        ways: tuple[Callable[[Actor], bool], ...] = (
            lambda a: name in (a.id, a.name),
            lambda a: name.casefold() == a.name.casefold(),
            lambda a: any(self.article[span] == name for span in a.spans),
        )
        found = next(filter(None, ([*filter(way, self.actors)] for way in ways)), [])
        if len(found) == 1:
            return found[0]
        if found:
            several = ", ".join(f"{a.id} ({a.kind})" for a in found)
            raise KeyError(f"{len(found)} actors are called {shown(name)}: {several}; ask by id")
        names = [a.name for a in self.actors]
        known = ", ".join(get_close_matches(name, names, n=3) or names[:8]) or "none"
        raise KeyError(f"no actor {shown(name)} in the analysis of article {self.article.id!r} (there are: {known})")

    def resolve(self, link: Link | None) -> Item | Span | None:
        """What a link points at: the item, or its span where its words name no item, or None for no link."""
        return None if link is None else self[link.id] if link.id else link.span

    def actor_of(self, link: Link | None) -> Actor | None:
        """The actor that a link points at; None where it points at none."""
        found = self.resolve(link)
        return found if isinstance(found, Actor) else None

    def actors_of(self, links: Iterable[Link]) -> tuple[Actor, ...]:
        """The actors among what the links point at."""
        return tuple(item for item in map(self.resolve, links) if isinstance(item, Actor))

    def reactions_to(self, target: Item | str) -> tuple[Reaction, ...]:
        """The reactions whose target is this item, or the one with this id; a KeyError where there is none."""
        wanted = target.id if isinstance(target, Item) else self[target].id
        return tuple(r for r in self.reactions if r.target and r.target.id and r.target.id == wanted)

    def by(self, actor: Actor | str) -> tuple[Item, ...]:
        """What the actor (or whom `Analysis.actor` finds by this) said, proposed, reacted and holds, in that order."""
        whose = actor.id if isinstance(actor, Actor) else self.actor(actor).id
        return tuple(item for item in self.items if whose and whose in _authors(item))

    def words(self, where: Span | Mention | Link | Item | None) -> str:
        """The words of a span, of a mention, of what a link points at, or of an item's first span; "" for None."""
        found = where.span or self.resolve(where) if isinstance(where, Link) else where
        span = anchor(found) if isinstance(found, Item) else found.span if isinstance(found, Mention) else found
        if not isinstance(span, Span | None):
            raise TypeError(
                f"words: a Span, Mention, Link, item or None is expected, not {type(where).__name__} {shown(where)}; "
                'an item is had by its id, analysis["p1"], and a span is Span(start, end)'
            )
        return "" if span is None else self.article[span]


_KINDS = ("actors", "quotes", "proposals", "reactions", "positions", "findings", "problems")
_AUTHORS = {Quote: "speakers", Proposal: "proposers", Reaction: "reactors", Position: "actor"}


def _authors(item: Item) -> set[str | None]:
    """Ids of the actors whose doing an item is."""
    links = getattr(item, _AUTHORS[type(item)]) if type(item) in _AUTHORS else ()
    return {link.id for link in (links if isinstance(links, tuple) else (links,)) if link}


def anchor(item: Item) -> Span | None:
    """The span that stands for an item: an actor's first mention, a quote's content, else the cue."""
    match item:
        case Actor() | Finding():
            return min(item.spans)
        case Quote():
            return min(item.content)
        case Proposal() | Reaction():
            return item.cue
        case Position():
            return item.issue.span
    return None


def made_anew(value: Any, text: str, path: str = "", **other: Any) -> Any:
    """A value of ours built again from its parts, its spans trimmed: what was broken after it was made is refused.

    Args:
        value: an item, or a part of one.
        text: what its spans point into.
        path: what errors call it.
        other: fields that get another value.
    """
    kind: Any = type(value)
    if kind in _WITHOUT_PARTS:
        return value
    if kind is tuple:
        return tuple([made_anew(part, text, f"{path}[{place}]") for place, part in enumerate(value)])
    if kind is Span:
        return _sound_span(value, text, path)
    if names := _parts_of(kind):
        parts = {name: getattr(value, name) for name in names if name not in other}
        for name, part in parts.items():
            if part != () and type(part) not in _WITHOUT_PARTS:  # there are many without
                parts[name] = made_anew(part, text, f"{path}.{name}".lstrip("."))
        return kind(**parts, **other)
    if has(kind):  # somebody's subclass, whose parts nobody here knows
        raise TypeError(f"{path}: a class of diplomacy_nlp is expected, not {kind.__name__}, which is a subclass")
    return str.__str__(value) if isinstance(value, str) else value


def _sound_span(span: Span, text: str, path: str) -> Span:
    whole = type(span.start) is type(span.end) is int and 0 <= span.start < span.end <= len(text)
    if whole and not (text[span.start].isspace() or text[span.end - 1].isspace()):
        return span
    sound = Span(span.start, span.end)
    if sound.end > len(text):
        raise ValueError(f"{path}: span {sound} ends beyond the text of {len(text)} characters")
    if found := trim(text, sound.start, sound.end):
        return found
    raise ValueError(f"{path}: span {sound} covers nothing but white space")


def renewed(value: T, **changes: Any) -> T:
    """A copy of an item or link with other values of some fields, which are sound: nothing is checked again."""
    kind: Any = type(value)
    made: T = object.__new__(kind)
    for name in _parts_of(kind):
        object.__setattr__(made, name, changes[name] if name in changes else getattr(value, name))
    return made


_WITHOUT_PARTS = {str, float, bool, int, type(None), *_Vocabulary.__subclasses__()}  # of others more may be wrong
_parts_of = cache(lambda k: tuple(a.name for a in fields(k)) if k.__module__ == __name__ and has(k) else ())
