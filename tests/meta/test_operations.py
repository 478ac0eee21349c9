"""Plan, apply and roll back on a real database."""

from __future__ import annotations

import pytest

from odos.database.session import execute, fetch_all, fetch_value
from odos.kernel.problems import Conflict, Invalid, NotFound
from odos.meta.operations import plan, rollback
from odos.meta.queries import get_component, list_components, list_versions
from odos.packages.installing import install_package
from odos.storage.active import active_schema
from odos.storage.catalog import table_columns
from tests.meta.designs import NOW, ROOT, delete, publish, put, rename, site_visit


def column(workspace, field, entity="site_visit"):
    return active_schema(workspace).get_entity(entity).fields[field].column


def table(workspace, entity="site_visit"):
    return active_schema(workspace).get_entity(entity).table


def insert(workspace, **values):
    names = ", ".join(f'"{column(workspace, key)}"' for key in values)
    marks = ", ".join(["%s"] * len(values))
    sql = f'INSERT INTO "{table(workspace)}" ({names}) VALUES ({marks})'
    execute(workspace, sql, list(values.values()))


def values(workspace, field):
    rows = fetch_all(workspace, f'SELECT "{column(workspace, field)}" FROM "{table(workspace)}" ORDER BY id')
    return [row[0] for row in rows]


def test_an_entity_gets_its_table_at_once(workspace):
    version = publish(put("entity", "site_visit", site_visit()))
    assert active_schema(workspace).version == version
    insert(workspace, name="First")
    assert values(workspace, "name") == ["First"]


def test_a_plan_changes_nothing_and_is_the_same_again(workspace):
    changes = [put("entity", "site_visit", site_visit())]
    first = plan(workspace=workspace, changes=changes, actor=ROOT, now=NOW)
    assert active_schema(workspace).version == 0
    assert list_components(workspace) == []
    tables = [step.table for step in first.steps]
    assert table_columns(workspace, tables) == {}
    fixed = [put("entity", "site_visit", {**site_visit(), "id": "01a20126-190a-7453-8d5a-471cc971576b"})]
    one = plan(workspace=workspace, changes=fixed, actor=ROOT, now=NOW).as_json()
    assert one == plan(workspace=workspace, changes=fixed, actor=ROOT, now=NOW).as_json()
    assert one["steps"][0]["summary"]["zh-hans"] == "为“现场拜访”创建数据表"
    assert one["steps"][0]["ddl"].startswith("CREATE TABLE")


def test_a_plan_carries_its_issues_instead_of_raising_them(workspace):
    bad = [put("entity", "site_visit", site_visit(size={"kind": "integr"}))]
    made = plan(workspace=workspace, changes=bad, actor=ROOT, now=NOW).as_json()
    assert made["issues"][0]["path"] == "entity/site_visit/fields/size/kind"
    assert made["issues"][0]["hint"] == 'Did you mean "integer"?'
    assert made["steps"] == []


def test_the_same_content_makes_no_new_version(workspace):
    first = publish(put("entity", "site_visit", site_visit()))
    assert publish(put("entity", "site_visit", site_visit())) == first


@pytest.mark.parametrize(
    ("fields", "path", "code"),
    [
        ({"select": {"kind": "text"}, "user": {"kind": "text"}}, "entity/v/fields/user/key", "reserved_key"),
        ({"Bad-Key": {"kind": "text"}}, "entity/v/fields/Bad-Key", None),
        ({"a": {"kind": "reference", "target": "acount"}}, "entity/v/fields/a/target", "unknown_entity"),
        ({"a": {"kind": "reference", "target": []}}, "entity/v/fields/a/target", "document_type"),
        ({"a": {"kind": "text", "max_lenght": 3}}, "entity/v/fields/a/max_lenght", None),
        ({"a": {"kind": "text", "default": "today +"}}, "entity/v/fields/a/default/", None),
        ({"a": {"kind": "formula", "expression": "nme & 1"}}, "entity/v/fields/a/expression/1:1", None),
        ({"a": {"kind": "option", "options": {}}}, "entity/v/fields/a/options", None),
        (
            {"a": {"kind": "children", "target": "v", "parent_field": "x"}},
            "entity/v/fields/a/parent_field",
            None,
        ),
    ],
)
def test_bad_fields_are_refused_with_path_and_hint(workspace, fields, path, code):
    with pytest.raises(Invalid) as refusal:
        publish(put("entity", "v", site_visit(**fields)))
    found = [issue.as_json() for issue in refusal.value.issues]
    assert any(issue["path"].startswith(path) and code in (None, issue["code"]) for issue in found), found
    assert active_schema(workspace).version == 0


