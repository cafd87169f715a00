"""What fetching does with good and bad packages; no package manager runs here."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from installer import fetch_models
from installer.fetch_models import Entry, FetchError, fetch_all, put, read_manifest, read_member

CONTENT = b"0123456789"
MANIFEST = Path(__file__).resolve().parent.parent / "assets/models.toml"


def entry(wanted: bytes = CONTENT, span: tuple[int, int] | None = None, manager: str = "npm") -> Entry:
    return Entry(
        name="model",
        manager=manager,
        package="a-package",
        version="1.0",
        file="package/model.bin",
        size=len(wanted),
        sha256=hashlib.sha256(wanted).hexdigest(),
        destination="below/model.bin",
        span=span,
        archive_sha256=None,
    )


def archive_of(folder: Path, content: bytes, kind: bytes = tarfile.REGTYPE) -> Path:
    """Write an archive whose one member is `package/model.bin`."""
    path = folder / "package.tgz"
    with tarfile.open(path, "w:gz") as tar:
        member = tarfile.TarInfo("package/model.bin")
        member.type, member.linkname, member.size = kind, "/etc/passwd", len(content)
        tar.addfile(member, io.BytesIO(content))
    return path


def serving(archive: Path) -> Callable[[Entry, Path], Path]:
    """Return a download that hands out this archive."""
    return lambda _entry, _folder: archive


def test_a_file_out_of_an_archive_comes_into_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch_models, "download", serving(archive_of(tmp_path, CONTENT)))
    assert fetch_all([entry()], tmp_path / "models", tmp_path, tmp_path) == 1
    assert (tmp_path / "models/below/model.bin").read_bytes() == CONTENT


def test_a_file_in_place_is_not_fetched_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_entry: Entry, _folder: Path) -> Path:
        raise AssertionError

    put(CONTENT, entry(), tmp_path / "below/model.bin")
    monkeypatch.setattr(fetch_models, "download", refuse)
    assert fetch_all([entry()], tmp_path, tmp_path, tmp_path) == 0


def test_only_the_named_bytes_are_taken(tmp_path: Path) -> None:
    assert read_member(archive_of(tmp_path, CONTENT), entry(b"345", span=(3, 6))) == b"345"


def test_a_wrong_hash_leaves_the_old_file_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    models = tmp_path / "models"
    target = models / "below/model.bin"
    target.parent.mkdir(parents=True)
    target.write_bytes(b"old")
    monkeypatch.setattr(fetch_models, "download", serving(archive_of(tmp_path, b"9876543210")))
    with pytest.raises(FetchError, match=r"model: sha256 is .* and should be"):
        fetch_all([entry()], models, tmp_path, tmp_path)
    assert [path.name for path in target.parent.iterdir()] == ["model.bin"]
    assert target.read_bytes() == b"old"


def test_what_an_interrupted_run_left_is_removed(tmp_path: Path) -> None:
    left = tmp_path / "below/.part-x"
    left.parent.mkdir()
    left.write_bytes(b"half")
    put(CONTENT, entry(), tmp_path / "below/model.bin")
    fetch_all([entry()], tmp_path, tmp_path, tmp_path)
    assert not left.exists()


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE])
def test_only_plain_members_are_read(tmp_path: Path, kind: bytes) -> None:
    with pytest.raises(FetchError, match="not a plain file"):
        read_member(archive_of(tmp_path, b"", kind), entry())


def test_a_missing_member_and_a_broken_archive_are_named(tmp_path: Path) -> None:
    archive = archive_of(tmp_path, CONTENT)
    other = Entry(**{**{name: getattr(entry(), name) for name in Entry.__slots__}, "file": "package/other"})
    with pytest.raises(FetchError, match="has no package/other"):
        read_member(archive, other)
    archive.write_bytes(archive.read_bytes()[:40])
    with pytest.raises(FetchError, match="is broken"):
        read_member(archive, entry())


def test_a_too_large_member_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch_models, "MAX_MEMBER_BYTES", 9)
    with pytest.raises(FetchError, match="not a plain file in bounds"):
        read_member(archive_of(tmp_path, CONTENT), entry())


def test_an_installed_file_that_differs_is_refused(tmp_path: Path) -> None:
    installed = tmp_path / "package/model.bin"
    installed.parent.mkdir()
    installed.write_bytes(b"9876543210")
    with pytest.raises(FetchError, match=r"remove \.venv"):
        fetch_all([entry(manager="venv")], tmp_path / "models", tmp_path, tmp_path)


def test_a_missing_manager_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(FetchError, match="npm is not installed"):
        fetch_all([entry()], tmp_path, tmp_path, tmp_path)


def test_the_manifest_reads_and_names_no_file_twice() -> None:
    entries = read_manifest(MANIFEST)
    places = [each.destination or each.file for each in entries]
    assert len(set(places)) == len(places)


@pytest.mark.parametrize(
    ("line", "broken"),
    [
        ('destination = "mobilefacenet.tflite"', 'destination = "../outside"'),
        ('destination = "mobilefacenet.tflite"', 'destination = "/outside"'),
        ('manager = "npm"', 'manager = "web"'),
        ('manager = "pip"', 'manager = "python"'),
        ('purpose = "model"', 'purpose = "toy"'),
        ('purpose = "model"\n', ""),
        ("bytes = [3737848, 3757224]", "bytes = [0, 1]"),
        ('version = "1.0.24"\n', ""),
    ],
)
def test_a_manifest_that_cannot_be_is_refused(tmp_path: Path, line: str, broken: str) -> None:
    text = MANIFEST.read_text("utf-8")
    assert line in text
    path = tmp_path / "models.toml"
    path.write_text(text.replace(line, broken), "utf-8")
    with pytest.raises(FetchError):
        read_manifest(path)


@pytest.mark.parametrize("field", ["licence", "input", "output"])
@pytest.mark.parametrize("told", ["", '{field} = " "\n', "{field} = 1\n"])
def test_a_model_says_its_licence_input_and_output(tmp_path: Path, field: str, told: str) -> None:
    lines = MANIFEST.read_text("utf-8").splitlines(keepends=True)
    first = next(index for index, line in enumerate(lines) if line.startswith(f"{field} = "))
    lines[first] = told.format(field=field)
    path = tmp_path / "models.toml"
    path.write_text("".join(lines), "utf-8")
    with pytest.raises(FetchError, match=f"MobileFaceNet: a model's entry lacks {field}"):
        read_manifest(path)


def test_a_subject_need_not_say_what_goes_in(tmp_path: Path) -> None:
    models, subjects = MANIFEST.read_text("utf-8").split('name = "Collins"')
    path = tmp_path / "models.toml"
    path.write_text(models + 'name = "Collins"' + subjects.replace('input = "none"\n', ""), "utf-8")
    assert len(read_manifest(path)) == len(read_manifest(MANIFEST))


# What goes wrong on the machine, told by `main`.


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a checkout whose list names one file, had from a package that is at hand."""
    wanted = entry()
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets/models.toml").write_text(
        f'[[file]]\nname = "model"\npurpose = "subject"\nmanager = "npm"\npackage = "a-package"\nversion = "1.0"\n'
        f'file = "{wanted.file}"\nsize = {wanted.size}\nsha256 = "{wanted.sha256}"\ndestination = "below/model.bin"\n',
        "utf-8",
    )
    archive = archive_of(tmp_path, CONTENT)
    monkeypatch.setattr(fetch_models, "ROOT", tmp_path)
    monkeypatch.setattr(fetch_models, "download", serving(archive))
    return tmp_path


