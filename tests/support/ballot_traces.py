"""Looks for traces of ballots in bytes: patterns of high entropy, however they were written."""

import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

WINDOW = 16
"""Marks in a row that are looked for. Four options: 32 bits, no chance hit in a few megabytes."""

_STARTS = (16, 64)
"""Bytes by which a pattern is first recognised; none is shorter than 16."""

Ballots = Sequence[Sequence[str]]


def patterns(ballots: Ballots, options: Sequence[str]) -> frozenset[bytes]:
    """Every way in which a ballot, or the order of the votes on one line, could be written."""
    found: set[bytes] = set()
    lines = list(zip(*ballots, strict=True))
    for marks in [*ballots, *lines]:
        for start in range(len(marks) - WINDOW + 1):
            found.update(_written(marks[start : start + WINDOW], options))
    return frozenset(found)


def _written(marks: Sequence[str], options: Sequence[str]) -> Iterator[bytes]:
    for first in (0, 1):
        numbers = [options.index(one) + first for one in marks]
        yield bytes(numbers)
        digits = [str(one) for one in numbers]
        for text in ("".join(digits), ",".join(digits), " ".join(digits), "\n".join(digits)):
            yield from _encoded(text)
        yield json.dumps(numbers)[1:-1].encode()
        yield b"".join(one.to_bytes(4, "little") for one in numbers)
    for text in ("".join(marks), ",".join(marks), " ".join(marks), "、".join(marks)):
        yield from _encoded(text)
    yield json.dumps(list(marks), ensure_ascii=False)[1:-1].encode()
    yield json.dumps(list(marks))[1:-1].encode()
    yield repr(tuple(marks))[1:-1].encode()


def _encoded(text: str) -> Iterator[bytes]:
    yield text.encode()
    yield text.encode("utf-16-le")
    yield text.encode("utf-16-be")


def search(data: bytes, wanted: frozenset[bytes]) -> list[bytes]:
    """Return the patterns that occur in ``data``.

    One pass for each of a few lengths looks for beginnings that are telling enough: those of
    32-bit numbers are mostly zeros, and so is a database.
    """
    return [
        one
        for length, starts in _by_start(wanted).items()
        for at in range(len(data) - length + 1)
        if data[at : at + length] in starts
        for one in starts[data[at : at + length]]
        if data.startswith(one, at)
    ]


@lru_cache(maxsize=4)
def _by_start(wanted: frozenset[bytes]) -> dict[int, dict[bytes, list[bytes]]]:
    found: dict[int, dict[bytes, list[bytes]]] = {}
    for one in wanted:
        length = max(start for start in _STARTS if start <= len(one))
        found.setdefault(length, {}).setdefault(one[:length], []).append(one)
    return found


def search_folder(folder: Path, wanted: frozenset[bytes]) -> dict[str, list[bytes]]:
    """Return, by file, the patterns that occur anywhere under ``folder``, names included."""
    hits: dict[str, list[bytes]] = {}
    for path in folder.rglob("*"):
        data = path.relative_to(folder).as_posix().encode()
        if path.is_file():
            data += path.read_bytes()
        found = search(data, wanted)
        if found:
            hits[path.name] = found
    return hits
