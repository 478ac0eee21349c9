"""FLOW-04: what the first words of a reply decide, in both languages; what is not plain decides nothing."""

from __future__ import annotations

import pytest

from odos.workflow.approvals.spoken import read_decision


@pytest.mark.parametrize(
    ("words", "decision", "comment"),
    [
        ("approve", "approve", ""),
        ("Approved.", "approve", ""),
        ("APPROVE - but watch the margin", "approve", "but watch the margin"),
        ("I agree: go ahead\nand hurry", "approve", "go ahead\nand hurry"),
        ("**Approve**\nfine", "approve", "fine"),
        ("同意", "approve", ""),
        ("同意，请尽快执行。", "approve", "请尽快执行。"),
        ("批准了！", "approve", ""),
        ("通过 按此价格执行", "approve", "按此价格执行"),
        ("“同意”", "approve", ""),
        ("我同意。谢谢", "approve", "谢谢"),
        ("reject", "reject", ""),
        ("Refuse, too dear; I approve 5% less", "reject", "too dear; I approve 5% less"),
        ("Not approved: no budget", "reject", "no budget"),
        ("驳回：请补充后再提交审批通过", "reject", "请补充后再提交审批通过"),
        ("不同意", "reject", ""),
        ("拒绝\n太贵", "reject", "太贵"),
        ("不通过，缺附件", "reject", "缺附件"),
    ],
)
def test_plain_words_decide(words, decision, comment):
    said = read_decision(words)
    assert (said.decision, said.comment) == (decision, comment)


@pytest.mark.parametrize(
    "words",
    [
        "", "  \n ", "?", "Hello Sally", "approver", "approve?", "Approve ? no", "approve or reject", "approve/reject",
        "approve, reject", "do not approve", "don't approve", "disapprove", "同意吗？", "同意不了", "通过不了",
        "能同意吗", "同意/驳回", "同意或驳回", "未通过", "I'd rather not", "agreement", "拒绝？", "通过率太低",
        "x" * 10_000, "\ud83d\ude00",
    ],
)  # fmt: skip
def test_what_is_not_plain_decides_nothing(words):
    assert read_decision(words).decision is None
