"""Measure a folder of models: raw text in, scores of the CoNLL 2018 shared task out; entities; speed; sizes.

python training/evaluate.py DATA FOLDER [--part dev|test] [--first OTHER]
"""

from __future__ import annotations

import argparse
import io
import lzma
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from attrs import frozen
from corpus import entity_sentences, paragraphs, tree_sentences
from diplomacy_nlp_stanza.joint.entities import entity_spans
from diplomacy_nlp_stanza.joint.model import WEIGHTS
from labels import bioes

_UD = ("Words", "Sentences", "UPOS", "Lemmas", "UAS", "LAS")
_STANZA = ("tokenize", "mwt", "pos", "lemma", "depparse", "ner")
_NAMES = ("PER", "ORG", "LOC", "MISC")


def main() -> None:
    """Measure by the command line's arguments."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="folder with ud/ and ner/")
    parser.add_argument("folder", type=Path, help="the models")
    parser.add_argument("--part", choices=("dev", "test"), default="dev")
    parser.add_argument("--first", type=Path, help="other models, whose speed is measured in the same run")
    parser.add_argument("--characters", type=int, default=100_000, help="of text for the measure of speed")
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    pipeline = load(options.folder)
    figures = {"seconds to load, torch and Stanza included": time.process_time()}
    text = raw_text(options.data, options.part)
    figures |= ud_scores(options.data, options.part, pipeline, text)
    figures |= ner_scores(options.data, options.part, pipeline)
    part = raw_text(options.data, "dev")[: options.characters]
    pipelines = {"": pipeline} | ({" of the other set": load(options.first)} if options.first else {})
    for name, one in pipelines.items():
        figures[f"words per second{name}"] = speed(one, part)
    figures |= {
        f"{path.name}, MB": path.stat().st_size / 1e6
        for path in sorted(options.folder.iterdir())
        if path.suffix != ".md"
    }
    print(f"| measure, {options.part} | |\n|---|---|")
    for name, value in figures.items():
        print(f"| {name} | {value:.1f} |")


def load(folder: Path) -> Any:
    """Stanza's pipeline with the models of a folder: those of this project, or a set of Stanza's own kind."""
    import stanza

    if (folder / WEIGHTS).is_file():
        import diplomacy_nlp_stanza.joint.processors  # noqa: F401

        names = {"tokenize": "joint", "joint": "joint"}
        options = {"tokenize_with_joint": True, "tokenize_joint_folder": str(folder), "joint_folder": str(folder)}
    else:
        names = dict.fromkeys(_STANZA, "own")
        options = {f"{name}_model_path": str(folder / f"{name}.pt") for name in _STANZA}
        options |= {f"{name}_pretrain_path": str(folder / "vectors.pt") for name in ("pos", "depparse", "ner")}
    return stanza.Pipeline(
        "en",
        dir=str(folder),
        processors=names,
        resources_filepath=str(_no_resources()),
        allow_unknown_language=True,
        download_method=None,
        use_gpu=False,
        logging_level="ERROR",
        **options,
    )


def _no_resources() -> Path:
    import diplomacy_nlp_stanza

    return Path(diplomacy_nlp_stanza.__file__).parent / "no_resources.json"


def raw_text(data: Path, part: str) -> str:
    """The text of a part of the treebanks, a blank line between paragraphs."""
    blocks = paragraphs(tree_sentences(data, part))
    return "\n\n".join(" ".join(sentence.text for sentence in block) for block in blocks)


def ud_scores(data: Path, part: str, pipeline: Any, text: str) -> dict[str, float]:
    """F1 of each level, from raw text, in per cent."""
    from stanza.models.common.doc import Document
    from udtools.udeval import evaluate, load_conllu

    (document,) = pipeline.process([Document([], text=text)])
    with lzma.open(data / "ud" / f"en-ud-{part}.conllu.xz", "rt", encoding="utf-8") as file:
        gold = load_conllu(io.StringIO(file.read()), "gold", {})
    system = load_conllu(io.StringIO(f"{document:C}\n\n"), "system", {})
    found = evaluate(gold, system)
    return {name: 100 * found[name].f1 for name in _UD}


@frozen(kw_only=True)
class _Count:
    right: int
    found: int
    wanted: int

    @property
    def f1(self) -> float:
        return 200 * self.right / max(1, self.found + self.wanted)


def ner_scores(data: Path, part: str, pipeline: Any) -> dict[str, float]:
    """F1 of entities of exactly the right words and type, on sentences given as words, in per cent."""
    sentences = list(entity_sentences(data, part))
    tags = _entity_tags(pipeline, [sentence.words for sentence in sentences])
    wanted = {
        (number, *span) for number, sentence in enumerate(sentences) for span in entity_spans(bioes(sentence.tags))
    }
    found = {(number, *span) for number, row in enumerate(tags) for span in entity_spans(row)}
    scores = {"entities": _count(found, wanted).f1}
    for name in _NAMES:
        ours, theirs = ({span for span in spans if span[3] == name} for spans in (found, wanted))
        scores[f"entities, {name}"] = _count(ours, theirs).f1
    return scores


def _count(found: set[Any], wanted: set[Any]) -> _Count:
    return _Count(right=len(found & wanted), found=len(found), wanted=len(wanted))


def _entity_tags(pipeline: Any, sentences: Sequence[Sequence[str]]) -> list[list[str]]:
    from stanza.models.common.doc import Document

    entries = [[{"id": (n,), "text": word} for n, word in enumerate(words, start=1)] for words in sentences]
    name = "joint" if "joint" in pipeline.processors else "ner"
    document = pipeline.processors[name].bulk_process([Document(entries)])[0]
    return [[token.ner for token in sentence.tokens] for sentence in document.sentences]


def speed(pipeline: Any, text: str) -> float:
    """Words per second of processor time, all processors, in articles of about 4,000 characters, 16 at a time."""
    from stanza.models.common.doc import Document

    articles = [""]
    for block in text.split("\n\n"):
        articles[-1] += block + "\n\n"
        if len(articles[-1]) > 4000:
            articles.append("")
    articles = [article for article in articles if article]
    pipeline.process([Document([], text=articles[0])])
    began = time.process_time()
    words = 0
    for start in range(0, len(articles), 16):
        documents = [Document([], text=article) for article in articles[start : start + 16]]
        words += sum(document.num_words for document in pipeline.process(documents))
    return words / (time.process_time() - began)


if __name__ == "__main__":
    main()
