"""What is read and what is refused: every kind of bad input is one clear error with its word, and the rest is done."""

from __future__ import annotations

import codecs
import os
from pathlib import Path

import pytest

from fbss_analysis import reading
from fbss_analysis.cli import Exit, main
from fbss_analysis.documents import folders
from fbss_analysis.errors import InputError
from fbss_analysis.schema import Document
from fbss_analysis.vocabulary import Reason

GOOD = "It helped 40% of them."


def refusal(data: bytes, name: str = "page.txt") -> InputError:
    """The InputError that bytes give, complete in its three parts."""
    with pytest.raises(InputError) as caught:
        reading.read_as(data, name)
    error = caught.value
    assert error.what
    assert error.where.startswith(name)
    assert error.todo
    return error


BAD_TEXTS = {
    "nothing": (b"", Reason.EMPTY),
    "white space": (b" \n\t\xc2\xa0\n", Reason.EMPTY),
    "only a byte order mark": (codecs.BOM_UTF8, Reason.EMPTY),
    "a NUL": (b"5%\0 of", Reason.BINARY),
    "a zip archive": (b"PK\x03\x04\x14\0", Reason.BINARY),
    "a picture": (b"\x89PNG\r\n\x1a\n", Reason.BINARY),
    "UTF-16, little end first, no mark": (GOOD.encode("utf-16-le"), Reason.ENCODING),
    "UTF-16, big end first, no mark": (GOOD.encode("utf-16-be"), Reason.ENCODING),
    "UTF-16 with a mark, torn": (GOOD.encode("utf-16")[:-1], Reason.ENCODING),
    "Latin-1": ("Für 40 % der Fälle".encode("latin-1"), Reason.ENCODING),
    "Windows-1252": ("20–40% of patients".encode("cp1252"), Reason.ENCODING),
    "a torn character": ("20–".encode()[:-1], Reason.ENCODING),
}


@pytest.mark.parametrize("name", BAD_TEXTS)
def test_bytes_that_are_no_text_are_one_clear_error(name: str) -> None:
    data, reason = BAD_TEXTS[name]
    assert refusal(data).reason == reason


def tree(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(GOOD, encoding="utf-8")


def walked(folder: Path) -> list[str]:
    """The files of a folder, relative; errors as their word and place."""
    found = []
    for item in folders.files([str(folder)]):
        path = item.where if isinstance(item, InputError) else item
        word = f" {item.reason}" if isinstance(item, InputError) else ""
        found.append(os.path.relpath(path, folder) + word)
    return found


def test_a_folder_is_walked_in_order_without_version_control_and_other_kinds(tmp_path: Path) -> None:
    tree(tmp_path, "b.txt", "a/z.md", "a.txt", "a-b/c.TXT", ".git/x.txt", "deep/.svn/x.txt", "deep/p.txt", "x.docx")
    assert walked(tmp_path) == ["a-b/c.TXT", "a.txt", "a/z.md", "b.txt", "deep/p.txt"]


def test_a_walk_is_lazy(tmp_path: Path) -> None:
    tree(tmp_path, "a/1.txt", "b/2.txt")
    names = folders.files([str(tmp_path)])
    assert next(names) == str(tmp_path / "a" / "1.txt")
    tree(tmp_path, "b/3.txt")
    assert [Path(str(name)).name for name in names] == ["2.txt", "3.txt"]


def test_loops_of_links_are_told_and_other_links_are_followed_once(tmp_path: Path) -> None:
    tree(tmp_path / "in", "a/1.txt")
    tree(tmp_path / "out", "2.txt")
    (tmp_path / "in" / "a" / "back").symlink_to(tmp_path / "in")
    (tmp_path / "in" / "itself.txt").symlink_to(tmp_path / "in" / "itself.txt")
    (tmp_path / "in" / "gone.txt").symlink_to(tmp_path / "nothing.txt")
    (tmp_path / "in" / "one").symlink_to(tmp_path / "out")
    (tmp_path / "in" / "two").symlink_to(tmp_path / "out")
    there = walked(tmp_path / "in")
    assert there == ["a/1.txt", "a/back loop", "gone.txt vanished", "itself.txt loop", "one/2.txt"]


def test_links_that_fork_again_and_again_take_no_longer(tmp_path: Path) -> None:
    for depth in range(40):
        tree(tmp_path, f"{depth}/page.txt")
        for fork in "ab":
            (tmp_path / str(depth) / fork).symlink_to(tmp_path / str(depth + 1))
    assert len(walked(tmp_path / "0")) == 40


def test_a_pipe_in_a_folder_keeps_nobody_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert walked(tmp_path) == ["pipe.txt not_a_file"]


def test_a_folder_that_cannot_be_listed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree(tmp_path, "a/1.txt", "b/2.txt")
    scandir = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("/a"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert walked(tmp_path) == ["a unreadable", "b/2.txt"]


def test_what_cannot_be_read_is_told_and_the_rest_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    tree(tmp_path, "a.txt", "b.txt", "c.txt", "d.txt")
    read_bytes = reading.read_bytes

    def read(path: str) -> bytes:
        if path.endswith("b.txt"):
            Path(path).unlink()
        if path.endswith("c.txt"):
            raise folders.unreadable(PermissionError(13, "Permission denied", path), path)
        return read_bytes(path)

    monkeypatch.setattr(reading, "read_bytes", read)
    found = list(reading.documents([str(tmp_path), str(tmp_path / "none.txt")]))
    assert [item.reason if isinstance(item, InputError) else item.text for item in found] == [
        GOOD,
        Reason.VANISHED,
        Reason.UNREADABLE,
        GOOD,
        Reason.VANISHED,
    ]
    tree(tmp_path, "b.txt")
    assert main(["extract", str(tmp_path), "--format", "jsonl"]) == Exit.INPUT
    told = capsys.readouterr()
    assert told.out.count("\n") == 2
    assert told.err.count("to do: ") == 2


def test_a_name_that_is_no_unicode_can_be_written(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.txt")).write_text(GOOD, encoding="utf-8")
    (document,) = reading.documents([str(tmp_path)])
    assert isinstance(document, Document)
    assert document.doc.encode("utf-8").endswith(rb"\xff.txt")
