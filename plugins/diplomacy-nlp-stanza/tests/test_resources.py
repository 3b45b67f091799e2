"""Stanza's own models by package name: here a resource folder like Stanza's, made of two small models."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest
from diplomacy_nlp_stanza import Stanza

from diplomacy_nlp.errors import ModelError
from diplomacy_nlp.types import Article

ARTICLE = Article(text="Paris didn't reject the plan.")
OPTIONS = {"package": "default", "processors": "tokenize,mwt"}
MODELS = Path(__file__).parent / "stanza_models"


def fill(folder):
    """What `stanza.download` leaves behind."""
    files = {"tokenize": "tokenize.pt", "mwt": "mwt.pt", "pretrain": "README.md"}  # the last is there, and not opened
    models = {}
    for kind, name in files.items():
        target = folder / "en" / kind / "gum.pt"
        target.parent.mkdir(parents=True)
        shutil.copy(MODELS / name, target)
        models[kind] = {"gum": {"md5": hashlib.md5(target.read_bytes()).hexdigest()}}  # noqa: S324 - as Stanza does
    models["tokenize"]["gum"]["dependencies"] = [{"model": "pretrain", "package": "gum"}]
    package = dict.fromkeys(("tokenize", "mwt"), "gum")
    resources = {"en": {"lang_name": "English", "packages": {"default": package}, **models}, "english": {"alias": "en"}}
    (folder / "resources.json").write_text(json.dumps(resources))


@pytest.fixture
def folder(tmp_path):
    fill(tmp_path)
    return tmp_path


@pytest.mark.parametrize("language", ["en", "english"])
def test_a_package_that_was_downloaded_before(folder, language):
    (annotation,) = Stanza(folder, language=language, **OPTIONS).diplomacy_annotate(articles=[ARTICLE])
    assert [word.text for word in annotation.words][:3] == ["Paris", "did", "n't"]
    assert annotation.made_by.endswith(f"package 'default' for '{language}'")


def test_a_package_that_is_not_there(tmp_path):
    with pytest.raises(ModelError, match=r"resources\.json is missing. Give download=True .*stanza\.download\('en'"):
        Stanza(tmp_path, **OPTIONS)


def test_a_package_with_a_file_missing(folder):
    (folder / "en" / "pretrain" / "gum.pt").unlink()
    with pytest.raises(ModelError, match=r"not there: .*pretrain.gum\.pt. Give download=True"):
        Stanza(folder, **OPTIONS)


def test_a_package_with_a_changed_file(folder):
    with (folder / "en" / "mwt" / "gum.pt").open("ab") as file:
        file.write(b"more")
    with pytest.raises(ModelError, match=r"mwt.gum\.pt was changed: its MD5"):
        Stanza(folder, **OPTIONS).diplomacy_annotate(articles=[ARTICLE])


@pytest.mark.parametrize(("option", "value"), [("package", "no-such"), ("language", "tlh")])
def test_a_package_that_stanza_does_not_know(folder, option, value):
    with pytest.raises(ModelError, match="knows no"):
        Stanza(folder, **OPTIONS | {option: value})


def test_a_package_is_downloaded_when_asked_for_and_first_used(tmp_path, monkeypatch):
    import stanza

    calls = []

    def download(language, *, model_dir, **options):
        calls.append((language, options["package"], options["processors"]))
        fill(tmp_path)

    monkeypatch.setattr(stanza, "download", download)
    annotator = Stanza(tmp_path, download=True, **OPTIONS)
    assert calls == []
    (annotation,) = annotator.diplomacy_annotate(articles=[ARTICLE])
    assert calls == [("en", "default", "tokenize,mwt")]
    assert annotation.words[0].text == "Paris"


def test_a_download_that_fails(tmp_path, monkeypatch):
    import stanza

    def download(*_, **__):
        raise ConnectionError("no route to host")

    monkeypatch.setattr(stanza, "download", download)
    with pytest.raises(ModelError, match="could not be downloaded: no route to host"):
        Stanza(tmp_path, download=True, **OPTIONS).diplomacy_annotate(articles=[ARTICLE])
