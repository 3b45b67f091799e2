"""Train the networks that find proposals and reactions, and what judges their findings.

    python training/events/train.py GOLD_DIR [GOLD_DIR ...] --texts DIR [DIR ...] --work WORK
        [--split SPLIT.tsv] [--valences vader_lexicon.txt] [--seeds 3] [--folds 5] [--set NAME=VALUE ...] [--out FOLDER]
        [--plain NAMES --large FOLDER [--tuned MODEL LOW]] [--codes TABLE.tsv] [--begin FILE]

GOLD_DIR holds annotations (gold/README.md); texts are looked for in the folders of --texts by the last part of "doc".
Articles that a split's table calls "dev" are left out. Parses and votes of the rules are kept in WORK: empty it when
the models of the annotator or the rules change. OUT/proposals and OUT/reactions get the weights.

Every article is read by networks that did not learn from it (folds by article); the judges are fitted to that, and the
figures printed are of these readings. Then networks of the same seeds learn from all articles, and are written. With
--begin, these go on from the first network of an earlier run, or of a plugin's models, and the mean of their weights is
written. Those of the folds begin anew, for that one has learned from all articles.
"""

from __future__ import annotations

import argparse
import json
import pickle
import time
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from attrs import evolve, field, fields, frozen
from coding import coding_examples, types_in
from corpus import Prepared, dev_files, fold_of, plain, prepared, times
from diplomacy_nlp_proposals.learned import FILES as OF_PROPOSALS
from diplomacy_nlp_reactions.learned import FILES as OF_REACTIONS
from judges import Fitted, analyses, figures, fitted_judges, judge_of, scores
from learning import Settings, learned, read_by
from lemmas import lemma_table
from numpy.typing import NDArray
from projection import Begun, Projection
from slots import (
    SETTINGS,
    SlotExample,
    addressee_examples,
    holder_examples,
    learned_ranker,
    link_examples,
    shares_right,
    target_examples,
)
from teaching import Learns, answers_of, blended, taught, with_frozen

from diplomacy_nlp.toolkit.learned.coder import CODES
from diplomacy_nlp.toolkit.learned.columns import Lemmas, names_of_columns, vectors_of
from diplomacy_nlp.toolkit.learned.fill import ADDRESSEES, HOLDERS, LINKS, TARGETS
from diplomacy_nlp.toolkit.learned.model import EventNetworks
from diplomacy_nlp.toolkit.learned.network import EventNetwork, Sizes
from diplomacy_nlp.toolkit.learned.ranker import Ranker
from examples import Example, example_of

__all__ = ["gold_examples", "parser_of", "settings_of"]

_FILES = {"proposal": OF_PROPOSALS, "reaction": OF_REACTIONS}
_SLOTS = {"proposal": (HOLDERS, ADDRESSEES), "reaction": (HOLDERS, TARGETS, LINKS, CODES)}
# Real news of the world is rare beside that of one campaign and our own texts. Of these, those that begin with a number
# came first, in the manner of real copy.
_TIMES = {"world/": 3, "wikinews/": 3, "statements/": 3, "mirrored/1": 2, "mirrored/2": 2}
Chances = dict[str, Any]


def main() -> None:
    """Train by the command line's arguments."""
    options = _options()
    torch.set_num_threads(options.threads)
    began = time.time()
    settings = settings_of(options.set)
    begun = None if options.begin is None else Begun.read(options.begin)
    examples, known, projection = gold_examples(options, settings, begun)
    items = {name: sum(len(example.cues[name]) for example in examples) for name in _FILES}
    print(f"{len(examples)} articles, {items}, {time.time() - began:.0f} s", flush=True)
    print(settings, flush=True)
    lemmas = Lemmas(*known)
    others = [_narrow(article, lemmas, projection) for article in plain(_plain(options), options.work)]
    print(f"{len(others)} articles without gold, {time.time() - began:.0f} s", flush=True)
    if options.prepare:
        return
    examples, more = _taught(examples, others, settings, options)
    chances = _kept(examples, more, settings, options)
    sources = [example.source for example in examples]
    read = [source for source in sources if source.article.sha256 in chances]
    slots = _Slots.of(sources, read, chances, options)
    judged = fitted_judges(read, chances, slots.by_article)
    slots = slots.with_codes(read, chances, judged, options)
    print("\n".join(figures(judged)), flush=True)
    print(scores(read, chances, slots.by_article, judged), flush=True)
    if options.out is None:
        return
    if options.judges:
        networks = None
    else:
        students = list(_students(examples, more, settings, options, begun and begun.network))
        if begun is not None:
            students = [_mean(students)]
        torch.save(Begun(known=known, projection=projection, network=students[0]), options.work / "students.pt")
        networks = [projection.folded_into(network) for network in students]
    for name, judge in judged.items():
        own = {slot: slots.whole[slot] for slot in _SLOTS[name] if slot in slots.whole}
        _write(options.out / f"{name}s", name, networks, examples[0].source, known, judge.as_dict(), own)
    print(f"written after {time.time() - began:.0f} s")


