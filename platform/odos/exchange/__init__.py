"""Files in and out: CSV files become records, lists become CSV and XLSX files.

`sources` opens a file (encoding, delimiter, rows), `mapping` reads what the columns mean, `cells` turns a
cell into the value of a field, `lookups` finds the records that cells name, `operations` writes batch by
batch through `odos.records.writes.bulk`, `reports` keeps the findings with the numbers of their rows.
`jobs` does all of it in the background; `journal` is by what another worker resumes. `exports` goes the other
way: `written_cells` makes cells of values, `tables` files of cells.

It must not know HTTP. Start at `operations.import_rows`.
"""
