"""Opens a catalogue and asks everything in it, with whatever DuckDB this runs on. Run by the tests beside it in an environment of its own,
which has DuckDB, its extension for object stores and nothing else.

    python open_catalogue.py CATALOGUE QUERY...      a line of JSON: DuckDB's version and, for each query, its rows

One at `s3://` is opened as the README says, with the credentials and the endpoint of the environment.
"""

import json
import os
import sys
from pathlib import Path

import duckdb


def main(path: str, queries: list[str]) -> None:
    connection = duckdb.connect(config={"autoinstall_known_extensions": False, "autoload_known_extensions": False})
    if path.startswith("s3://"):
        [httpfs] = Path(sys.prefix).glob("lib/python*/site-packages/duckdb_ext/**/httpfs.duckdb_extension")
        connection.execute(f"load '{httpfs}'")
        of = {name: os.environ[f"AWS_{name}"] for name in ("ACCESS_KEY_ID", "SECRET_ACCESS_KEY", "REGION", "ENDPOINT_URL_S3")}
        connection.execute(
            f"create secret (type s3, key_id '{of['ACCESS_KEY_ID']}', secret '{of['SECRET_ACCESS_KEY']}', region '{of['REGION']}',"
            f" endpoint '{of['ENDPOINT_URL_S3'].removeprefix('http://')}', use_ssl false, url_style 'path')"
        )
    connection.execute(f"attach '{path}' as mart (read_only); use mart")
    rows = [connection.execute(query).fetchall() for query in queries]
    print(json.dumps({"version": duckdb.__version__, "rows": rows}, default=str))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
