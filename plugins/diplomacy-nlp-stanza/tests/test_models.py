"""Model files: what is missing, changed or cut short is said, by name, before torch opens anything."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from diplomacy_nlp_stanza import Stanza
from diplomacy_nlp_stanza.make_manifest import main
from diplomacy_nlp_stanza.manifest import MANIFEST, Manifest, sha256_of, write_manifest
from diplomacy_nlp_stanza.model_folder import EMBEDDED, JOINT

from diplomacy_nlp.errors import ModelError
from diplomacy_nlp.types import Article

ARTICLE = Article(text="Paris rejected the plan.")
JUST_TOKENS = {"processors": ["tokenize", "mwt"]}
STANZA_MODELS = Path(__file__).parent / "stanza_models"


@pytest.fixture
def folder(tmp_path):
    """A folder of the user's with models of Stanza's own kind."""
    path = tmp_path / "my models"
    path.mkdir()
    for name in ("tokenize.pt", "mwt.pt"):
        shutil.copy(STANZA_MODELS / name, path)
    write_manifest(path)
    return path


def test_a_folder_of_the_users(folder):
    annotator = Stanza(folder, **JUST_TOKENS)
    (annotation,) = annotator.diplomacy_annotate(articles=[ARTICLE])
    assert [word.text for word in annotation.words] == ["Paris", "rejected", "the", "plan", "."]
    assert annotation.made_by.startswith("stanza 1.15.")
    assert "models in 'my models' (" in annotation.made_by


def test_a_folder_may_be_named_by_a_str(folder):
    assert "my models" in repr(Stanza(str(folder), **JUST_TOKENS))


def test_all_missing_files_are_named_at_construction(folder):
    with pytest.raises(ModelError, match=r"pos\.pt is missing; lemma\.pt is missing\. .*make_manifest '/.*my models'"):
        Stanza(folder, processors="tokenize,pos,lemma")


def test_a_missing_folder(tmp_path):
    with pytest.raises(ModelError, match=r"no model folder at .*nowhere.*Leave `models` out"):
        Stanza(tmp_path / "nowhere")


def test_a_folder_without_manifest_is_not_trusted(folder):
    (folder / MANIFEST).unlink()
    with pytest.raises(ModelError, match=r"manifest\.json is missing.*python -m diplomacy_nlp_stanza\.make_manifest"):
        Stanza(folder, **JUST_TOKENS)


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", '{"files": []}', '{"language": "en", "stanza": "1", "files": {"pos.pt": 7}}', "\x00", '"text"'],
)
def test_a_manifest_that_is_none(folder, content):
    (folder / MANIFEST).write_text(content)
    with pytest.raises(ModelError, match=r"manifest\.json is no manifest"):
        Stanza(folder, **JUST_TOKENS)


def test_a_file_cut_short_is_found_at_construction(folder):
    with (folder / "mwt.pt").open("r+b") as file:
        file.truncate(1000)
    with pytest.raises(ModelError, match=r"mwt\.pt has 1,000 bytes, not 504,095: cut short or changed"):
        Stanza(folder, **JUST_TOKENS)


def test_a_changed_file_is_never_opened(folder, monkeypatch):
    import torch

    with (folder / "mwt.pt").open("r+b") as file:
        file.seek(1000)
        file.write(b"other bytes")
    annotator = Stanza(folder, **JUST_TOKENS)  # the size is right
    monkeypatch.setattr(torch, "load", lambda *_, **__: pytest.fail("opened"))
    with pytest.raises(ModelError, match=r"mwt\.pt was changed: its SHA-256 is not the one in manifest\.json"):
        annotator.diplomacy_annotate(articles=[ARTICLE])


def test_a_file_that_goes_away_before_it_is_loaded(folder):
    annotator = Stanza(folder, **JUST_TOKENS)
    (folder / "mwt.pt").unlink()
    with pytest.raises(ModelError, match=r"mwt\.pt is missing"):
        annotator.diplomacy_annotate(articles=[ARTICLE])


def test_a_file_that_is_no_model(folder):
    (folder / "mwt.pt").write_bytes(b"no model")
    write_manifest(folder)
    with pytest.raises(ModelError, match="Stanza cannot load its models"):
        Stanza(folder, **JUST_TOKENS).diplomacy_annotate(articles=[ARTICLE])


class Attack:
    """Pickles to a call of `open`, which would make a file."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return open, (self.path, "w")


@pytest.mark.parametrize("name", ["tokenize", "mwt", "pos", "ner"])
def test_code_within_a_model_file_is_not_run(folder, name):
    """Stanza loads each of these files with `weights_only=True`: a manifest is no shield against its own author."""
    import torch

    torch.save(Attack(str(folder / "attacked")), folder / f"{name}.pt")
    write_manifest(folder)
    with pytest.raises(ModelError, match=r"(?s)cannot load.*[Ww]eights.?only"):
        Stanza(folder, processors={"tokenize", "mwt", name}).diplomacy_annotate(articles=[ARTICLE])
    assert not (folder / "attacked").exists()


