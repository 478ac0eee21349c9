"""What a file is, told by its content: signatures of the usual formats, else text or just bytes.

Formats that a browser would run (HTML, SVG and other XML) are plain text here, so that no browser runs them.
"""

from __future__ import annotations

import codecs
import re
import zipfile
import zlib
from typing import BinaryIO

HEAD_BYTES = 4096
TEXT = "text/plain"
BYTES = "application/octet-stream"
PROGRAM = "application/x-executable"
ZIP = "application/zip"

_SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"%PDF-", "application/pdf"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (0, b"BM", "image/bmp"),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
    (4, b"ftypheic", "image/heic"),
    (4, b"ftypavif", "image/avif"),
    (4, b"ftypM4A", "audio/mp4"),
    (4, b"ftypqt", "video/quicktime"),
    (4, b"ftyp", "video/mp4"),
    (8, b"WAVE", "audio/wav"),
    (8, b"AVI ", "video/x-msvideo"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"OggS", "audio/ogg"),
    (0, b"fLaC", "audio/flac"),
    (0, b"\x1a\x45\xdf\xa3", "video/webm"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (0, b"{\\rtf", "application/rtf"),
    (0, b"\x1f\x8b", "application/gzip"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (0, b"MZ", PROGRAM),
    (0, b"\x7fELF", PROGRAM),
    (0, b"\xcf\xfa\xed\xfe", PROGRAM),
    (0, b"\xca\xfe\xba\xbe", PROGRAM),
    (0, b"PK\x03\x04", ZIP),
    (0, b"PK\x05\x06", ZIP),
)

_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN_DOCUMENT = re.compile(r"application/vnd\.oasis\.opendocument\.[a-z-]{1,40}")
_IN_ZIP = {
    "word/": f"{_OFFICE}wordprocessingml.document",
    "xl/": f"{_OFFICE}spreadsheetml.sheet",
    "ppt/": f"{_OFFICE}presentationml.presentation",
}
# Text and old office formats look alike inside; there the ending decides, among harmless types only.
_BY_ENDING = {
    (TEXT, ".csv"): "text/csv",
    (TEXT, ".json"): "application/json",
    (TEXT, ".md"): "text/markdown",
    (TEXT, ".eml"): "message/rfc822",
    ("application/x-ole-storage", ".doc"): "application/msword",
    ("application/x-ole-storage", ".xls"): "application/vnd.ms-excel",
    ("application/x-ole-storage", ".ppt"): "application/vnd.ms-powerpoint",
    ("application/x-ole-storage", ".msg"): "application/vnd.ms-outlook",
}


def sniff(stream: BinaryIO, ending: str) -> str:
    """The media type of ``stream``, which may be left anywhere; ``ending`` with its dot, in lower case."""
    stream.seek(0)
    head = stream.read(HEAD_BYTES)
    found = _by_signature(head) or (TEXT if _is_text(head) else BYTES)
    if found == ZIP:
        return _inside_zip(stream)
    return _BY_ENDING.get((found, ending), found)


def _by_signature(head: bytes) -> str | None:
    return next((kind for at, mark, kind in _SIGNATURES if head[at : at + len(mark)] == mark), None)


def _is_text(head: bytes) -> bool:
    """UTF-8, GB 18030 or UTF-16 without control characters."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    if any(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in head):
        return False
    return any(_decodes(head, encoding) for encoding in ("utf-8", "gb18030"))


def _decodes(head: bytes, encoding: str) -> bool:
    """A letter may be cut where the head ends and the file goes on."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        decoder.decode(head, final=len(head) < HEAD_BYTES)
    except UnicodeDecodeError:
        return False
    return True


def _inside_zip(stream: BinaryIO) -> str:
    """Office documents are ZIP archives; only their list of contents is read, nothing is unpacked."""
    try:
        with zipfile.ZipFile(stream) as archive:
            names = archive.namelist()[:1000]
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 100:
                declared = archive.read("mimetype").decode("ascii", "replace")
                return declared if _OPEN_DOCUMENT.fullmatch(declared) else ZIP
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError):
        return ZIP
    if "[Content_Types].xml" not in names:
        return ZIP
    return next((kind for start, kind in _IN_ZIP.items() if any(n.startswith(start) for n in names)), ZIP)
