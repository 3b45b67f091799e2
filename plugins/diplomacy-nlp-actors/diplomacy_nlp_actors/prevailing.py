"""Who is of the state that an article is about, though no word says so: its voters, celebrities and companies.

News says of a foreigner where he is from, and says nothing of those who are at home. That counts only where an article
is plainly about one state: where most of its actors whose state is known, or most of the states named, are it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from diplomacy_nlp import ActorKind, MentionType, Sector

from .cast import Draft
from .home import Home
from .names import Name
from .tables import word_class

__all__ = ["may_be_at_home", "prevailing_state"]

_LEAST_ACTORS, _SHARE_OF_ACTORS = 4, 0.6
_SHARE_WITHOUT_HOME = 0.7  # of actors, where nothing shows an article at home anywhere
_LEAST_NAMES, _SHARE_OF_NAMES = 4, 0.7
# whoever serves an organisation, fights, or is asked as a scholar may be of any state
_PRIVATE = {None, Sector.CVL, Sector.REL, Sector.JRN, Sector.LAB, Sector.BUS, Sector.PTY}
_FOREIGN = {Sector.IGO, Sector.MIL, Sector.REB}
_BODIES = {ActorKind.ORGANIZATION, ActorKind.COMPANY, ActorKind.MEDIA}


def prevailing_state(home: Home | None, actors: Iterable[Draft], known: Sequence[Name]) -> str | None:
    """The state that an article is plainly about, as alpha-3: of most of its actors, or its home and most often named.

    Args:
        home: where it is at home.
        actors: those whose state the text or a table tells.
        known: the names that the tables know.
    """
    of_actors = Counter(d.country for d in actors if d.mentions and d.country is not None)
    share = _SHARE_OF_ACTORS if home is not None else _SHARE_WITHOUT_HOME
    for country, _ in of_actors.most_common(1):
        if _is_most(of_actors, country, _LEAST_ACTORS, share):
            return country
    of_names = Counter(n.known.country for n in known if n.known.country is not None)
    of_home = home is not None and _is_most(of_names, home.country, _LEAST_NAMES, _SHARE_OF_NAMES)
    return home.country if home is not None and of_home else None


def _is_most(counts: Counter[str], country: str, least: int, share: float) -> bool:
    total = counts.total()
    return total >= least and counts[country] >= share * total


def may_be_at_home(draft: Draft, *, plainly: bool) -> bool:
    """Whether an actor is one of whom news would say it if it were of another state.

    Args:
        draft: the actor.
        plainly: whether the article is at home in the state that prevails; then companies and scholars are too.
    """
    if draft.indefinite:
        return False
    named = MentionType.NAME in draft.mentions.values()
    last = draft.name.lower().split()[-1].removesuffix("s")
    if draft.kind is ActorKind.PERSON:
        return named and (draft.sector in _PRIVATE or (plainly and draft.sector is Sector.EDU))
    if draft.key.startswith("body:"):
        return draft.kind not in (ActorKind.ALLIANCE, ActorKind.MEDIA) and draft.sector not in _FOREIGN
    if draft.kind in _BODIES:
        return draft.key.startswith(("org:", "group:")) and draft.sector is not Sector.IGO
    return draft.kind is ActorKind.GROUP and (
        draft.sector is Sector.PTY or (plainly and draft.sector is Sector.BUS) or last in word_class("electorate")
    )