@pytest.mark.parametrize(
    "document", [[], {"fields": []}, {"fields": {"a": 5}}, {"label": "text"}, {"id": "5"}]
)
def test_malformed_documents_are_refused(workspace, document):
    with pytest.raises(Invalid):
        publish(put("entity", "v", document if isinstance(document, dict) else {"fields": document}))


def test_reserved_and_duplicate_entity_keys_are_refused(workspace):
    publish(put("entity", "site_visit", site_visit()), rename("entity", "site_visit", "visit"))
    for key in ("user", "Bad", "1a", "x" * 64, "select; drop"):
        with pytest.raises(Invalid):
            publish(put("entity", key, site_visit()))
    with pytest.raises(Invalid):
        publish(put("entity", "other", site_visit()), rename("entity", "other", "site_visit"))


def test_a_field_can_be_put_on_its_own_and_null_removes_an_attribute(workspace):
    publish(put("entity", "site_visit", site_visit()))
    publish(put("field", "site_visit.size", {"kind": "integer", "min": 1, "label": {"en": "Size"}}))
    publish(put("field", "site_visit.size", {"min": None, "required": True}))
    item = active_schema(workspace).get_entity("site_visit").fields["size"]
    assert item.required
    assert dict(item.options) == {}
    assert get_component(workspace, "field", "site_visit.size")["document"]["required"] is True


def test_put_merges_by_key_and_only_delete_removes(workspace):
    publish(put("entity", "site_visit", site_visit(size={"kind": "integer"})))
    publish(put("entity", "site_visit", {"fields": {"more": {"kind": "date"}}}))
    assert {"name", "size", "more"} <= set(active_schema(workspace).get_entity("site_visit").fields)
    publish(delete("field", "site_visit.size"))
    assert "size" not in active_schema(workspace).get_entity("site_visit").fields


def test_a_rename_keeps_column_values_and_alias(workspace):
    publish(put("entity", "site_visit", site_visit(size={"kind": "integer"})))
    insert(workspace, size=3)
    before = column(workspace, "size"), table(workspace)
    publish(rename("field", "site_visit.size", "extent"), rename("entity", "site_visit", "visit"))

    entity = active_schema(workspace).get_entity("visit")
    assert active_schema(workspace).find_entity("site_visit") is entity
    assert entity.find_field("size") is entity.fields["extent"]
    assert (entity.fields["extent"].column, entity.table) == before
    with pytest.raises(Invalid):  # a former key stays with its field
        publish(
            put("entity", "visit", {"fields": {"x": {"kind": "text"}}}),
            rename("field", "visit.x", "size"),
        )


