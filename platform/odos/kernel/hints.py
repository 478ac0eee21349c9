"""What to do about a finding where that follows from its code alone; a hint of its own goes before."""

from __future__ import annotations

from odos.kernel.texts import Text, text

_CHOOSE = text("Choose one of those that are there", "请从现有选项中选择")
_CORRECT = text("Correct this value and send it again", "请更正此值后重新提交")
_NAMES = text("Use a name that the message lists", "请使用提示中列出的名称")
_DOCUMENTED = text("See /api/docs for the form of this request", "请求格式请参阅 /api/docs")
_OTHER_FIELD = text("Choose another field", "请选择其他字段")
_ONE_RECORD = text("Choose a field that refers to one record", "请选择引用单条记录的字段")
_FILE = text("Correct the file and load it again", "请修正文件后重新导入")
_MAPPING = text("Choose the columns and fields of the import anew", "请重新选择导入的列和字段")
_PACKAGE = text("Correct the file of the package", "请修正软件包中的文件")
_RELOAD = text("Load the page again to see what is there now", "请刷新页面查看当前内容")
_AFTER_NOW = text("Choose a later moment", "请选择更晚的时间")
_ASK_ADMINISTRATOR = text("Ask an administrator for it", "请联系管理员")
_OTHER_PERSON = text("Choose an active user", "请选择已启用的用户")
_PASSWORD = text("Choose another password", "请换一个密码")
_VERIFY = text(
    "Compare with a backup, and find out who can write to the database", "请与备份比对，并查明谁能写入数据库"
)
_STEPS = text("Complete the step in the designer", "请在流程设计器中补全该步骤")
_PATH = text(
    'Write field keys with dots between, as in "account.owner"', "请用点连接字段标识，例如“account.owner”"
)

_RULE_NAME = text("Use a name that the editor offers (Ctrl-Space)", "请使用编辑器提示的名称（Ctrl-空格）")
_RULE_OFFER = text("Ctrl-Space offers what may stand here", "按 Ctrl-空格可查看此处可用的写法")
_RULE_TYPE = text("Use a value or a field of that kind here", "请在此处使用该类型的值或字段")
_RULE_FIELDS = text("Name two fields of the same entity", "请使用同一实体的两个字段")
_SHORTEN = text("Shorten it", "请缩短内容")
_TWICE = text("Keep one of them", "请只保留其中一个")

