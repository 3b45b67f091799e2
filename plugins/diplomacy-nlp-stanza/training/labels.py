"""The labels that the joint model chooses among, counted in the training data."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

from attrs import asdict, frozen
from corpus import TreeSentence
from diplomacy_nlp_stanza.joint.lemmas import edit_of

__all__ = ["ENTITY_TAGS", "Labels", "bioes", "kept_feats"]

ENTITY_TAGS = ("O", *(f"{place}-{kind}" for kind in ("PER", "ORG", "LOC", "MISC") for place in "BIES"))
# features that no rule of the library reads are not learned
_UNREAD = {"Abbr", "ExtPos", "Foreign", "NumForm", "Style", "Typo", "TypoForm"}
_FEWEST = 3


def kept_feats(feats: str) -> str:
    """The features without those that nobody reads."""
    return "|".join(feat for feat in feats.split("|") if feat.split("=")[0] not in _UNREAD) or "_"


def bioes(tags: Iterable[str]) -> list[str]:
    """Tags with ends marked: E for the last word of an entity, S for its only one."""
    tags = [*tags, "O"]
    found = []
    for tag, following in pairwise(tags):
        goes_on = following == "I" + tag[1:]
        found.append(tag if goes_on or tag == "O" else {"B": "S", "I": "E"}[tag[0]] + tag[1:])
    return found


@frozen(kw_only=True)
class Labels:
    """Names of the labels of each kind; `tags` are the pairs of a part of speech and features that occur."""

    upos: list[str]
    feats: list[str]
    tags: list[tuple[int, int]]
    lemmas: list[str]
    deprels: list[str]
    entities: list[str]

    @classmethod
    def of(cls, sentences: Iterable[TreeSentence]) -> Labels:
        """The labels of the training part; features and edits of lemmas only if seen at least three times."""
        words = [word for sentence in sentences for word in sentence.words]
        pairs = Counter((word.upos, kept_feats(word.feats)) for word in words)
        pairs = Counter({pair: count for pair, count in pairs.items() if count >= _FEWEST})
        edits = Counter(edit_of(word.form, word.lemma) for word in words)
        upos = sorted({word.upos for word in words})
        feats = sorted({pair[1] for pair in pairs})
        return cls(
            upos=upos,
            feats=feats,
            tags=sorted((upos.index(one), feats.index(other)) for one, other in pairs),
            lemmas=sorted(edit for edit, count in edits.items() if count >= _FEWEST),
            deprels=[*sorted({word.deprel for word in words} - {"root"}), "root"],
            entities=list(ENTITY_TAGS),
        )

    def write(self, path: Path) -> None:
        """As JSON."""
        path.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=0) + "\n", encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> Labels:
        """From JSON."""
        data = json.loads(path.read_text(encoding="utf-8"))
        return cls(**{**data, "tags": [tuple(pair) for pair in data["tags"]]})
