"""Opens a catalogue and asks everything in it, with whatever DuckDB this runs on. Run by `test_oldest_duckdb.py` in an environment of its
own, which has DuckDB and nothing else.

    python open_catalogue.py CATALOGUE QUERY...      a line of JSON: DuckDB's version and, for each query, its rows
"""

import json
import sys

import duckdb


def main(path: str, queries: list[str]) -> None:
    connection = duckdb.connect(path, read_only=True, config={"autoinstall_known_extensions": False, "autoload_known_extensions": False})
    rows = [connection.execute(query).fetchall() for query in queries]
    print(json.dumps({"version": duckdb.__version__, "rows": rows}, default=str))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
