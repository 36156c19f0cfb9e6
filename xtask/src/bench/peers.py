"""The same question as `hinomi observe count`, answered with NumPy and a data-frame engine.

usage: peers.py duckdb|polars CAPTURE OUT.csv
Walks the record headers for their offsets, takes the fields out as columns, groups with the engine. Exact; for
classic little-endian pcap with Ethernet and IPv4, which is what the measuring captures are.
"""

import struct
import sys

import numpy as np


def columns(path):
    data = np.fromfile(path, np.uint8)
    view, length = memoryview(data), len(data)
    word = struct.Struct("<I").unpack_from
    offsets, at = [], 24
    while at + 16 <= length:
        offsets.append(at)
        at += 16 + word(view, at + 8)[0]
    o = np.array(offsets, np.int64)

    def field(start, width):
        value = np.zeros(len(o), np.uint32)
        for i in range(width):
            value = value << 8 | data[o + start + i]
        return value

    second = data[o].astype(np.uint32)
    for i in (1, 2, 3):
        second |= data[o + i].astype(np.uint32) << (8 * i)
    proto = data[o + 39]
    transport = 30 + (data[o + 30] & 15).astype(np.int64) * 4
    first = data[o + transport]
    dport = data[o + transport + 2].astype(np.uint32) << 8 | data[o + transport + 3]
    ports = (proto == 6) | (proto == 17)
    port = np.where(ports, dport, np.where(proto == 1, first, 0)).astype(np.uint16)
    keep = field(28, 2) == 0x0800
    all_columns = {"hour": second // 3600, "proto": proto, "port": port, "src": field(42, 4)}
    return {name: np.ascontiguousarray(column[keep]) for name, column in all_columns.items()}


def with_duckdb(packets, out):
    import duckdb

    connection = duckdb.connect()
    connection.execute(
        "COPY (SELECT hour, proto, port, count(*) AS packets, count(DISTINCT src) AS sources "
        f"FROM packets GROUP BY ALL ORDER BY hour, proto, port) TO '{out}' (HEADER)"
    )


def with_polars(packets, out):
    import polars as pl

    rows = (
        pl.DataFrame(packets)
        .lazy()
        .group_by("hour", "proto", "port")
        .agg(pl.len().alias("packets"), pl.col("src").n_unique().alias("sources"))
        .sort("hour", "proto", "port")
        .collect()
    )
    rows.write_csv(out)


engine, capture, out = sys.argv[1:4]
{"duckdb": with_duckdb, "polars": with_polars}[engine](columns(capture), out)
