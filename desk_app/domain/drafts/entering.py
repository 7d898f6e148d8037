"""From what a hand types or pastes to the value of a field.

What cannot be read as such a value stays the text that it is: the check then says so at the field.
"""

import re
from collections.abc import Sequence
from decimal import Decimal

from desk_app.domain.drafts.catalogue import field_of, order_of
from desk_app.domain.drafts.fields import Editor, SchemeField
from desk_app.domain.drafts.tree import (
    Broken,
    DraftTable,
    Node,
    Path,
    Row,
    SchemeDraft,
    at,
    clear,
    insert,
    put,
    rows,
)
from desk_app.domain.points import format_points, to_half_width
from desk_app.domain.scheme.reading.values import NUMBER

_WHOLE = re.compile(r"-?\d{1,9}")
_BARE_SHARE = re.compile(r"\d{1,6}(?:\.\d{1,6})?[%％]|\d{1,6}/[1-9]\d{0,5}")
_DAY = re.compile(r"(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?")
_SPAN = re.compile(r"\s*[—~～至到-]+\s*")
_BETWEEN = re.compile(r"[、,，;；\n]")
_YES = frozenset({"是", "√", "对", "有", "true", "1"})
_NO = frozenset({"否", "×", "不", "无", "没有", "false", "0"})


def enter(draft: SchemeDraft, path: Path, typed: str) -> SchemeDraft:
    """Set a field to what was typed; a field that is emptied is taken out.

    Raises KeyError for a row that is not there.
    """
    if not typed.strip():
        return clear(draft, path)
    return put(draft, path, value_of(field_of(path), typed), order=order_of(path))


def value_of(field: SchemeField | None, typed: str) -> Node:
    """The value that a typed text stands for in ``field``; the text itself where it is none."""
    plain = typed.strip()
    half = to_half_width(plain)
    match field.editor if field is not None else Editor.TEXT:
        case Editor.NUMBER | Editor.WHOLE | Editor.SIZE | Editor.PERCENT | Editor.DAY as editor:
            return _number(editor, half, plain)
        case Editor.SPAN:
            ends = tuple(Decimal(one) for one in _SPAN.split(half) if NUMBER.fullmatch(one))
            return (ends[0] if len(ends) == 1 else ends) if ends else plain
        case Editor.YES_NO | Editor.OUT as editor:
            no = plain in _NO and editor is Editor.YES_NO
            return plain in _YES if plain in _YES or no else plain
        case Editor.WORD:
            return _word(field, plain)
        case Editor.WORDS:
            return tuple(_word(field, one) for one in _listed(plain))
        case Editor.NAMES_OF | Editor.NAMES:
            return _listed(plain)
        case Editor.WHOLES:
            return tuple(int(one) if _WHOLE.fullmatch(one) else one for one in _listed(half))
        case Editor.GROUPS_OF:
            return tuple(_listed(one) for one in re.split(r"[/／|]", plain))
        case _:
            return plain


def _number(editor: Editor, half: str, plain: str) -> Node:
    """Points, a whole number, a share or a day; ``plain`` where the text is none."""
    if editor is Editor.NUMBER:
        return Decimal(half) if NUMBER.fullmatch(half) else plain
    if editor in {Editor.WHOLE, Editor.SIZE} and _WHOLE.fullmatch(half):
        return int(half)
    if editor is Editor.PERCENT and NUMBER.fullmatch(half):
        return f"{half}%"
    if editor in {Editor.SIZE, Editor.PERCENT} and _BARE_SHARE.fullmatch(half):
        return half.replace("％", "%")
    if editor is Editor.DAY and (day := _DAY.fullmatch(half)):
        return f"{int(day.group(1)):02}-{int(day.group(2)):02}"
    return plain


def shown(field: SchemeField | None, value: Node | None) -> str:
    """A value as the text of its field: what was typed comes back as it was meant."""
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case Broken(text):
            return text
        case Decimal():
            return format_points(value)
        case str() if field is not None and field.choices:
            return next((one.label for one in field.choices if one.word == value), value)
        case tuple():
            nested = any(isinstance(one, tuple) for one in value)
            return ("/" if nested else "、").join(shown(field, one) for one in value)
        case DraftTable():
            return ""
        case _:
            return str(value)


def paste(
    draft: SchemeDraft,
    path: Path,
    columns: Sequence[str],
    block: Sequence[Sequence[str]],
    place: int | None = None,
) -> SchemeDraft:
    """Put a block of cells into the list at ``path``, a row each, its cells under ``columns``.

    From ``place`` on it goes over the rows that are there, which keep their other fields, and
    makes rows where there are no more; without ``place`` all rows are new. Empty cells say
    nothing, empty rows are left out.
    """
    made = [row for cells in block if (row := _row(path, columns, cells))]
    if place is None:
        return insert(draft, path, made, order=order_of(path)) if made else draft
    for offset, row in enumerate(made):
        here = place + offset
        if here >= len(rows(draft, path)):
            return insert(draft, path, made[offset:], order=order_of(path))
        for key, value in row.items():
            inside = (*path, here, key)
            draft = put(draft, inside, value, order=order_of(inside))
    return draft


def running_sum(draft: SchemeDraft) -> Decimal:
    """What the points of the indicators come to that count, for the line under their table."""
    total = Decimal(0)
    for place, _ in enumerate(rows(draft, ("indicators",))):
        points = at(draft, ("indicators", place, "points"))
        if isinstance(points, str) and NUMBER.fullmatch(to_half_width(points)):
            points = Decimal(to_half_width(points))
        if isinstance(points, int | Decimal) and not isinstance(points, bool):
            total += points
    return total


def _row(path: Path, columns: Sequence[str], cells: Sequence[str]) -> Row:
    return {
        key: value_of(field_of((*path, 0, key)), cell)
        for key, cell in zip(columns, cells, strict=False)
        if key and cell.strip()
    }


def _word(field: SchemeField | None, plain: str) -> str:
    known = field.choices if field is not None else ()
    return next((one.word for one in known if plain in {one.label, one.word}), plain)


def _listed(plain: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.strip() for one in _BETWEEN.split(plain) if one.strip()))
