"""What a user's lexicon and rows settle in a text, whatever a network sees there."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial
from typing import Any

from attrs import field, frozen

from diplomacy_nlp.annotation import Word

from ..document import Document
from ..patterns import Match, Patterns

__all__ = ["Yours"]


@frozen(kw_only=True)
class Yours:
    """What a user's words and rows settle in a text, whatever a network sees there.

    Args:
        entries: of a word as that part of speech, by the plugin's lexicon and by the user's.
        labels: what an entry may make of a sentence.
        ended: the words of constructions whose rows the user replaced or switched off.
        rows: the words that rows of the user's hold of, with the kinds of these.
    """

    entries: Callable[[Word], tuple[Collection[Any], Collection[Any]]]
    labels: Callable[[Any], Collection[str]]
    ended: Collection[Word] = ()
    rows: Mapping[Word, Collection[str]] = field(factory=dict)

    @classmethod
    def of(
        cls,
        document: Document,
        rows: Patterns,
        *,
        held: Callable[[Match], Iterable[Word]],
        ended: Callable[[Match], Iterable[Word]],
        entries: Callable[[Word], tuple[Collection[Any], Collection[Any]]],
        labels: Callable[[Any], Collection[str]],
    ) -> Yours:
        """What a user's words and rows settle in an article.

        Args:
            rows: the plugin's with the user's.
            held: the words that a match of a user's row holds of.
            ended: the words of a match of a row that the user ended.
            entries, labels: as of the class.
        """
        kinds = dict[Word, set[str]]()
        for match in rows.users.found_in(document):
            for word in held(match):
                kinds.setdefault(word, set()).add(match.pattern.kind)
        over = frozenset(word for match in rows.ended.found_in(document) for word in ended(match))
        return cls(entries=entries, labels=labels, ended=over, rows=kinds)

    def owns(self, words: Iterable[Word]) -> bool:
        """Whether what a rule finds with these as its cue is found by a word or row of the user's."""
        return any(word in self.rows or self._is_own(*self.entries(word)) for word in words)

    @staticmethod
    def _is_own(ours: Collection[Any], users: Collection[Any]) -> bool:
        return bool(users) and ours != users

    def bars(self, words: Iterable[Word], label: str) -> bool:
        """Whether words that no rule takes for a cue are none with this label, as one of them is the user's."""
        return any(map(partial(self._bars, label=label), words))

    def _bars(self, word: Word, *, label: str) -> bool:
        if word in self.ended or label not in self.rows.get(word, (label,)):
            return True
        ours, users = self.entries(word)
        if ours == users:
            return False
        # the user's lines replace ours, with all frames; of a new word another frame may hold, with the same label
        return bool(ours) or not any(label in self.labels(entry) for entry in users)
