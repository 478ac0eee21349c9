"""The words of statements as an editor offers and explains them; see `words`."""

from __future__ import annotations

from odos.dsl.editing.words import Word
from odos.kernel.texts import text

KINDS = (
    Word("SCORE", "score", text("points for each record, and a grade", "为每条记录计算分数和等级")),
    Word("VALIDATE", "validate", text("what must hold before a record is saved", "保存记录前必须满足的条件")),
    Word("REMIND", "remind", text("tells people about records in time", "按时提醒相关人员")),
    Word("ASSIGN", "assign", text("says who gets a record", "决定记录分配给谁")),
    Word("RECYCLE", "recycle", text("takes records back that nobody works on", "收回无人跟进的记录")),
    Word("ON", "on", text("does something when a record changes", "记录变更时执行操作")),
    Word("EVERY", "every", text("does something again and again", "定期执行操作")),
    Word("POST", "post", text("enters amounts into a ledger", "向台账记账")),
    Word("DECIDE", "decide", text("a table of decisions", "决策表")),
)

CLAUSES = (
    *KINDS,
    Word("WHEN", "when", text("the condition under which this counts", "此项生效的条件")),
    Word("_BECAUSE", 'because ""', text("the reason that people read", "显示给用户的原因"), 1),
    Word("_LIMIT", "limit ", text("at most so many points", "分数上限")),
    Word("SIGN", "+10 when ", text("points, on a line of their own", "加分项，另起一行")),
    Word("SIGN", "-10 when ", text("points taken away, on a line of their own", "减分项，另起一行")),
    Word(
        "GRADE",
        "grade A from 70, B from 40, C otherwise",
        text("the grades and the points they begin at", "等级及其起始分数"),
    ),
    Word("_FROM", "from ", text("the points at which the grade begins", "等级的起始分数")),
    Word("OTHERWISE", "otherwise", text("in all other cases", "其他情况")),
    Word(
        "QUALIFIED",
        "qualified when score >= ",
        text("the condition of a qualified record", "判定为合格的条件"),
    ),
    Word("_INTO", "into ", text("the field that keeps the result", "保存结果的字段")),
    Word("REQUIRE", "require ", text("a condition that must hold", "必须满足的条件")),
    Word("_MESSAGE", 'message ""', text("what people read when it does not hold", "不满足时显示的提示"), 1),
    Word("_AT", "at ", text("the field at which the message stands", "显示提示的字段")),
    Word("AFTER", "after ", text("so much time after a moment", "某时刻之后")),
    Word("_SINCE", "since ", text("the moment from which time is counted", "起算时刻")),
    Word("_BEFORE", "before ", text("so much time before a moment", "某时刻之前")),
    Word("NOTIFY", "notify ", text("who is told", "通知对象")),
    Word("_BY", "by ", text("through which channels", "通知渠道")),
    Word("_USING", 'using ""', text("with which template", "使用的模板"), 1),
    Word("_ESCALATE_TO", "escalate to ", text("who is told next", "升级通知对象")),
    Word("UNTIL", "until ", text("the condition that ends it", "结束条件")),
    Word("_TO", "to ", text("who or what gets it", "分配目标")),
    Word("ROUND_ROBIN", "round robin", text("each in turn", "轮流分配")),
    Word("BY_LOAD", "by load", text("whoever has the fewest", "按负载分配")),
    Word("SET", "set ", text("gives a field a value", "设置字段的值")),
    Word("CREATE", "create ", text("makes a record", "新建记录")),
    Word("UPDATE", "update ", text("changes related records", "更新关联记录")),
    Word("_WITH", "with ", text("the values", "附带的值")),
    Word("FOR_EACH", "for each ", text("once for each related record", "对每条关联记录")),
    Word("FIRST_MATCH", "first match", text("the first row that fits decides", "首个匹配的行生效")),
    Word("COLLECT", "collect", text("all rows that fit count", "收集所有匹配的行")),
    Word("HIDE", "hide ", text("fields that are not shown", "隐藏的字段")),
    Word("WARN", "warn ", text("who is told before", "提前通知对象")),
)

FIELDS_AFTER = frozenset({"_INTO", "_AT", "HIDE", "SET", "UPDATE", "FOR_EACH", "COMMA"})
ENTITY_AFTER = frozenset({"SCORE", "VALIDATE", "REMIND", "ASSIGN", "RECYCLE", "POST", "ON", "CREATE"})
POINTS_HELP = text("the points of the record", "记录的分数")
