"""The plugin's lexicons: verbs, adjectives and nouns that hand words to a source."""

from __future__ import annotations

from functools import cache, partial

from attrs import field, frozen

from diplomacy_nlp.toolkit.lexicon import one_of, packaged, read_lexicon, words
from diplomacy_nlp.toolkit.words import lists_of

__all__ = ["Cue", "adjectives", "listed", "nouns", "verbs"]

_KINDS = ("speech", "writing", "thought", "attitude", "evidence", "raising")
_REPORTING = ("speech", "writing", "evidence")
_COMPLEMENTS = ("clause", "quotation", "infinitive", "person", "object", "judgement")


@frozen(kw_only=True)
class Cue:
    """A line of `verbs.tsv`, `adjectives.tsv` or `nouns.tsv`; each file's header says what the columns mean."""

    lemma: str
    kind: str = field(default="speech", validator=one_of(*_KINDS))
    takes: tuple[str, ...] = field(default="", converter=words, validator=one_of(*_COMPLEMENTS))
    prepositions: tuple[str, ...] = field(default="", converter=words)
    hedged: str = field(default="", validator=one_of("", "yes"))

    @property
    def reports(self) -> bool:
        """Whether it passes on what its content holds, as saying does and wanting does not."""
        return self.kind in _REPORTING


def listed(name: str, word: str) -> bool:
    """Whether a word, in upper or lower case, stands in a list of `words.tsv`."""
    return word.lower() in lists_of("diplomacy_nlp_quotes", "words.tsv")[name]


@cache
def _cues(file: str) -> dict[str, Cue]:
    return {entry.lemma: entry for entry in read_lexicon(packaged("diplomacy_nlp_quotes", file), Cue)}


verbs = partial(_cues, "verbs.tsv")
"""Cue verbs by lemma."""
adjectives = partial(_cues, "adjectives.tsv")
"""Cue adjectives by lemma."""
nouns = partial(_cues, "nouns.tsv")
"""Cue nouns by lemma."""
