"""SERV-07, FLOW-04: a mail is read whatever its bytes are, and only its own words count."""

from __future__ import annotations

import time

import pytest

from odos.notifications.incoming.reading import read_mail
from odos.notifications.incoming.words import from_html, own_words

HEAD = b"From: Mona <Mona@Example.com>\r\nTo: a@example.com\r\nMessage-ID: <1@x>\r\n"


def mail(body, head=HEAD, **options):
    raw = body if isinstance(body, bytes) else body.encode()
    return read_mail("box", head + b"\r\n" + raw, **options)


ORIGINAL = "— Reply above this line — “approve” or “reject”\n\nQuote approval: please decide on Q-1\nApprove: https://x"


@pytest.mark.parametrize(
    "quoting",
    [
        "On Mon, 2 Mar 2026 at 10:30, Odos <o@example.com> wrote:\n> " + ORIGINAL.replace("\n", "\n> "),
        "On Mon, 2 Mar 2026 at 10:30, Odos\n<o@example.com> wrote:\n\n> " + ORIGINAL.replace("\n", "\n> "),
        "在 2026年3月2日，Odos <o@example.com> 写道：\n\n> " + ORIGINAL.replace("\n", "\n> "),
        "---- 回复的原邮件 ----\n| 发件人 | Odos |\n" + ORIGINAL,
        '------------------ 原始邮件 ------------------\n发件人: "Odos"\n发送时间: 2026年3月2日\n' + ORIGINAL,
        "-----Original Message-----\nFrom: Odos\nSent: Monday\n\n" + ORIGINAL,
        "________________________________\nFrom: Odos <o@example.com>\nSent: Monday\n\n" + ORIGINAL,
        "发件人：Odos\n日期：2026-03-02\n收件人：Mona\n主题：报价审批\n\n" + ORIGINAL,
        "Sent from my iPhone\n\nOn 2 Mar 2026, at 10:30, Odos wrote:\n" + ORIGINAL,
        "发自我的iPhone\n\n" + ORIGINAL,
        "-- \nMona Lee\nHead of Sales\n\n" + ORIGINAL,
        "Am 02.03.2026 schrieb Odos <o@example.com>:\n" + ORIGINAL,
        ORIGINAL,
    ],
)
def test_only_what_stands_above_counts(quoting):
    assert own_words(f"Approve\nfine by me\n\n{quoting}\n") == "Approve\nfine by me"
    assert own_words(f"\n\n{quoting}\n") == ""


def test_what_stands_below_a_marked_quotation_counts_where_nothing_stands_above():
    quoted = ORIGINAL.replace("\n", "\n> ")
    assert own_words(f"On Monday Odos wrote:\n> {quoted}\n\nReject\n-- \nMona") == "Reject"


def test_html_is_read_as_it_is_seen():
    page = (
        "<head><title>Re: x</title><style>b{}</style></head><body><script>approve()</script>"
        "<div style='display: none'>approve</div><p>Reject &mdash;&nbsp;too\n dear</p><br>"
        "<blockquote><p>approve</p><div>more</div></blockquote></body>"
    )
    assert own_words(from_html(page)) == "Reject — too dear"
    outlook = "<div>同意</div><div id='divRplyFwdMsg'>发件人: x</div>"
    assert own_words(from_html(outlook)) == "同意"


@pytest.mark.parametrize(
    ("declared", "used"),
    [("gb18030", "gb18030"), ("gb2312", "gbk"), ("utf-8", "utf-8"), ("x-unknown", "gb18030"), ("big5", "big5"),
     ("us-ascii", "utf-8"), ("utf-8", "gb18030")],
)  # fmt: skip
def test_chinese_is_read_in_whatever_it_is_written(declared, used):
    head = (
        HEAD + f"Content-Type: text/plain; charset={declared}\r\nContent-Transfer-Encoding: 8bit\r\n".encode()
    )
    words = "同意，请执行" if used != "big5" else "同意，請執行"
    assert mail(words.encode(used), head).text == words


@pytest.mark.parametrize(
    ("header", "sender"),
    [
        (b"From: Mona <mona@example.com>", "mona@example.com"),
        (b"From: mona@example.com", "mona@example.com"),
        (b"From: =?utf-8?q?M=C3=B6na?= <MONA@example.com>", "mona@example.com"),
        (b"From: mona@example.com, x@evil.example", None),
        (b"From: mona@example.com\r\nFrom: x@evil.example", None),
        (b'From: "mona@example.com" <x@evil.example>', "x@evil.example"),
        (b"From: mona@example.com <x@evil.example>", None),
        (b"From: mona@example.com(<x@evil.example>", None),
        (b"From: <>", None),
        (b"From: \xff\xfe", None),
        (b"X: y", None),
    ],
)
def test_there_is_one_sender_or_none(header, sender):
    assert mail("approve", header + b"\r\n").sender == sender


def _deep(depth):
    opens = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(depth)
    )
    return b"From: a@b.c\r\n" + opens + b"\r\napprove"


HOSTILE = {
    "nothing": b"",
    "no head": b"\r\n\r\n\r\n",
    "only binary": bytes(range(256)) * 200,
    "deep": _deep(3_000),
    "many parts": b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + b"--x\r\n\r\na\r\n" * 100_000,
    "long line": b"From: a@b.c\r\n\r\n" + b"wrote: " * 300_000,
    "dashes": b"From: a@b.c\r\n\r\n" + (b"-" * 900 + b"\n") * 2_000,
    "addresses": b"From: " + b"a@b.c," * 100_000 + b"\r\n\r\nx",
    "references": b"References: " + b"<" * 500_000 + b"\r\n\r\nx",
    "encoded words": b"Subject: " + b"=?utf-8?b?=?= " * 20_000 + b"\r\n\r\nx",
    "bad charset": b'Content-Type: text/plain; charset="\xff\xfe"\r\n\r\napprove',
    "bad base64": b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!!====a",
    "bad boundary": b"Content-Type: multipart/mixed; boundary*=utf-8'\r\n\r\n--x",
    "html of tags": b"Content-Type: text/html\r\n\r\n" + b"<div>" * 50_000 + b"</p>" * 10_000,
    "html of comments": b"Content-Type: text/html\r\n\r\n" + b"<!--" * 60_000,
    "html of quotes": b"Content-Type: text/html\r\n\r\n" + b"<a b='" * 40_000,
    "html of declarations": b"Content-Type: text/html\r\n\r\n" + b"<!x[" * 60_000,
    "html of references": b"Content-Type: text/html\r\n\r\n" + b"&#" * 120_000,
    "nul": b"From: a@b.c\r\nSubject: a\x00b\r\n\r\nappr\x00ove",
}


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_bytes_are_harmless(raw):
    began = time.monotonic()
    found = read_mail("box", raw)
    assert time.monotonic() - began < 15
    assert "\x00" not in found.text + found.subject
    assert len(found.identity) == 32


def test_a_body_that_is_too_large_is_left_unread():
    found = mail("approve", is_whole=False)
    assert (found.text, found.is_unread, found.sender) == ("", True, "mona@example.com")


def test_copies_are_known_by_id_and_sender():
    one, again = mail("approve"), read_mail("box", b"Received: from x\r\n" + HEAD + b"\r\napprove")
    assert one.identity == again.identity
    assert one.identity != mail("approve", HEAD.replace(b"Mona@", b"Fin@")).identity
    assert mail("a", b"From: a@b.c\r\n").identity != mail("b", b"From: a@b.c\r\n").identity