def test_a_rename_breaks_no_reference_rule_view_or_layout(workspace):
    publish(
        put("entity", "place", site_visit(code={"kind": "text"})),
        put("entity", "site_visit", site_visit(
            place={"kind": "reference", "target": "place"},
            size={"kind": "integer"},
            twice={"kind": "formula", "expression": "size * 2"},
        )),
        put("view", "site_visit.all", {
            "kind": "view", "entity": "site_visit",
            "columns": {"place.code": {"order": 1}, "size": {"order": 2}},
            "filter": 'size > 3 and place.code = "x"', "sort": "-size"}),
    )  # fmt: skip
    publish(
        rename("entity", "place", "location"),
        rename("field", "location.code", "mark"),
        rename("field", "site_visit.size", "extent"),
    )
    entity = active_schema(workspace).get_entity("site_visit")
    assert entity.fields["place"].options["target"] == "location"
    view = entity.views[0]
    assert set(view["columns"]) == {"place.mark", "extent"}
    assert view["sort"] == "-extent"
    shown = get_component(workspace, "view", "site_visit.all")["document"]
    assert shown["filter"] == 'extent > 3 and place.mark = "x"'
    shown = get_component(workspace, "entity", "site_visit")["document"]
    assert shown["fields"]["twice"]["expression"] == "extent * 2"
    shown = get_component(workspace, "field", "site_visit.twice")["document"]
    assert shown["expression"] == "extent * 2"


def test_a_deleted_entity_that_others_refer_to_is_refused_and_the_referrers_named(workspace):
    publish(
        put("entity", "place", site_visit()),
        put("entity", "site_visit", site_visit(place={"kind": "reference", "target": "place"})),
    )
    with pytest.raises(Invalid) as refusal:
        publish(delete("entity", "place"))
    assert [issue.as_json()["path"] for issue in refusal.value.issues] == [
        "entity/site_visit/fields/place/target"
    ]
    publish(delete("entity", "place"), delete("field", "site_visit.place"))
    assert active_schema(workspace).find_entity("place") is None


def test_deleting_an_entity_takes_its_layouts_views_and_menu_items_with_it(workspace):
    publish(
        put("entity", "site_visit", site_visit()),
        put(
            "view",
            "site_visit.all",
            {"kind": "view", "entity": "site_visit", "columns": {"name": {"order": 1}}},
        ),
        put(
            "menu",
            "sales",
            {"kind": "menu", "items": {"v": {"entity": "site_visit", "view": "site_visit.all"}}},
        ),
    )
    publish(delete("entity", "site_visit"))
    assert [item["kind"] for item in list_components(workspace)] == ["menu"]
    assert active_schema(workspace).menus[0]["items"] == {}


def test_a_field_that_a_view_shows_cannot_just_be_deleted(workspace):
    publish(
        put("entity", "site_visit", site_visit(size={"kind": "integer"})),
        put("view", "site_visit.all", {
            "kind": "view", "entity": "site_visit", "columns": {"size": {"order": 1}}, "filter": "size > 3"}),
    )  # fmt: skip
    made = plan(
        workspace=workspace, changes=[delete("field", "site_visit.size")], actor=ROOT, now=NOW
    ).as_json()
    assert made["impact"]["views"][0]["path"].startswith("view/site_visit.all/columns/size")


def test_rollback_brings_a_retired_field_back_with_its_values(workspace):
    publish(put("entity", "site_visit", site_visit(size={"kind": "integer"})))
    good = active_schema(workspace).version
    insert(workspace, name="a", size=3)
    publish(delete("field", "site_visit.size"), confirm=True)
    insert(workspace, name="b")

    version = rollback(workspace=workspace, number=good, actor=ROOT, now=NOW).version
    assert version == good + 2
    assert values(workspace, "size") == [3, None]


def test_rollback_of_a_new_entity_and_forth_again_keeps_its_rows(workspace):
    publish(put("menu", "sales", {"kind": "menu"}))
    publish(put("entity", "site_visit", site_visit()))
    insert(workspace, name="kept")
    rollback(workspace=workspace, number=1, actor=ROOT, now=NOW)
    assert active_schema(workspace).find_entity("site_visit") is None
    rollback(workspace=workspace, number=2, actor=ROOT, now=NOW)
    assert values(workspace, "name") == ["kept"]
    versions = list_versions(workspace)
    assert [version["number"] for version in versions] == [4, 3, 2, 1]
    assert versions[0]["changes"] == [{"op": "put", "kind": "entity", "key": "site_visit"}]


