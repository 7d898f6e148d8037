"""A condition as a sentence with drop-downs: lines, and groups of lines that go together."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from desk_app.domain.drafts.conditions import (
    JOINED_LABELS,
    ConditionGroup,
    ConditionLine,
    ConditionPart,
    Joined,
    UnknownCondition,
    fresh,
    part_of,
    table_of_part,
    topics_at,
)
from desk_app.domain.drafts.tree import SchemeDraft
from desk_app.views.drafts.condition_line import ConditionRow
from desk_app.views.drafts.field_editors import FieldEditor, QuietCombo
from desk_app.views.kit.flow import FlowBar

if TYPE_CHECKING:
    from desk_app.domain.drafts.fields import SchemeField
    from desk_app.domain.drafts.tree import Node, Path

Place: TypeAlias = tuple[int, ...]
"""Which part of the group inside which part of the group … is meant; () is the whole."""


class ConditionField(FieldEditor):
    """Lines below each other; with several, a choice over them says how they go together."""

    def __init__(self, field: "SchemeField") -> None:
        super().__init__(field)
        self._draft = SchemeDraft()
        self._path: Path = ()
        self._part: ConditionPart | None = None
        self._built: tuple[object, ...] = ()
        self._inside: QWidget | None = None
        self.rows: list[ConditionRow] = []
        self.add_button: QPushButton | None = None

    def show_value(self, draft: "SchemeDraft", path: "Path", value: "Node | None") -> None:
        part = part_of(value)
        self._draft, self._path = draft, path
        built = (part, path, _around(draft))
        if self._inside is None or built != self._built:
            self._part, self._built = part, built
            self._build()

    def _set(self, part: "ConditionPart | None", *, rebuild: bool = True) -> None:
        """Take a part over, say so, and give the keys to the line that came last."""
        count = len(self.rows)
        self._part = part
        self._built = (part, self._path, _around(self._draft))
        if rebuild:
            # a button is not taken away while it is being pressed
            QTimer.singleShot(0, self, lambda: self._rebuilt(count))
        self.edited.emit(None if part is None else table_of_part(part))

    def _rebuilt(self, count: int) -> None:
        self._build()
        if len(self.rows) > count:
            self.rows[-1].take_keys()
        elif self.add_button is not None:
            self.add_button.setFocus()

    def _build(self) -> None:
        if self._inside is not None:
            self.column.removeWidget(self._inside)
            self._inside.hide()
            self._inside.deleteLater()
        self.rows = []
        self._inside = inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        if self._part is not None:
            column.addWidget(self._shown(self._part, ()))
        if not isinstance(self._part, ConditionGroup):
            words = "＋ 条件" if self._part is None else "＋ 再加一个条件"
            self.add_button = _button(f"{self.field.label}：{words}", words, self._add)
            column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(inside)
        inside.show()
        first = self.rows[0].topic if self.rows else self.add_button
        if first is not None:
            self.setFocusProxy(first)

    def _add(self) -> None:
        line = self._fresh()
        if line is not None:
            whole = self._part
            self._set(line if whole is None else ConditionGroup(Joined.ALL, (whole, line)))

    def _fresh(self) -> ConditionLine | None:
        topics = topics_at(self._draft, self._path)
        return fresh(self._draft, topics[0]) if topics else None

    def _put(self, place: Place, new: "ConditionPart | None", *, rebuild: bool = True) -> None:
        self._set(_with(self._part, place, new), rebuild=rebuild)

    def _shown(self, part: "ConditionPart", place: Place) -> QWidget:
        match part:
            case ConditionLine():
                return self._line(part, place)
            case ConditionGroup():
                return self._group(part, place)
            case UnknownCondition():
                bar = FlowBar(QLabel("这里的条件看不懂，原样留着。"))
                bar.add(_button("删去看不懂的条件", "删去", lambda: self._put(place, None)))
                return bar

    def _line(self, part: ConditionLine, place: Place) -> QWidget:
        row = ConditionRow(self._draft, self._path, part)
        # what stands around a line is not made anew under the hand that changes it
        row.changed.connect(lambda line: self._put(place, line, rebuild=False))
        row.removed.connect(lambda: self._put(place, None))
        self.rows.append(row)
        return row

    def _group(self, part: ConditionGroup, place: Place) -> QWidget:
        frame = QFrame()
        frame.setFrameShape(QFrame.Shape.StyledPanel)
        column = QVBoxLayout(frame)
        column.setContentsMargins(8, 4, 4, 4)
        column.setSpacing(4)
        joined = QuietCombo()
        joined.setAccessibleName("这几个条件怎样合起来")
        ways = list(Joined)
        joined.addItems([JOINED_LABELS[one] for one in ways])
        joined.setCurrentIndex(ways.index(part.joined))
        joined.activated.connect(lambda at: self._join(place, ways[at]))
        column.addWidget(joined, 0, Qt.AlignmentFlag.AlignLeft)
        for number, inner in enumerate(part.parts):
            column.addWidget(self._shown(inner, (*place, number)))
        if part.joined is not Joined.NOT:
            column.addWidget(
                FlowBar(
                    _button("再加一个条件", "＋ 条件", lambda: self._more(place)),
                    _button("再加一组条件", "＋ 一组", lambda: self._more(place, group=True)),
                )
            )
        return frame

    def _join(self, place: Place, way: Joined) -> None:
        part = _found(self._part, place)
        if isinstance(part, ConditionGroup):
            self._put(place, _joined(part, way))

    def _more(self, place: Place, *, group: bool = False) -> None:
        part, line = _found(self._part, place), self._fresh()
        if not isinstance(part, ConditionGroup) or line is None:
            return
        other = Joined.ANY if part.joined is Joined.ALL else Joined.ALL
        new: ConditionPart = ConditionGroup(other, (line,)) if group else line
        self._put(place, replace(part, parts=(*part.parts, new)))


def _found(part: "ConditionPart | None", place: Place) -> "ConditionPart | None":
    found: ConditionLine | ConditionGroup | UnknownCondition | None = None
    if not place:
        found = part
    elif isinstance(part, ConditionGroup):
        found = _found(part.parts[place[0]], place[1:])
    return found


def _with(
    part: "ConditionPart | None", place: Place, new: "ConditionPart | None"
) -> "ConditionPart | None":
    """The condition with another part at a place, or without the one that is there."""
    if not place or not isinstance(part, ConditionGroup):
        return new
    inner = _with(part.parts[place[0]], place[1:], new)
    return _replaced(part, place[0], inner)


def _around(draft: SchemeDraft) -> tuple[object, ...]:
    """What the drop-downs of a condition are filled from."""
    keys = ("format", "levels", "facts", "rates", "polls", "adjustments", "indicators", "steps")
    return tuple(draft.root.fields.get(key) for key in (*keys, "stars"))


def _joined(part: ConditionGroup, way: Joined) -> "ConditionPart":
    """The same lines gone together another way; several that must not hold are held as one."""
    if way is Joined.NOT and len(part.parts) > 1:
        return ConditionGroup(Joined.NOT, (ConditionGroup(Joined.ANY, part.parts),))
    if part.joined is Joined.NOT and isinstance(part.parts[0], ConditionGroup):
        return replace(part.parts[0], joined=way)
    return ConditionGroup(way, part.parts)


def _replaced(
    part: ConditionGroup, place: int, new: "ConditionPart | None"
) -> "ConditionPart | None":
    """The group with another part, or without it; one that is left alone needs no group."""
    inner = () if new is None else (new,)
    parts: tuple[ConditionPart, ...] = (*part.parts[:place], *inner, *part.parts[place + 1 :])
    if not parts:
        return None
    if new is None and len(parts) == 1 and part.joined is not Joined.NOT:
        return parts[0]
    return replace(part, parts=parts)


def _button(name: str, words: str, act: Callable[[], object]) -> QPushButton:
    button = QPushButton(words)
    button.setProperty("kind", "link")
    button.setAccessibleName(name)
    button.clicked.connect(lambda _=False: act())
    return button
