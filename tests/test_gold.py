"""Our annotations: well formed all of them, and those of our own texts true to the texts."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]
TEXTS = {path.stem: path for path in (ROOT / "gold" / "mirrored" / "text").glob("*.txt")}


@pytest.fixture
def gold(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    import gold

    yield gold
    for name in ("gold", "scoring"):
        sys.modules.pop(name, None)


def test_every_file_is_well_formed_and_has_its_part(gold: ModuleType) -> None:
    files = gold.files()
    assert len(files) > 300
    assert [fault for path in files for fault in gold.faults_of(gold.read(path))] == []
    assert [*gold._faults_of_split()] == []
    assert set(gold.split().values()) == {"train", "dev"}


def test_no_text_but_our_own_is_here(gold: ModuleType) -> None:
    for path in gold.files():
        assert set(gold.read(path)) == {"doc", "sha256", "actors", "proposals", "reactions"}
    texts = (ROOT / "gold").rglob("*.txt")  # families are of our own writing too
    assert {path.relative_to(ROOT / "gold").parts[0] for path in texts} == {"mirrored", "families"}


def test_spans_of_our_own_texts_read_what_they_claim(gold: ModuleType) -> None:
    own = [gold.read(path) for path in gold.files() if path.parent.name == "mirrored"]
    assert len(own) == len(TEXTS)
    for joined in gold.join(own, TEXTS):  # refuses another text, and spans outside of it
        for actor in joined["actors"]:
            for mention in actor["mentions"]:
                assert mention["words"] == mention["words"].strip() != ""
        for item in (*joined["proposals"], *joined["reactions"]):
            assert item["cue"]["words"].strip()


def test_an_annotation_is_written_as_it_was_read(gold: ModuleType) -> None:
    path = gold.files()[0]
    assert gold.written(json.loads(path.read_text(encoding="utf-8"))) == path.read_text(encoding="utf-8")


def test_another_text_is_refused(gold: ModuleType, tmp_path: Path) -> None:
    path = next(path for path in gold.files() if path.parent.name == "mirrored")
    other = tmp_path / f"{path.stem}.txt"
    other.write_text("Another text.", encoding="utf-8")
    with pytest.raises(SystemExit, match="SHA-256"):
        list(gold.join([gold.read(path)], {path.stem: other}))


@pytest.mark.parametrize(
    ("change", "said"),
    [({"stance": "hate"}, "stance 'hate'"), ({"reactors": ["a77"]}, "no actor a77"), ({"cue": [7, 3]}, "no span")],
)
def test_faults_are_named(gold: ModuleType, change: dict[str, object], said: str) -> None:
    path = next(path for path in gold.files() if gold.read(path)["reactions"])
    damaged = json.loads(path.read_text(encoding="utf-8"))
    damaged["reactions"][0] |= change
    assert any(said in fault for fault in gold.faults_of(damaged))


_SENTENCES = """\tsentence_id\tsentence
0\t7\tOslo "agreed".
1\t8\tOslo "agreed".
2\t12\tLima refused.
"""
_ARTICLES = """article_id,publish_date,article_source_link,title,subtitle,text
7,2017/2/7,http://tass.com/politics/1,Oslo  agrees,,"OSLO, May 3. /TASS/. Oslo ""agreed"".   Signed."
8,2017/2/7,http://example.org/1,Lima refuses,,Lima refused.
"""
_REUTERS = """<REUTERS><TEXT><TITLE>OSLO AGREES</TITLE><BODY>Oslo
agreed.
    Lima refused. REUTER
 Reuter
</BODY></TEXT></REUTERS>
"""


@pytest.mark.parametrize(
    ("name", "published", "texts"),
    [
        ("PLV_train.tsv", _SENTENCES, {"plv_00007": 'Oslo "agreed".', "plv_00012": "Lima refused."}),
        ("NewsArticles.csv", _ARTICLES, {"tass_0007": 'Oslo agrees\n\nOSLO, May 3. /TASS/. Oslo "agreed". Signed.\n'}),
        ("lee_background.cor", "Oslo agreed. \n\nNo.\n", {"abc_001": "Oslo agreed.\n", "abc_002": "No.\n"}),
        ("crude/reut-00001.xml", _REUTERS, {"reuters_00001": "OSLO AGREES\n\nOslo agreed.\n\nLima refused.\n"}),
    ],
)
def test_texts_of_others_are_written_from_what_they_were_published_in(
    gold: ModuleType, tmp_path: Path, name: str, published: str, texts: dict[str, str]
) -> None:
    place = tmp_path / name
    place.parent.mkdir(exist_ok=True)
    place.write_text(published, encoding="utf-8")
    out = tmp_path / "texts"
    assert gold.write_texts(place.parent if place.suffix == ".xml" else place, out) == len(texts)
    assert {path.stem: path.read_text(encoding="utf-8") for path in out.iterdir()} == texts


@pytest.mark.parametrize("name", ["news.docx", "no such folder"])
def test_texts_of_something_else_are_refused(gold: ModuleType, tmp_path: Path, name: str) -> None:
    with pytest.raises(SystemExit, match="none of the files"):
        gold.write_texts(tmp_path / name, tmp_path)