def test_code_within_the_joint_model_is_not_run(tmp_path):
    import torch

    for file in EMBEDDED.glob("*.json"):
        (tmp_path / file.name).symlink_to(file)
    (tmp_path / MANIFEST).unlink()
    torch.save(Attack(str(tmp_path / "attacked")), tmp_path / JOINT[0])
    write_manifest(tmp_path)
    with pytest.raises(ModelError, match=r"(?s)cannot load.*[Ww]eights.?only"):
        Stanza(tmp_path).diplomacy_annotate(articles=[ARTICLE])
    assert not (tmp_path / "attacked").exists()


def test_a_copy_of_the_embedded_models_reads_the_same(tmp_path):
    for name in JOINT:
        shutil.copy(EMBEDDED / name, tmp_path)
    write_manifest(tmp_path)
    (ours,), (theirs,) = (s.diplomacy_annotate(articles=[ARTICLE]) for s in (Stanza(tmp_path), Stanza()))
    assert ours.sentences == theirs.sentences
    assert ours.vectors_by == theirs.vectors_by


def test_words_have_vectors_of_the_joint_model_and_of_no_other(folder):
    (ours,) = Stanza().diplomacy_annotate(articles=[ARTICLE])
    (theirs,) = Stanza(folder, **JUST_TOKENS).diplomacy_annotate(articles=[ARTICLE])
    assert ours.vectors.shape == (len(ours.words), 384)
    assert ours.inner_vectors.shape == (len(ours.words), 2 * 384)
    assert ours.vectors_by == json.loads((EMBEDDED / JOINT[1]).read_text())["encoder"]
    assert (theirs.vectors, theirs.inner_vectors, theirs.vectors_by) == (None, None, "")


def test_models_of_another_language(folder):
    write_manifest(folder, language="de")
    with pytest.raises(ModelError, match="are for language 'de', not 'en'"):
        Stanza(folder, **JUST_TOKENS)
    assert Stanza(folder, language="de", **JUST_TOKENS)


def test_the_embedded_models_are_those_of_their_manifest():
    manifest = Manifest.read(EMBEDDED)
    assert manifest.language == "en"
    assert set(JOINT) <= set(manifest.files)
    assert sorted(manifest.files) == sorted(
        path.name for path in EMBEDDED.iterdir() if path.name not in (MANIFEST, "MODELS.md")
    )
    assert {name: sha256_of(EMBEDDED / name) for name in manifest.files} == {
        name: file.sha256 for name, file in manifest.files.items()
    }


def test_the_same_folder_gives_the_same_manifest(folder):
    before = (folder / MANIFEST).read_bytes()
    main([str(folder)])
    assert (folder / MANIFEST).read_bytes() == before
    assert sorted(json.loads(before)["files"]) == ["mwt.pt", "tokenize.pt"]


def test_no_manifest_for_a_folder_without_models(tmp_path):
    with pytest.raises(ModelError, match="holds no model files"):
        main([str(tmp_path)])


def test_a_digest_is_not_kept_for_a_file_that_changed(tmp_path):
    path = tmp_path / "a.pt"
    path.write_bytes(b"one")
    first = sha256_of(path)
    path.write_bytes(b"other")
    assert sha256_of(path) != first


def test_a_byte_flipped_in_place_is_noticed_though_size_and_time_are_as_before(folder):
    path = folder / "tokenize.pt"
    status, content = path.stat(), bytearray(path.read_bytes())
    assert Stanza(folder, **JUST_TOKENS).diplomacy_annotate(articles=[ARTICLE])
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    with pytest.raises(ModelError, match=r"tokenize\.pt was changed"):
        Stanza(folder, **JUST_TOKENS).diplomacy_annotate(articles=[ARTICLE])


def test_what_is_loaded_is_what_was_checked(folder, monkeypatch):
    """Files that are changed between the check and the loading are not opened."""
    import stanza

    def pipeline(**options):
        (folder / "tokenize.pt").write_bytes(b"something else")
        return stanza_pipeline(**options)

    stanza_pipeline = stanza.Pipeline
    monkeypatch.setattr(stanza, "Pipeline", pipeline)
    (annotation,) = Stanza(folder, **JUST_TOKENS).diplomacy_annotate(articles=[ARTICLE])
    assert annotation.words


def test_the_joint_model_opens_nothing_but_what_its_manifest_names(tmp_path):
    from diplomacy_nlp_stanza.joint.model import JointModel

    for name in (MANIFEST, *JOINT):
        shutil.copy(EMBEDDED / name, tmp_path / name)
    content = bytearray((tmp_path / "joint.pt").read_bytes())
    content[5000] ^= 1
    (tmp_path / "joint.pt").write_bytes(content)
    with pytest.raises(ModelError, match=r"joint\.pt was changed"):
        JointModel.read(tmp_path)


def test_the_manifest_command(folder):
    (folder / MANIFEST).unlink()
    command = [sys.executable, "-W", "error", "-m", "diplomacy_nlp_stanza.make_manifest", str(folder)]
    subprocess.run(command, check=True)  # noqa: S603 - our own command
    assert Stanza(folder, **JUST_TOKENS)