HINTS: dict[str, Text] = {
    "action_entity": text("Choose an action that these records have", "请选择此类记录已有的操作"),
    "actor_gone": text("Start it again as another user", "请以其他用户重新发起"),
    "approval_going_on": text("Wait for its end, or recall it", "请等待其结束，或撤回"),
    "asked_already": text("Choose somebody else", "请选择其他人"),
    "audit_chain_broken": _VERIFY,
    "bad_argument": text("The plugin's action lists what it takes", "插件操作的说明中列出了所需参数"),
    "audit_removal_unknown": _VERIFY,
    "audit_seal_altered": _VERIFY,
    "bad_action": _NAMES,
    "bad_address": _CORRECT,
    "bad_box": _NAMES,
    "bad_clause": _DOCUMENTED,
    "bad_code": _SHORTEN,
    "bad_count": _NAMES,
    "bad_csv": _FILE,
    "bad_day": _CORRECT,
    "bad_days": _CORRECT,
    "bad_default": _CORRECT,
    "bad_grantee": _NAMES,
    "bad_hours": _CORRECT,
    "bad_id": _CORRECT,
    "bad_key": text("Use small letters, digits and underscores", "请使用小写字母、数字和下划线"),
    "bad_kind": _NAMES,
    "bad_label": _CORRECT,
    "bad_length": _CORRECT,
    "bad_lifetime": _CORRECT,
    "bad_limit": text("Ask for the rest with cursor or offset", "其余内容请用 cursor 或 offset 获取"),
    "bad_lookup": text(
        "Name a field with a value of its own, such as the title", "请指定有自身取值的字段，例如标题字段"
    ),
    "bad_mapping": _MAPPING,
    "bad_measure": _DOCUMENTED,
    "bad_mode": _NAMES,
    "bad_moment": text(
        "Write it as in 2026-03-02T09:30:00+08:00", "请按 2026-03-02T09:30:00+08:00 的格式填写"
    ),
    "bad_name": text("Use letters, digits and underscores", "请使用字母、数字和下划线"),
    "bad_number": _CORRECT,
    "bad_option": _CORRECT,
    "bad_path": _PATH,
    "bad_period": _AFTER_NOW,
    "bad_place": _NAMES,
    "bad_preview": text("Name a user or a role that is there", "请指定存在的用户或角色"),
    "bad_recipient": _OTHER_PERSON,
    "bad_recipients": _CORRECT,
    "bad_rows": _PACKAGE,
    "bad_secret": _SHORTEN,
    "bad_shift": _CORRECT,
    "bad_sort": text("Sort by a column of the result", "请按结果中的列排序"),
    "bad_time": _CORRECT,
    "bad_version": text("Send the version that the record was read with", "请发送读取记录时的版本号"),
    "bad_view": _DOCUMENTED,
    "changed_since": text("Take those changes back first", "请先撤销这些更改"),
    "circle": _PACKAGE,
    "claimed_already": text("Choose another record of the pool", "请选择公共池中的其他记录"),
    "computed_when_read": text(
        "Switch these off, or compute from fields of the record only",
        "请关闭这些设置，或只用本记录的字段计算",
    ),
    "condition_gone": text("Write the condition anew", "请重新编写条件"),
    "condition_reads_later": text(
        "Read only fields that are stored with the record", "请只读取随本记录保存的字段"
    ),
    "conversion_condition": text(
        "Change the record until it holds, then convert it", "请修改记录以满足条件后再转化"
    ),
    "converted_since": text("Undo that conversion first", "请先撤销该转化"),
    "copied_of_many": text(
        "Copy along references to one record, or compute one value with an expression",
        "请沿指向单条记录的引用复制，或用表达式计算出一个值",
    ),
    "cycle": text("Take one of them out of the circle", "请从循环中去掉其中一个"),
    "day_twice": _TWICE,
    "default_calendar": text("Choose the other one first", "请先选择另一个"),
    "default_type": text("Write a default of the field's own kind", "请填写与字段类型一致的默认值"),
    "duplicate": text("Choose another", "请换一个"),
    "duplicate_key": text("Choose another key", "请换一个标识"),
    "effect_type": text("Write a value of the field's own kind", "请填写与字段类型一致的值"),
    "entity_gone": _ASK_ADMINISTRATOR,
    "field_gone": text("Take the field out", "请去掉该字段"),
    "file_kind": text("Choose a file of another kind", "请选择其他类型的文件"),
    "file_too_large": text("Choose a smaller file, or compress it", "请选择较小的文件或先压缩"),
    "fixed": text("Add another instead", "请另行添加"),
    "forbidden": _ASK_ADMINISTRATOR,
    "in_the_past": _AFTER_NOW,
    "in_use": text("Delete first what refers to it", "请先删除引用它的记录"),
    "inactive_user": _OTHER_PERSON,
    "finished_record": text("Assign it to a colleague instead", "如需转交，请改为指定其他负责人"),
    "kept_out": text("Let a colleague claim it", "请由同事领取"),
    "hidden_here": text("Claim the record first, or take it over", "请先领取或接手该记录"),
    "key_reused": text("Send another request under a key of its own", "不同的请求请使用不同的键"),
    "key_too_long": text("Send a UUID, for instance", "例如使用 UUID"),
    "line_item": text("Send it among the lines of its record", "请随其主记录的明细一起提交"),
    "line_not_found": text("Leave out the id to add a line", "新增明细行时请省略 id"),
    "made_later": text("Move that target up", "请将该目标上移"),
    "malformed": _DOCUMENTED,
    "no_address": text("Complete your profile", "请完善个人资料"),
    "no_branches": _STEPS,
    "no_date": text("Write dates as in 2026-10-01", "请按 2026-10-01 的格式书写日期"),
    "no_formula": text("Ask for a formula, rollup or score", "请查询公式、汇总或评分字段"),
    "no_option": _OTHER_FIELD,
    "no_package": text("Name a package that is there", "请指定存在的软件包"),
    "no_reminder": text("Begin with remind, or build it with the forms", "请以 remind 开头，或用表单创建"),
    "no_rule": _RELOAD,
    "no_score": text("Ask for a field that a score rule fills", "请查询由评分规则填写的字段"),
    "no_snooze": text("Do it, or close the record", "请处理，或结束该记录"),
    "no_snooze_left": text("Do it, or close the record", "请处理，或结束该记录"),
    "no_steps": text("Add a step in the designer", "请在流程设计器中添加步骤"),
    "no_such_column": text("Name it as the file's first line does", "请使用文件首行中的列名"),
    "no_such_place": text("Choose a step that stands in the list", "请从列表中选择步骤"),
    "no_such_row": _PACKAGE,
    "no_team": text("Share the record instead", "请改用记录共享"),
    "no_user": _OTHER_PERSON,
    "nobody_suits": text(
        "Choose an owner, or ask an administrator for a rule", "请选择负责人，或联系管理员添加规则"
    ),
    "not_a_document": _PACKAGE,
    "not_a_list": text("Send it as a list: […]", "请以列表形式提交：[…]"),
    "not_a_reference": _ONE_RECORD,
    "not_a_unit": text("Choose a field that leads to a unit", "请选择指向部门的字段"),
    "not_a_user": text("Choose a field of kind user", "请选择人员字段"),
    "not_an_object": text("Send it as an object: {…}", "请以对象形式提交：{…}"),
    "not_as_lines": text("Add a mapping of lines for this field", "请为该字段添加明细映射"),
    "not_children": text("Choose a field with line items", "请选择明细字段"),
    "not_converted": _RELOAD,
    "not_groupable": _OTHER_FIELD,
    "not_importable": text("Leave the column out", "请去掉该列"),
    "not_in_future": _AFTER_NOW,
    "not_extended": text("Fill it in new records only", "请仅在新建记录时填写"),
    "not_mapped": text(
        "Map a value to it; otherwise whoever converts has to give one",
        "请为其映射取值，否则须由转化的用户填写",
    ),
    "not_json": text("Check quotes, commas and brackets", "请检查引号、逗号和括号"),
    "not_measurable": text("Choose a number, or count", "请选择数值字段，或使用计数"),
    "not_opened": text("Leave it out, or ask whoever submitted", "请去掉该字段，或联系提交人"),
    "not_owner": text("Ask its owner", "请联系其所有者"),
    "not_read_only": text("Make the field read-only", "请将该字段设为只读"),
    "not_referring": _OTHER_FIELD,
    "not_searchable": text("Switch on the search for the field", "请为该字段启用搜索"),
    "not_reached": text(
        "Compare server, port, encryption, user name and password",
        "请核对服务器、端口、加密方式、用户名和密码",
    ),
    "not_sent": text("Check the settings of the channel", "请检查渠道设置"),
    "not_sortable": _OTHER_FIELD,
    "not_unique": text("Choose another", "请换一个"),
    "one_way": _DOCUMENTED,
    "other_entity": _MAPPING,
    "other_options": text(
        "Add the options there, or compute the value with an expression",
        "请在目标字段中添加这些选项，或用表达式计算",
    ),
    "own_stand_in": _OTHER_PERSON,
    "password_is_username": _PASSWORD,
    "password_length": _PASSWORD,
    "password_used": _PASSWORD,
    "path_too_long": text("Compute the value in a field nearer by", "请在较近的实体中用字段计算该值"),
    "personal": text("End the preview to read your own", "结束预览后可查看您自己的内容"),
    "required": text("Enter a value", "请填写"),
    "rule_address": text(
        "Name an e-mail field or write an address in quotes", "请使用邮箱字段或加引号的邮箱地址"
    ),
    "rule_argument": text(
        "docs of the plugin and the editor list what it takes", "请查看插件文档或编辑器中的参数说明"
    ),
    "rule_arguments": _RULE_OFFER,
    "rule_bands": text(
        "Let ranges begin at a number and end at a greater one", "区间应从一个数字开始，到更大的数字结束"
    ),
    "rule_broken": text("Correct the values that the rule speaks of", "请更正该规则涉及的值"),
    "rule_collection": text("Name related records, as in lines.amount", "请使用关联记录，例如 lines.amount"),
    "rule_duplicate": _TWICE,
    "rule_duration": text("Write a shorter time", "请缩短时间"),
    "rule_empty": text("Add what it is to do", "请补充规则要执行的内容"),
    "rule_entity": _RULE_NAME,
    "rule_form": text("Correct the form of the rule", "请修正规则的结构"),
    "rule_function": _RULE_NAME,
    "rule_hide": _RULE_NAME,
    "rule_lookup": _RULE_FIELDS,
    "rule_name": _RULE_NAME,
    "rule_no_result": text("IFERROR(…) gives another value instead", "可用 IFERROR(…) 给出替代值"),
    "rule_no_sql": text(
        "Keep its result in a field, and use that field", "请将结果保存在字段中，再使用该字段"
    ),
    "rule_old": text("Use old only where a change is judged", "old 只能用于判断修改"),
    "rule_option": _RULE_NAME,
    "rule_path": _RULE_NAME,
    "rule_pattern": text("Correct the pattern", "请修正匹配模式"),
    "rule_person": _RULE_NAME,
    "rule_record_id": text("Write the number of a record in quotes", "请填写加引号的记录编号"),
    "rule_row": text("Give one value for each column", "请为每列各填一个值"),
    "rule_segment": _RULE_NAME,
    "rule_syntax": _RULE_OFFER,
    "rule_target": _RULE_NAME,
    "rule_tree": text("See /api/rules/schema for what may stand where", "规则树的结构见 /api/rules/schema"),
    "rule_type": _RULE_TYPE,
    "rule_unreachable": _TWICE,
    "same_user": _OTHER_PERSON,
    "scope_missing": text("Make a token with this scope", "请创建具有该权限范围的令牌"),
    "score_of_user": text("Leave out who looks at it", "请去掉与查看者有关的部分"),
    "second_factor_by_mail": text("Sign in and decide there", "请登录后在系统中审批"),
    "second_factor_missing": text("Open your profile to do so", "请在个人设置中完成"),
    "second_factor_required": text("Open the app that you set up for it", "请打开设置时使用的验证器应用"),
    "second_factor_wrong": text("Wait for the next code", "请等待下一个验证码"),
    "shifts_overlap": text("Let one end before the other begins", "请让前一班次在后一班次开始前结束"),
    "stage_condition": text("Meet the condition of the stage first", "请先满足该阶段的条件"),
    "stage_order": text("Choose a stage that follows", "请选择可进入的下一阶段"),
    "stale": _RELOAD,
    "still_referred_to": text("Let them work by another first", "请先为其更换日历"),
    "taken": text("Choose another key", "请换一个标识"),
    "template_braces": text("Close each {{ with }}", "请用 }} 结束每个 {{"),
    "template_entity": text("Choose a template of the same entity", "请选择同一实体的模板"),
    "template_link": text("Write the value beside the link", "请将值写在链接之外"),
    "too_early": text("Choose a later moment", "请选择更晚的时间"),
    "too_far": _CORRECT,
    "too_long": _SHORTEN,
    "too_many": text("Narrow it down", "请缩小范围"),
    "too_many_claims": text(
        "Claim more tomorrow, or work on what you have", "请明日再领取，或先处理已有记录"
    ),
    "too_many_columns": text("Leave some of them out", "请减少列数"),
    "too_many_held": text("Give some back to the pool first", "请先将部分记录退回公共池"),
    "too_many_members": text("Narrow it down", "请缩小范围"),
    "too_many_rows": text("Send them in several calls", "请分多次提交"),
    "too_many_sorts": text("Leave some of them out", "请减少排序字段"),
    "two_parents": text("Make line items of its own for this entity", "请为该实体另建明细实体"),
    "unique_impossible": text("Switch it off for this field", "请为该字段关闭唯一性"),
    "unknown_attribute": _DOCUMENTED,
    "unknown_audience": _CHOOSE,
    "unknown_channel": _CHOOSE,
    "unknown_choice": _CHOOSE,
    "unknown_component": _RELOAD,
    "unknown_conversion": _RELOAD,
    "unknown_entity": _CHOOSE,
    "unknown_field": _OTHER_FIELD,
    "unknown_function": _NAMES,
    "unknown_grantee": _CHOOSE,
    "unknown_job_kind": text("Start the workers of this version", "请启动此版本的后台进程"),
    "unknown_kind": _NAMES,
    "unknown_language": _NAMES,
    "unknown_option": _CHOOSE,
    "unknown_pipeline": _RELOAD,
    "unknown_role": _CHOOSE,
    "unknown_rule": _RELOAD,
    "unknown_scope": _NAMES,
    "unknown_stage": _CHOOSE,
    "unknown_target": _CHOOSE,
    "unknown_team_role": _NAMES,
    "unknown_template": _CHOOSE,
    "unknown_unit": _CHOOSE,
    "unknown_user": _OTHER_PERSON,
    "lines_of_many": text("Leave the line items out", "请去掉明细行"),
    "no_values": text('Send {{"values": {{"status": "done"}}}}', '例如：{{"values": {{"status": "done"}}}}'),
    "no_reference": text("Name a field that refers to these records", "请使用引用这些记录的字段"),
    "unknown_view": _RELOAD,
    "unknown_workflow": _RELOAD,
    "urged_already": text("Wait a little", "请稍后再试"),
    "username": text("Choose one such as jane.doe", "请使用如 jane.doe 的名称"),
    "value_out_of_range": text("Compare with a value of the field's kind", "请使用与字段类型相符的值比较"),
    "worker_died": text("Look into the worker's log, then start it again", "请查看后台日志后重新发起"),
    "wrong_kind": _OTHER_FIELD,
    "wrong_package_key": _PACKAGE,
    "wrong_parent_field": text(
        "Choose the line's reference to this entity", "请选择明细中指向该实体的引用字段"
    ),
    "wrong_password": text("Enter it again", "请重新输入"),
    "wrong_place": _PACKAGE,
    "wrong_type": _CORRECT,
    "yaml": _PACKAGE,
    "yaml_duplicate": _PACKAGE,
}