def gold_examples(
    options: argparse.Namespace, settings: Settings, begun: Begun | None = None
) -> tuple[list[Example], tuple[list[str], NDArray[np.float32]], Projection]:
    """The annotated articles that the command line names, but for dev.

    Returns:
        The articles; the lemmas of which something is known, with the numbers of each; what makes vectors narrower.
    """
    known = lemma_table(options.valences) if begun is None else begun.known
    lemmas = Lemmas(*known)
    folders, without = options.gold, dev_files(options.split)
    articles = prepared(folders, options.texts, options.work, leave_out=without, coreference=options.coreference)
    articles = [article for article in articles if article.annotation.words]
    vectors = (vectors_of(article.annotation) for article in articles)
    projection = Projection.fitted(vectors, settings.components) if begun is None else begun.projection
    return [_narrow(article, lemmas, projection) for article in articles], known, projection


def _narrow(article: Prepared, lemmas: Lemmas, projection: Projection) -> Example:
    """An article as it is learned from, without what is large and not read any more."""
    example = example_of(article, lemmas)
    return evolve(
        example,
        vectors=projection.of(example.vectors),
        columns=evolve(example.columns, vectors=example.vectors[:0].copy()),  # a view would keep all of them
        source=evolve(article, annotation=evolve(article.annotation)),  # keeps nothing yet
    )


