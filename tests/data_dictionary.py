"""The README's data dictionary, made of the catalogue's own comments. `python -m tests.data_dictionary` writes it into the README."""

from pathlib import Path

import duckdb

from flows.store.catalogue import create_views, sql_files

README = Path(__file__).parents[1] / "README.md"
BEGIN, END = "<!-- data dictionary: made by python -m tests.data_dictionary -->", "<!-- end of the data dictionary -->"

# In the order in which people meet them; what is not named here follows by name.
ORDER = [
    "documents",
    "sources",
    "sentences",
    "tokens",
    "mentions",
    "entities",
    "entity_names",
    "roles",
    "quotes",
    "times",
    "places",
    "amounts",
]


def dictionary() -> str:
    """Every view with its columns and every macro with its parameters, as Markdown."""
    with duckdb.connect() as connection:
        create_views(connection, {})
        views = dict(connection.sql("select view_name, comment from duckdb_views() where not internal").fetchall())
        columns = connection.sql(
            "select table_name, column_name, data_type, comment from duckdb_columns() where not internal order by table_name, column_index"
        ).fetchall()
        macros = dict(connection.sql("select function_name, (parameters, comment) from duckdb_functions() where not internal").fetchall())
    lines = []
    ordered = [*(name for name in ORDER if name in views), *sorted(views.keys() - set(ORDER))]
    for name in ordered:
        lines += [f"#### `{name}`", "", views[name], "", "| column | type | |", "| --- | --- | --- |"]
        lines += [f"| `{column}` | {kind} | {comment} |" for table, column, kind, comment in columns if table == name]
        lines.append("")
    for name in sorted(sql_files("macros")):
        parameters, comment = macros[name]
        lines += [f"#### `{name}({', '.join(parameters)})`", "", comment, ""]
    return "\n".join(lines).strip()


def section(readme: str) -> str:
    """What the README says between the marks."""
    return readme.partition(BEGIN)[2].partition(END)[0].strip()


def main() -> None:
    """Puts the dictionary into the README."""
    before = README.read_text(encoding="utf-8")
    head, _, rest = before.partition(BEGIN)
    README.write_text(f"{head}{BEGIN}\n\n{dictionary()}\n\n{END}{rest.partition(END)[2]}", encoding="utf-8")


if __name__ == "__main__":
    main()
