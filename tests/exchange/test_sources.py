"""Opening files as people have them."""

from __future__ import annotations

import pytest

from odos.exchange.sources import detect_delimiter, open_source
from odos.kernel.problems import Invalid


def written(tmp_path, content: bytes):
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("encoding", "found"),
    [("utf-8-sig", "utf-8-sig"), ("utf-8", "utf-8"), ("gb18030", "gb18030"), ("utf-16", "utf-16")],
)
def test_the_encoding_is_found_out(tmp_path, encoding, found):
    path = written(tmp_path, "名称,城市\n华辰电子,深圳\n绿源食品,上海\n".encode(encoding))
    with open_source(path) as source:
        rows = list(source.rows)
    assert source.encoding == found
    assert rows[0].cells == {"名称": "华辰电子", "城市": "深圳"}


def test_an_encoding_that_was_named_wrongly_is_refused_with_a_hint(tmp_path):
    path = written(tmp_path, "名称\n华辰\n".encode("gb18030"))
    with pytest.raises(Invalid, match="not utf-8"), open_source(path, encoding="utf-8") as source:
        list(source.rows)


@pytest.mark.parametrize(
    ("header", "delimiter"), [("a;b;c", ";"), ("a\tb", "\t"), ("a|b", "|"), ("a", ","), ('"a;b;c",d', ",")]
)
def test_the_delimiter_is_what_the_header_has_most_of(header, delimiter):
    assert detect_delimiter(header) == delimiter


def test_rows_are_numbered_as_in_a_spreadsheet_and_empty_ones_left_out(tmp_path):
    path = written(tmp_path, b'name,note\nA,"two\nlines"\n,\nB,x\n')
    with open_source(path) as source:
        assert [(row.number, row.cells["name"]) for row in source.rows] == [(2, "A"), (4, "B")]


def test_a_row_of_another_length_is_a_finding_and_trailing_separators_are_not(tmp_path):
    path = written(tmp_path, b"a,b\n1,2,3\n1\n1,2,,\n")
    with open_source(path) as source:
        codes = [[issue.code for issue in row.issues] for row in source.rows]
    assert codes == [["row_shape"], ["row_shape"], []]


@pytest.mark.parametrize(("content", "code"), [(b"", "empty_file"), (b"a,b,a\n", "duplicate_column")])
def test_a_file_without_usable_header_is_refused(tmp_path, content, code):
    with pytest.raises(Invalid) as refusal, open_source(written(tmp_path, content)):
        pass
    assert [issue.code for issue in refusal.value.issues] == [code]