def check_told(capsys: pytest.CaptureFixture[str], *words: str) -> None:
    """Check that fetching says that it failed, with these words, and what to do."""
    assert fetch_models.main() == 1
    said = capsys.readouterr().err
    assert said.startswith("Models failed: ")
    assert said.count("\n  What to do: ") == 1
    for word in words:
        assert word in said, said


def refuse_with(number: int) -> Callable[..., None]:
    """Return what fails with an error of the system's."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number), ".models/below")

    return refuse


def test_a_checkout_gets_its_models(checkout: Path) -> None:
    assert fetch_models.main() == 0
    assert (checkout / ".models/below/model.bin").read_bytes() == CONTENT


@pytest.mark.parametrize(
    ("number", "fix"),
    [
        (errno.ENOSPC, "make room on this disk"),
        (errno.EDQUOT, "make room on this disk"),
        (errno.EACCES, "run it as the user whom"),
        (errno.EROFS, "run it as the user whom"),
        (errno.EIO, "see whether this disk is well"),
    ],
)
@pytest.mark.parametrize("call", ["mkdir", "replace", "stat"])
def test_what_the_disk_refuses_is_told(
    checkout: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    call: str,
    number: int,
    fix: str,
) -> None:
    monkeypatch.setattr(Path, call, refuse_with(number))
    check_told(capsys, os.strerror(number), ".models/below", fix)
    monkeypatch.undo()
    assert not [path for path in checkout.rglob("*") if path.name.startswith((".part-", "fetch-"))]
    assert not (checkout / ".models/below/model.bin").exists()


@pytest.mark.parametrize("text", [b"[[file]\n", b"\xff", b"", b"file = 1\n", b"file = [1]\n"])
def test_a_list_that_cannot_be_read_is_told(checkout: Path, capsys: pytest.CaptureFixture[str], text: bytes) -> None:
    (checkout / "assets/models.toml").write_bytes(text)
    check_told(capsys, "models.toml", "git checkout assets/models.toml")


def test_a_list_that_is_gone_is_told(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (checkout / "assets/models.toml").unlink()
    check_told(capsys, "models.toml", "git checkout assets/models.toml")