def test_rollback_to_nowhere_is_not_found(workspace):
    for number in (0, 7, -1):
        with pytest.raises(NotFound):
            rollback(workspace=workspace, number=number, actor=ROOT, now=NOW)


def test_a_rolled_back_design_has_the_same_documents(workspace):
    publish(put("entity", "site_visit", site_visit(size={"kind": "integer"})))
    before = get_component(workspace, "entity", "site_visit")
    publish(
        put("entity", "site_visit", {"label": {"en": "Other"}}),
        rename("field", "site_visit.size", "x"),
    )
    rollback(workspace=workspace, number=1, actor=ROOT, now=NOW)
    assert get_component(workspace, "entity", "site_visit") == before


def test_hidden_values_ask_for_a_confirmation(workspace):
    publish(put("entity", "site_visit", site_visit(size={"kind": "integer"})))
    insert(workspace, size=3)
    gone = [delete("field", "site_visit.size")]
    made = plan(workspace=workspace, changes=gone, actor=ROOT, now=NOW).as_json()
    assert made["impact"]["data_at_risk"][0]["rows"] == 1
    assert made["steps"][0]["destructive"]
    with pytest.raises(Invalid) as refusal:
        publish(*gone)
    assert refusal.value.issues[0].code == "data_at_risk"
    publish(*gone, confirm=True)


def test_a_type_change_converts_and_is_shown_first_where_it_loses(workspace):
    publish(put("entity", "site_visit", site_visit(size={"kind": "text", "max_length": 20})))
    insert(workspace, size="12")
    insert(workspace, size="many")
    change = put("field", "site_visit.size", {"kind": "integer"})
    with pytest.raises(Invalid) as refusal:
        publish(change)
    assert "1 rows would lose" in str(refusal.value.issues[0].message)
    publish(change, confirm=True)
    assert values(workspace, "size") == [12, None]

    execute(workspace, f'UPDATE "{table(workspace)}" SET "{column(workspace, "size")}" = 13 WHERE id = 1')
    rollback(workspace=workspace, number=1, actor=ROOT, now=NOW)
    assert values(workspace, "size") == ["13", "many"]  # changed since: carried back; not convertible: kept


def test_unique_where_values_repeat_is_refused(workspace):
    publish(put("entity", "site_visit", site_visit()))
    insert(workspace, name="a")
    insert(workspace, name="a")
    with pytest.raises(Invalid) as refusal:
        publish(put("field", "site_visit.name", {"unique": True}))
    assert refusal.value.issues[0].code == "duplicates"


def test_values_that_a_change_of_type_makes_equal_are_refused(workspace):
    publish(put("entity", "site_visit", site_visit(size={"kind": "text", "max_length": 20})))
    insert(workspace, size="12")
    insert(workspace, size="12.0")
    change = put("field", "site_visit.size", {"kind": "decimal", "digits": 6, "scale": 1, "unique": True})
    steps = plan(workspace=workspace, changes=[change], actor=ROOT, now=NOW).as_json()["steps"]
    assert 'Keep the values of "size" apart' in {step["summary"]["en"] for step in steps}
    with pytest.raises(Invalid) as refusal:
        publish(change, confirm=True)
    (issue,) = [each for each in refusal.value.issues if each.code == "duplicates"]
    assert issue.path[:4] == ("entity", "site_visit", "fields", "size")


def test_unique_holds_from_the_first_row_and_the_bin_does_not_count(workspace):
    publish(put("entity", "site_visit", site_visit()))
    publish(put("field", "site_visit.name", {"unique": True}))
    insert(workspace, name="a")
    execute(workspace, f'UPDATE "{table(workspace)}" SET deleted_at = now()')
    insert(workspace, name="a")
    entity = active_schema(workspace).get_entity("site_visit")
    assert fetch_value(
        workspace,
        "SELECT count(*) FROM pg_indexes WHERE tablename = %s AND indexdef LIKE '%%UNIQUE%%deleted%%'",
        [entity.table],
    ) == 1  # fmt: skip


