r"""CSV files in: one module per kind of file, all or nothing (RULES 11).

`table` turns bytes into rows, `cells` a cell into a value, `target_cells` one into targets, `lookup` a word into a
team, a person or a KPI. Each of `people`, `teams`, `kpis`, `readings` and `okrs` reads its file, collects every
problem of every row with its line and column, and saves only when there is none. `run` opens the transaction, and
takes it back for a dry run. The same file twice changes nothing the second time; what `exports` writes is read back
exactly.

With `skip_bad` the rows that are right are saved and the others are told. A row that names one that is skipped (a key
result of a bad objective, a team below a bad one) is skipped too, unless what it names is stored already. A file that
is wrong as a whole, by its header or its quotes, is refused all the same.

Example:
    >>> from handlers.usecases.imports.table import Problems, read_table
    >>> problems = Problems()
    >>> rows = read_table("key,name\ngrowth,Growth\n", required=("key", "name"), problems=problems)
    >>> [(row.line, row["key"], row["name"]) for row in rows]
    [(2, 'growth', 'Growth')]
"""
