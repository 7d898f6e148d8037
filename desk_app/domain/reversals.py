"""Many rows written at once, as they were before and after: what can be taken back whole.

An image is a row by column, ``None`` where there was none. Of a row that was only changed the
images hold the columns that changed, so that what is typed beside them later is nobody's matter.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

Value = str | int | None
Image = Mapping[str, Value]
Key = tuple[Value, ...]

KEPT = 20
"""So many bulk acts are kept with their images; older ones can be taken back no more."""

_BESIDES = frozenset({"entered_by", "entered_at", "position", "initials"})
"""Columns that say nothing by themselves: who typed it, and in which order it is listed."""


class BulkKind(StrEnum):
    """Where a bulk act was done; its name as it is stored."""

    LIST = "list"
    SCORES = "scores"
    FACTS = "facts"
    LEVELS = "levels"
    DECISIONS = "decisions"
    LEDGER = "ledger"

    @property
    def unit(self) -> str:
        """What its rows are counted in."""
        return _UNITS[self]


_UNITS = {
    BulkKind.LIST: "个党组织",
    BulkKind.SCORES: "格",
    BulkKind.FACTS: "格",
    BulkKind.LEVELS: "格",
    BulkKind.DECISIONS: "个党组织",
    BulkKind.LEDGER: "项",
}


@dataclass(frozen=True, slots=True)
class RowImage:
    """One row of a table, by its primary key, before and after."""

    table: str
    key: Key
    before: Image | None
    after: Image | None

    def target(self, *, forward: bool) -> Image | None:
        """What is to stand: ``after`` when the act is done again, else ``before``."""
        return self.after if forward else self.before


@dataclass(frozen=True, slots=True)
class BulkAct:
    """An act that wrote many rows; ``made_at`` is ISO text to the second.

    ``counted`` is what stands behind a number of the round's subjects, "" outside of rounds.
    """

    id: int
    kind: BulkKind
    words: str
    round_id: int | None
    made_at: str
    made_by: str
    rows: int
    counted: str = ""

    @property
    def amount(self) -> str:
        """How much it was: 300 格, 12 名党员; subjects as the round's scheme counts them."""
        decisions = self.kind is BulkKind.DECISIONS
        return f"{self.rows} {(decisions and self.counted) or self.kind.unit}"

    @property
    def named(self) -> str:
        """When it was done, what it was and how much: “… 10:42 的“导入评分表”（300 格）”."""
        amount = f"（{self.amount}）" if self.rows > 1 else ""
        return f"{self.made_at[:16]} 的“{self.words}”{amount}"


def differences(
    table: str, before: Mapping[Key, Image], after: Mapping[Key, Image]
) -> Iterator[RowImage]:
    """Yield every row that is not what it was; the order is that of ``after``, then ``before``.

    A row of which only who typed it and when has changed is none.
    """
    for key in dict.fromkeys((*after, *before)):
        old, new = before.get(key), after.get(key)
        if old is None or new is None:
            yield RowImage(table, key, old, new)
            continue
        changed = [column for column in new if new[column] != old[column]]
        if set(changed) - _BESIDES:
            yield RowImage(
                table,
                key,
                {column: old[column] for column in changed},
                {column: new[column] for column in changed},
            )


def fits(image: Image | None, present: Image | None) -> bool:
    """Say whether the row that stands is the one of an image, as far as the image knows it."""
    if image is None or present is None:
        return image is present
    return all(
        present[column] == value for column, value in image.items() if column not in _BESIDES
    )


def to_text(rows: Sequence[RowImage]) -> str:
    """Write images down, as ``from_text`` reads them."""
    found = [[one.table, one.key, one.before, one.after] for one in rows]
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


def from_text(text: str) -> tuple[RowImage, ...]:
    """Read what ``to_text`` wrote."""
    return tuple(
        RowImage(table, tuple(key), before, after) for table, key, before, after in json.loads(text)
    )