def parser_of(about: str | None, *, seeds: int, folds: int) -> argparse.ArgumentParser:
    """What every script that learns from gold is told: which articles, and how it is to learn."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--texts", type=Path, nargs="+", required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--split", type=Path)
    parser.add_argument("--valences", type=Path)
    parser.add_argument("--seeds", type=int, default=seeds)
    parser.add_argument("--folds", type=int, default=folds)
    parser.add_argument("--coreference", type=Path, nargs="+", default=[], help="by fold, models for the actors")
    parser.add_argument("--set", nargs="+", default=[], metavar="NAME=VALUE", help="another setting (learning.py)")
    return parser


def _options() -> argparse.Namespace:
    parser = parser_of(__doc__, seeds=3, folds=5)
    parser.add_argument("--first-seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--plain", type=Path, help="a list of names: texts without gold, from which teachers teach")
    parser.add_argument("--large", type=Path, help="vectors of a larger encoder, which teachers read (large.py)")
    parser.add_argument(
        "--tuned", type=Path, nargs=2, metavar="FOLDER", help="of the larger encoder, which then learns, too (tuned.py)"
    )
    parser.add_argument("--begin", type=Path, help="what learns on: WORK/students.pt of an earlier run, or models/")
    parser.add_argument("--teachers", type=int, default=2, help="two at least: each says what it sees of its part")
    parser.add_argument("--name", default="chances", help="of the file in WORK that keeps the readings by folds")
    parser.add_argument("--prepare", action="store_true", help="parse, and let the rules vote, no more")
    parser.add_argument("--codes", type=Path, help="sentences with the types that human coders gave them (coding.py)")
    parser.add_argument("--judges", action="store_true", help="fit slots and judges of the models in OUT anew, no more")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    if options.teachers < 2:  # one would have nothing to learn from but our own articles
        parser.error("--teachers: two at least are needed, so that each can be asked of what the other learned from")
    return options


def _plain(options: argparse.Namespace) -> Iterator[Path]:
    """The texts that are named in a list."""
    places = {path.stem: path for folder in options.texts for path in sorted(folder.rglob("*.txt"))}
    for name in () if options.plain is None else options.plain.read_text(encoding="utf-8").split():
        yield places[name]


def settings_of(given: Sequence[str]) -> Settings:
    """The settings, with those that were given as NAME=VALUE."""
    types = {known.name: type(known.default) for known in fields(Settings)}
    pairs = (one.split("=", 1) for one in given)
    return Settings(**{name: types[name](json.loads(value)) for name, value in pairs})


# --- read by others -----------------------------------------------------------------------------------------------


def _taught(
    examples: Sequence[Example], others: Sequence[Example], settings: Settings, options: argparse.Namespace
) -> tuple[list[Example], list[Example]]:
    """The annotated articles, and those without gold, with what teachers say of them."""
    if not others or options.large is None:
        return [*examples], []
    place = options.work / "taught.pickle"
    key = repr(([example.source.name for example in (*examples, *others)], settings, options.teachers))
    known, said = pickle.loads(place.read_bytes()) if place.is_file() else ("", {})  # noqa: S301  # written by ourselves
    if known != key:
        said = taught(examples, others, options.large, settings, options.teachers, _learns(options))
        place.write_bytes(pickle.dumps((key, said)))
        print(f"{len(said)} articles are taught", flush=True)
    names = [(example, said.get(example.source.name)) for example in others]
    more = [evolve(example, answers=answers_of(example, chances)) for example, chances in names if chances is not None]
    return [blended(example, said.get(example.source.name), settings.taught) for example in examples], more


def _learns(options: argparse.Namespace) -> Learns:
    """How a teacher learns."""
    if options.tuned is None:
        return with_frozen
    from tuned import LowerLayers, tuned  # it needs transformers

    model, low = options.tuned
    return partial(tuned, LowerLayers(low, model))


def _kept(
    examples: Sequence[Example], more: Sequence[Example], settings: Settings, options: argparse.Namespace
) -> Chances:
    """The chances of each article by networks that did not learn from it, kept for the same articles and settings."""
    names = [example.source.name for example in examples]
    key = repr((names, settings, options.seeds, options.folds))
    place = options.work / f"{options.name}.pickle"
    done, found = 0, {}
    if place.is_file():
        known, kept_folds, kept_chances = pickle.loads(place.read_bytes())  # noqa: S301  # written by ourselves
        if known == key:
            done, found = kept_folds, kept_chances
    for fold in range(done, options.folds):
        away = [e for e in examples if fold_of(e.source.article.text, options.folds) == fold and not e.source.is_ours]
        names_away = {e.source.name for e in away}
        kept = [e for e in examples if e.source.name not in names_away]
        for network in _students(kept, more, settings, options):
            for example in away:
                _add(found, example, read_by(network, example, settings), 1 / options.seeds)
        place.write_bytes(pickle.dumps((key, fold + 1, found)))
        print(f"fold {fold}", flush=True)
    return found


def _students(
    examples: Sequence[Example],
    more: Sequence[Example],
    settings: Settings,
    options: argparse.Namespace,
    begin: EventNetwork | None = None,
) -> Iterator[EventNetwork]:
    """Networks that learn from gold, and from what teachers say of other articles."""
    often = [example for example in examples for _ in range(int(times(example.source.name, _TIMES)))]
    for seed in range(options.first_seed, options.first_seed + options.seeds):
        yield learned([*often, *more], settings, seed, begin)


def _mean(networks: Sequence[EventNetwork]) -> EventNetwork:
    """The network with the mean of weights of networks that began as one."""
    states = [network.state_dict() for network in networks]
    found = EventNetwork(networks[0].sizes)
    found.load_state_dict({name: torch.stack([state[name] for state in states]).mean(0) for name in states[0]})
    return found.eval()


def _add(found: Chances, example: Example, read: Mapping[str, Any], share: float) -> None:
    own = found.setdefault(example.source.article.sha256, {})
    for name, chances in read.items():
        own[name] = own.get(name, 0) + share * chances


# --- slots --------------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class _Slots:
    """Rankers of slots: for each article such as did not learn from it, by its SHA-256, and those that ship."""

    folds: Mapping[str, int]
    by_article: Mapping[str, Mapping[str, Ranker]] = field(factory=dict)
    whole: Mapping[str, Ranker] = field(factory=dict)

    @classmethod
    def of(
        cls, sources: Sequence[Prepared], read: Sequence[Prepared], chances: Chances, options: argparse.Namespace
    ) -> _Slots:
        """Holders, and who is asked, are learned first: the proposals that targets are looked for among have both."""
        folds = {source.article.sha256: fold_of(source.article.text, options.folds) for source in read}
        slots = cls(folds=folds).learned(list(holder_examples(sources))).learned(list(addressee_examples(sources)))
        judged = fitted_judges(read, chances, slots.by_article)
        judges = {name: judge_of(fitted) for name, fitted in judged.items()}
        found = list(analyses(read, chances, slots.by_article, judges))
        slots = slots.learned(list(target_examples(read, found)))
        targets = {text: rankers[TARGETS] for text, rankers in slots.by_article.items()}
        return slots.learned(list(link_examples(read, found, targets)))

    def with_codes(
        self, read: Sequence[Prepared], chances: Chances, judged: Mapping[str, Fitted], options: argparse.Namespace
    ) -> _Slots:
        """The same with what chooses the types of events, of findings as they will be told."""
        types = types_in(options.codes)
        coded = [source for source in read if source.article.sha256 in types]
        if not coded:
            return self
        judges = {name: judge_of(fitted) for name, fitted in judged.items()}
        found = analyses(coded, chances, self.by_article, judges)
        annotations = [source.annotation for source in coded]
        return self.learned(list(coding_examples(types, zip(annotations, found, strict=True))))

    def learned(self, examples: Sequence[SlotExample]) -> _Slots:
        """The same with rankers of one more slot."""
        name = examples[0].name
        settings = SETTINGS.get(name, {})
        rankers = {
            fold: learned_ranker([e for e in examples if self.folds.get(e.article) != fold], fold, **settings)
            for fold in sorted(set(self.folds.values()))
        }
        found = shares_right(examples, {text: rankers[fold] for text, fold in self.folds.items()})
        for sort in sorted(sort for sort in found if not sort.endswith(" of")):
            right, of = found[sort], found[f"{sort} of"]
            print(f"{name}, {sort}: {100 * right / of:.1f} % right, {right} of {of}", flush=True)
        by_article = {text: {**self.by_article.get(text, {}), name: rankers[fold]} for text, fold in self.folds.items()}
        whole = {**self.whole, name: learned_ranker(examples, 0, **settings)}
        return evolve(self, by_article=by_article, whole=whole)


# --- written ------------------------------------------------------------------------------------------------------


def _write(
    folder: Path,
    name: str,
    members: Sequence[EventNetwork] | None,
    article: Prepared,
    known: tuple[Sequence[str], np.ndarray],
    judge: Mapping[str, Any],
    slots: Mapping[str, Ranker],
) -> None:
    """Writes the models; without members those that stand in the folder stay."""
    files = _FILES[name].within(folder)
    lemmas, numbers = known
    if members is None:
        kept = torch.load(files.weights, weights_only=True)
        configuration = json.loads(files.configuration.read_text(encoding="utf-8"))
        del configuration["sha256"]
        sizes, count, shape = Sizes(**configuration["sizes"]), configuration["members"], kept["lemmas"].shape
    else:
        sizes, count, shape = members[0].sizes, len(members), numbers.shape
        configuration = {
            "vectors_by": article.annotation.vectors_by,
            "members": len(members),
            "sizes": sizes.as_dict(),
            "columns": list(names_of_columns()),
            "lemmas": " ".join(lemmas),
        }
    of_slots = {slot: ranker.network.sizes for slot, ranker in slots.items()}
    networks = EventNetworks(sizes, members=count, lemmas=shape, slots=of_slots)
    if members is None:
        networks.load_state_dict(
            {key: value for key, value in kept.items() if not key.startswith("slots.")}, strict=False
        )
    else:
        for own, member in zip(networks.members, members, strict=True):
            own.load_state_dict(member.state_dict())
        networks.lemmas.copy_(torch.from_numpy(numbers))
    for slot, network in networks.rankers():
        network.load_state_dict(slots[slot].network.state_dict())
    told = {slot: ranker.as_dict() for slot, ranker in slots.items()}
    files.write(networks.state_dict(), {**configuration, **judge, "slots": told})


if __name__ == "__main__":
    main()