def test_changes_that_do_not_overlap_are_rebased(workspace):
    base = publish(put("entity", "site_visit", site_visit(size={"kind": "integer"})))
    publish(put("field", "site_visit.size", {"required": True}))
    whole = get_component(workspace, "entity", "site_visit")["document"]
    stale = {
        **whole,
        "fields": {"name": {**whole["fields"]["name"], "max_length": 9}, "size": {"kind": "integer"}},
    }
    publish(put("entity", "site_visit", stale), base=base)
    fields = active_schema(workspace).get_entity("site_visit").fields
    assert fields["size"].required
    assert fields["name"].options["max_length"] == 9


def test_the_same_attribute_changed_twice_is_a_conflict_that_loses_nothing(workspace):
    base = publish(put("entity", "site_visit", site_visit()))
    publish(put("entity", "site_visit", {"label": {"en": "Theirs"}}))
    with pytest.raises(Conflict) as conflict:
        publish(put("entity", "site_visit", {"label": {"en": "Mine"}}), base=base)
    issue = conflict.value.issues[0].as_json()
    assert issue["path"] == "entity/site_visit/label/en"
    assert "Theirs" in str(issue["message"])
    assert active_schema(workspace).get_entity("site_visit").label["en"] == "Theirs"


def test_a_deletion_conflicts_with_a_change_of_what_is_deleted(workspace):
    base = publish(put("entity", "site_visit", site_visit(size={"kind": "integer"})))
    publish(put("field", "site_visit.size", {"required": True}))
    with pytest.raises(Conflict):
        publish(delete("field", "site_visit.size"), base=base)
    with pytest.raises(Conflict):
        publish(delete("entity", "site_visit"), base=base)


def test_an_unknown_base_version_is_refused(workspace):
    for base in (-1, 9):
        with pytest.raises(Conflict):
            publish(put("entity", "site_visit", site_visit()), base=base)


def test_the_organisation_overrides_a_package_and_keeps_that_through_an_upgrade(workspace):
    install_package(workspace=workspace, key="crm", actor=ROOT, now=NOW)
    publish(put("field", "lead.score", {"kind": "integer", "label": {"en": "Score"}}))
    publish(put("entity", "lead", {"label": {"en": "Prospect"}}))
    found = get_component(workspace, "entity", "lead")
    assert found["layer"] == "package:crm"
    assert found["origins"]["/label/en"] == "organisation"
    assert found["origins"]["/label/zh-hans"] == "package:crm"
    assert found["origins"]["/fields/score/kind"] == "organisation"
    install_package(workspace=workspace, key="crm", actor=ROOT, now=NOW)
    assert get_component(workspace, "entity", "lead") == found
    publish(delete("view", "lead.mine"))
    install_package(workspace=workspace, key="crm", actor=ROOT, now=NOW)
    assert not list_components(workspace, kind="view", q="lead.mine")


@pytest.mark.parametrize(
    "change",
    [
        delete("entity", "user"),
        rename("entity", "unit", "division"),
        delete("field", "user.name"),
        put("field", "user.name", {"kind": "integer"}),
        rename("field", "user.name", "title"),
        put("entity", "user", {"fields": {"name": None}}),
    ],
)
def test_what_belongs_to_the_platform_stays(workspace, change):
    install_package(workspace=workspace, key="platform", actor=ROOT, now=NOW)
    with pytest.raises(Invalid) as refusal:
        publish(change)
    assert refusal.value.issues[0].code.startswith("system_")


def test_people_get_custom_fields_like_any_entity(workspace):
    install_package(workspace=workspace, key="platform", actor=ROOT, now=NOW)
    publish(put("field", "user.badge", {"kind": "text", "label": {"en": "Badge"}}))
    execute(workspace, f'UPDATE user_account SET "{column(workspace, "badge", "user")}" = %s', ["7"])
    publish(put("field", "user.name", {"label": {"en": "Their name"}}))
    assert active_schema(workspace).get_entity("user").fields["name"].column == "name"
