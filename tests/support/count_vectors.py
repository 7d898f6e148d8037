"""Reads a folder as a thief would: every vector of votes that any of its files can give back.

A database is taken as it is, and as it was after each commit that its write-ahead log still
holds. Two vectors are held against each other: is one minus the other a ballot, or the
difference of two? And every byte is searched for records of batches, deleted ones too.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from functools import lru_cache
from itertools import combinations, product
from pathlib import Path

Vector = Mapping[tuple[int, str], int]
"""(line on the paper, option) → votes."""
_Key = frozenset[tuple[tuple[int, str], int]]

_WAL_HEADER, _FRAME_HEADER = 32, 24
_SIZES = {0: 0, 8: 0, 9: 0, 1: 1, 2: 2}
"""Bytes of a small whole number by its type in a record."""


def ballot_vector(marks: Sequence[str]) -> Vector:
    """One ballot as the counters it adds."""
    return dict.fromkeys(enumerate(marks), 1)


def vectors(folder: Path) -> dict[str, Vector]:
    """Return every vector that can be read from the files under ``folder``, by where it stands."""
    found: dict[str, Vector] = {}
    for path in sorted(folder.rglob("*")):
        if path.suffix in {".db", ".part"} and path.is_file():
            for moment, image in enumerate(_images(path)):
                for name, vector in _of_image(image).items():
                    found[f"{path.name}@{moment} {name}"] = vector
    return found


def telling(found: Mapping[str, Vector], ballots: Sequence[Sequence[str]]) -> list[str]:
    """Name the vectors, and the pairs of them, that give a ballot away."""
    known = _wanted(tuple(tuple(one) for one in ballots))
    distinct = {_key(vector): name for name, vector in found.items()}
    named = [(name, dict(vector)) for vector, name in distinct.items()]
    hits = [name for name, vector in named if _key(vector) in known]
    hits += [
        f"{name} - {other_name}"
        for (name, one), (other_name, other) in combinations(named, 2)
        if _key(minus(one, other)) in known
    ]
    return hits


@lru_cache(maxsize=2)
def _wanted(ballots: tuple[tuple[str, ...], ...]) -> frozenset[_Key]:
    """What must not come out: a ballot, or one ballot less another; with either sign."""
    single = [ballot_vector(one) for one in ballots]
    found = {_key(one) for one in single}
    found |= {_key(minus(one, other)) for one, other in combinations(single, 2)}
    return frozenset(found | {_key({cell: -number for cell, number in one}) for one in found})


def minus(one: Vector, other: Vector) -> Vector:
    """Subtract counter by counter."""
    return {cell: one.get(cell, 0) - other.get(cell, 0) for cell in {*one, *other}}


def batch_records(folder: Path, options: Sequence[str]) -> Counter[str]:
    """Count, by file, the records of ``batch_count`` that stand anywhere in its bytes.

    Deleted ones count, and so do pages of the write-ahead log.
    """
    found: Counter[str] = Counter()
    for path in folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            found[path.name] += sum(_records(data, option.encode()) for option in options)
    return +found


def _records(data: bytes, option: bytes) -> int:
    number, at = 0, data.find(option)
    while at >= 0:
        for kinds in product(_SIZES, repeat=3):
            start = at - sum(_SIZES[one] for one in kinds) - 6
            head = bytes((6, *kinds, 13 + 2 * len(option)))
            if start >= 0 and data[start : start + 5] == head:
                number += 1
                break
        at = data.find(option, at + 1)
    return number


def _images(path: Path) -> Iterator[bytes]:
    """The database as its file is, then after each commit in the write-ahead log."""
    image = bytearray(path.read_bytes())
    yield bytes(image)
    log = path.with_name(path.name + "-wal")
    data = log.read_bytes() if log.is_file() else b""
    if len(data) < _WAL_HEADER:
        return
    size = int.from_bytes(data[8:12], "big")
    # Frames of an earlier run of the log count as well: a thief does not ask for the salt.
    for at in range(_WAL_HEADER, len(data) - _FRAME_HEADER - size + 1, _FRAME_HEADER + size):
        page = int.from_bytes(data[at : at + 4], "big")
        end = page * size
        image.extend(bytes(max(0, end - len(image))))
        image[end - size : end] = data[at + _FRAME_HEADER : at + _FRAME_HEADER + size]
        if int.from_bytes(data[at + 4 : at + 8], "big"):
            yield bytes(image)


@lru_cache(maxsize=64)
def _of_image(image: bytes) -> dict[str, Vector]:
    if not image:
        return {}
    plain = image[:18] + b"\1\1" + image[20:]  # no log of its own
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(plain)
        try:
            return _query(connection)
        except sqlite3.DatabaseError:
            return {}  # before the schema was there


def _query(connection: sqlite3.Connection) -> dict[str, Vector]:
    found: dict[str, dict[tuple[int, str], int]] = {}
    for poll, number, keying, line, option, votes, state in connection.execute(
        "SELECT poll_id, number, keying, position, option, votes, state FROM batch_count"
        " JOIN batch ON batch.id = batch_id JOIN poll_subject USING (poll_id, subject_id)"
    ):
        names = [f"poll {poll} batch {number} keying {keying}"]
        names += [f"poll {poll} first keyings"] * (keying < 2)
        names += [f"poll {poll} settled"] * (state == "settled")
        _add(found, names, (line, option), votes)
    for poll, version, category, line, option, votes in connection.execute(
        "SELECT poll_id, version, category, position, option, votes FROM tally"
        " JOIN poll_subject USING (poll_id, subject_id)"
    ):
        names = [f"poll {poll} version {version} {category}", f"poll {poll} v{version} whole"]
        _add(found, names, (line, option), votes)
    return {**found, **_remainders(found)}


def _add(
    found: dict[str, dict[tuple[int, str], int]],
    names: Sequence[str],
    cell: tuple[int, str],
    votes: int,
) -> None:
    for name in names:
        cells = found.setdefault(name, {})
        cells[cell] = cells.get(cell, 0) + votes


def _remainders(found: Mapping[str, Vector]) -> dict[str, Vector]:
    """What a whole leaves over when all that is keyed so far of the next count is taken off."""
    return {
        f"{name} less {other}": minus(found[name], found[other])
        for name in found
        if name.endswith("whole")
        for other in found
        if other.split()[:2] == name.split()[:2] and other.endswith(("first keyings", "settled"))
    }


def _key(vector: Vector) -> _Key:
    return frozenset((cell, number) for cell, number in vector.items() if number)
