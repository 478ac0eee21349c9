"""At least 99 of 100 rows of the table of formulas agree, in both back ends and both blank modes."""

from __future__ import annotations

import pytest

from tests.conformance import formula_table

TABLE = formula_table.table_path()
pytestmark = pytest.mark.skipif(
    TABLE is None, reason="the table of formulas does not lie beside this checkout"
)


@pytest.mark.parametrize("blanks", ["blank", "zero"])
@pytest.mark.parametrize("backend", ["python", "sql"])
def test_the_table_of_formulas_agrees(workspace, backend, blanks):
    cases = [
        case
        for formula in formula_table.formulas(TABLE)
        for case in formula_table.run(workspace, formula, backend, blanks)
    ]
    failing = [case for case in cases if not case.agrees]
    shown = "\n".join(
        f"{case.name}: {case.formula} {case.inputs} -> {case.expected!r}, found {case.found!r}"
        for case in failing
    )
    assert len(failing) <= len(cases) / 100, shown
