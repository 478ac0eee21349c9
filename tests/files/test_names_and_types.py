"""Names and contents from outside."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odos.files.names import LONGEST, disposition, extension, safe_name
from odos.files.sniffing import sniff


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("report.pdf", "report.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\合同 v2.docx", "合同 v2.docx"),
        ("..", "file"),
        ("", "file"),
        ("\x00\x01", "file"),
        ("a\r\nSet-Cookie: x.txt", "aSet-Cookie_ x.txt"),
        ("exe\u202efdp.exe", "exefdp.exe"),  # shows as exeexe.pdf
        ("CON.txt", "_CON.txt"),
        ('<script>"|?*.html', "_script_____.html"),
        (".htaccess", "htaccess"),
        ("name.  ", "name"),
    ],
)
def test_names_are_made_harmless(given_name, kept):
    assert safe_name(given_name) == kept


@given(st.text())
def test_a_safe_name_is_safe_and_stays_as_it_is(name):
    kept = safe_name(name)
    assert 0 < len(kept.encode()) <= LONGEST + 1
    assert not set(kept) & set('/\\\0\r\n<>:"|?*')
    assert kept not in {".", ".."}
    assert safe_name(kept) == kept
    assert "\n" not in disposition(kept, inline=False)


def test_a_long_name_keeps_its_ending_and_whole_letters():
    kept = safe_name("电" * 500 + ".xlsx")
    assert kept.endswith("电.xlsx")
    assert len(kept.encode()) <= LONGEST


def test_the_header_carries_names_of_every_script():
    header = disposition("合同 1.pdf", inline=False)
    assert header == "attachment; filename=\"__ 1.pdf\"; filename*=UTF-8''%E5%90%88%E5%90%8C%201.pdf"


def archive(**files: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as opened:
        for name, content in files.items():
            opened.writestr(name.replace("__", "/"), content)
    return made.getvalue()


DOCX = {"[Content_Types].xml": "<x/>", "word__document.xml": "<x/>"}
ODT = {"mimetype": "application/vnd.oasis.opendocument.text"}


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (b"%PDF-1.7\n", "a.html", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n....", "a.png", "image/png"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "a", "image/webp"),
        (b"<html><script>alert(1)</script>", "a.html", "text/plain"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "a.png", "text/plain"),
        (b"<?xml version='1.0'?>", "a.xml", "text/plain"),
        ("名称,金额\n甲,1\n".encode(), "a.csv", "text/csv"),
        ("名称,金额".encode("gb18030"), "a.csv", "text/csv"),
        ("电" * 2000, "a.txt", "text/plain"),
        (b"", "a.csv", "text/csv"),
        (b"\x00\x01\x02", "a.csv", "application/octet-stream"),
        (b"MZ\x90\x00", "a.pdf", "application/x-executable"),
        (b"\x7fELF", "a", "application/x-executable"),
        (archive(**DOCX), "a.bin", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (archive(**ODT), "a.odt", "application/vnd.oasis.opendocument.text"),
        (archive(mimetype="application/vnd.oasis.opendocument.x\r\nSet-Cookie: a=b"), "a", "application/zip"),
        (archive(mimetype="text/html"), "a.html", "application/zip"),
        (b"PK\x03\x04 broken", "a.docx", "application/zip"),
    ],
)
def test_the_content_tells_the_type(content, name, kind):
    data = content if isinstance(content, bytes) else content.encode()
    assert sniff(io.BytesIO(data), extension(name)) == kind


@given(st.binary(max_size=300), st.sampled_from(["", ".csv", ".html", ".svg", ".docx"]))
def test_nothing_is_ever_taken_for_something_that_runs(content, ending):
    kind = sniff(io.BytesIO(content), ending)
    assert kind not in {"text/html", "image/svg+xml", "application/xhtml+xml", "text/xml", "text/javascript"}
