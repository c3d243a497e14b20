"""Places as GeoJSON (RFC 7946): a feature a row, for QGIS, Leaflet and the like."""

from typing import Any, BinaryIO

import pyarrow as pa

from flows.store import json_values
from flows.store.unfit import UnfitError

NEEDED = ("longitude", "latitude")
HELP = "GeoJSON is for places: rows need columns named latitude and longitude, degrees north and east, as `from places` has them"


def write(reader: pa.RecordBatchReader, stream: BinaryIO) -> int:
    """Writes a collection of points at `latitude` and `longitude`, in degrees; the other columns are their properties.

    A row without a point is a feature without a place. Raises UnfitError where a column is missing or a point is not on the Earth.
    """
    names = reader.schema.names
    if missing := [name for name in reversed(NEEDED) if name not in names]:
        raise UnfitError(f"{HELP}; there is no column {' and no column '.join(missing)}")
    others = [name for name in names if name not in NEEDED]
    feature = '{"type": "Feature", "geometry": %s, "properties": ' + json_values.template(others) + "}"
    n_rows = 0
    stream.write(b'{"type": "FeatureCollection", "features": [')
    for batch in reader:
        points = [_geometry(*point) for point in zip(*(batch.column(name).to_pylist() for name in NEEDED), strict=True)]
        for values in zip(points, *(json_values.texts(batch.column(name)) for name in others), strict=True):
            stream.write(f"{',' if n_rows else ''}\n{feature % values}".encode())
            n_rows += 1
    stream.write(b"\n]}\n")
    return n_rows


def _geometry(longitude: Any, latitude: Any) -> str:
    if longitude is None or latitude is None:
        return "null"
    try:
        point = float(longitude), float(latitude)
    except (TypeError, ValueError):
        point = (181.0, 91.0)
    if not (-180 <= point[0] <= 180 and -90 <= point[1] <= 90):
        raise UnfitError(f"GeoJSON has points at -90 to 90 degrees north and -180 to 180 east, not at {latitude} and {longitude}")
    return json_values.encoded({"type": "Point", "coordinates": list(point)})
