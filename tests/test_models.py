"""The models room: recorded hashes decide what is loaded."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from suasion.errors import ModelError
from suasion.models import (
    Manifest,
    ModelFile,
    check_files,
    installed_models,
    load_spacy,
    read_manifest,
    spacy_manifest,
)
from suasion.models.manifest import package_folder, status


def a_manifest(content: bytes, package: str = "nowhere_to_be_found") -> Manifest:
    return Manifest(
        name="toy",
        version="1",
        package=package,
        folder=".",
        install="pip install toy==1",
        role="",
        author="",
        url="",
        licence="MIT",
        trained_on=(),
        tested_on="",
        scores={},
        bytes=len(content),
        files=(
            ModelFile(path="weights.bin", bytes=len(content), sha256=hashlib.sha256(content).hexdigest()),
        ),
    )


def test_files_with_the_recorded_hash_pass(tmp_path: Path) -> None:
    (tmp_path / "weights.bin").write_bytes(b"12345")
    check_files(a_manifest(b"12345"), tmp_path)
    assert (tmp_path / "weights.bin").read_bytes() == b"12345"


@pytest.mark.parametrize("found", [b"12346", b"123456", b"", None])
def test_a_missing_or_differing_file_is_refused_with_cause_and_remedy(
    tmp_path: Path, found: bytes | None
) -> None:
    if found is not None:
        (tmp_path / "weights.bin").write_bytes(found)
    with pytest.raises(ModelError, match=r"weights\.bin") as caught:
        check_files(a_manifest(b"12345"), tmp_path)
    assert caught.value.cause
    assert "pip install toy==1" in caught.value.remedy


def test_a_package_that_is_not_installed_is_named_with_its_install_line() -> None:
    with pytest.raises(ModelError, match="nowhere_to_be_found"):
        package_folder(a_manifest(b""))
    assert status(a_manifest(b"")).state == "missing"


def test_a_changed_model_is_reported_and_not_raised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "toy_package").mkdir()
    (tmp_path / "toy_package" / "__init__.py").write_text("raise RuntimeError('must not be run')")
    (tmp_path / "toy_package" / "weights.bin").write_bytes(b"other")
    monkeypatch.syspath_prepend(tmp_path)
    found = status(a_manifest(b"12345", package="toy_package"))
    assert (found.state, found.path) == ("changed", tmp_path / "toy_package")
    assert "weights.bin" in found.detail


def test_a_file_that_is_no_manifest_is_refused(tmp_path: Path) -> None:
    (tmp_path / "broken.json").write_text("{")
    with pytest.raises(ModelError, match=r"broken\.json"):
        read_manifest(tmp_path / "broken.json")


def test_every_shipped_model_is_ready_and_says_where_it_comes_from() -> None:
    for model in installed_models():
        assert model.state == "ready", model.detail
        assert model.licence
        assert model.trained_on
        assert model.tested_on


def test_the_fingerprint_follows_the_hashes_of_the_files() -> None:
    assert a_manifest(b"1").fingerprint == a_manifest(b"1").fingerprint
    assert a_manifest(b"1").fingerprint != a_manifest(b"2").fingerprint


def test_the_pipeline_is_loaded_once_and_parses_and_finds_entities() -> None:
    pipeline = load_spacy()
    assert pipeline is load_spacy()
    doc = pipeline("Norway sold two frigates to Chile on Monday.")
    assert [token.lemma_ for token in doc if token.dep_ == "ROOT"] == ["sell"]
    assert {entity.text for entity in doc.ents if entity.label_ == "GPE"} == {"Norway", "Chile"}
    assert spacy_manifest().version == pipeline.meta["version"]


def test_importing_the_room_loads_no_language_technology() -> None:
    code = "import sys, suasion.models; sys.exit('spacy' in sys.modules)"
    source = str(Path(__file__).parent.parent / "src")
    assert (
        subprocess.run([sys.executable, "-c", code], env={"PYTHONPATH": source}, check=False).returncode == 0
    )
