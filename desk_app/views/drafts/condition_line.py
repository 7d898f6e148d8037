"""One line of a condition: ``[满意率] [低于] [60%]``, each a drop-down or a field."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QPushButton, QWidget

from desk_app.domain.drafts.conditions import (
    TOPIC_LABELS,
    ConditionLine,
    Topic,
    comparisons_of,
    fresh,
    subjects_of,
    topics_at,
    typed_value,
    value_field,
)
from desk_app.domain.drafts.entering import shown, value_of
from desk_app.domain.drafts.fields import Editor, SchemeField
from desk_app.views.drafts.field_editors import QuietCombo
from desk_app.views.drafts.offered import offered
from desk_app.views.kit.flow import FlowBar
from desk_app.views.kit.letters import set_widths

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk_app.domain.drafts.tree import Node, Path, SchemeDraft

_YES_NO = ((True, "是"), (False, "否"))
_GONE = "（没有这一项）"


class ConditionRow(FlowBar):
    """Says what it became; a new topic begins the line anew."""

    changed = Signal(object)
    """``ConditionLine``."""
    removed = Signal()

    def __init__(self, draft: "SchemeDraft", path: "Path", line: ConditionLine) -> None:
        super().__init__()
        self._draft = draft
        self.line = line
        self._later: list[QWidget] = []
        topics = list(topics_at(draft, path))
        if line.topic not in topics:
            topics.append(line.topic)
        self.topic = _combo("看什么", [(one, TOPIC_LABELS[one]) for one in topics], line.topic)
        self.topic.activated.connect(lambda at: self._take(fresh(draft, topics[at]), anew=True))
        self.add(self.topic)
        self.take_away = QPushButton("删去")
        self.take_away.setProperty("kind", "link")
        self.take_away.setAccessibleName("删去这个条件")
        self.take_away.clicked.connect(self.removed.emit)
        self._build()

    def take_keys(self) -> None:
        """Begin with what is looked at."""
        self.topic.setFocus()

    def _take(self, line: ConditionLine, *, anew: bool = False) -> None:
        self.line = line
        if anew:
            self._build()
        self.changed.emit(line)

    def _build(self) -> None:
        """Make everything behind the topic for the line as it is."""
        for one in self._later:
            self.take_out(one)
            one.hide()
            one.deleteLater()
        self._later = []
        line, draft = self.line, self._draft
        names = subjects_of(draft, line.topic)
        if names or line.name:
            name = _combo("哪一项", [(one, one) for one in names], line.name)
            name.activated.connect(lambda _: self._named(str(name.currentData())))
            self._put(name)
        suited = comparisons_of(draft, line.topic, line.name)
        if suited or line.comparison:
            words = [(one.word, one.label) for one in suited]
            how = _combo("怎样比", words, line.comparison)
            how.activated.connect(lambda _: self._compared(str(how.currentData())))
            self._put(how)
        if line.topic is Topic.EARLIER:
            self._years()
        self._value()
        self.take_out(self.take_away)
        self.add(self.take_away)
        for one in self._later:
            one.show()
        self.updateGeometry()

    def _put(self, widget: QWidget) -> None:
        self._later.append(widget)
        self.add(widget)

    def _named(self, name: str) -> None:
        """Another subject: the comparison stays where it suits it, the value too."""
        suited = [one.word for one in comparisons_of(self._draft, self.line.topic, name)]
        before = value_field(self._draft, self.line.topic, self.line.name, self.line.comparison)
        how = self.line.comparison if self.line.comparison in suited else "".join(suited[:1])
        after = value_field(self._draft, self.line.topic, name, how)
        value = self.line.value if before == after else _begin(after)
        self._take(replace(self.line, name=name, comparison=how, value=value), anew=True)

    def _compared(self, how: str) -> None:
        before = value_field(self._draft, self.line.topic, self.line.name, self.line.comparison)
        after = value_field(self._draft, self.line.topic, self.line.name, how)
        value = self.line.value if before == after else _begin(after)
        self._take(replace(self.line, comparison=how, value=value), anew=before != after)

    def _years(self) -> None:
        for words, key in (("最近几年", "of"), ("其中至少几年", "at_least")):
            self._put(QLabel(words))
            field = _line_edit(words, shown(None, getattr(self.line, key)))
            field.textEdited.connect(lambda text, key=key: self._year(key, text))
            self._put(field)
        self._put(QLabel("为"))

    def _year(self, key: str, text: str) -> None:
        value = value_of(SchemeField(key, "", Editor.WHOLE), text) if text.strip() else None
        if key == "of":
            self._take(replace(self.line, of=value))
        else:
            self._take(replace(self.line, at_least=value))

    def _value(self) -> None:
        field = value_field(self._draft, self.line.topic, self.line.name, self.line.comparison)
        label = field.label or "值"
        if field.editor is Editor.YES_NO:
            self._choice(label, _YES_NO)
        elif field.editor is Editor.WORD:
            self._choice(label, [(one.word, one.label) for one in field.choices])
        elif field.editor is Editor.NAMES_OF:
            self._ticks(field)
        else:
            text = _line_edit(label, shown(field, self.line.value), letters=8)
            text.setPlaceholderText(field.label)
            text.textEdited.connect(self._typed)
            self._put(text)

    def _typed(self, text: str) -> None:
        self._take(replace(self.line, value=typed_value(self._draft, self.line, text)))

    def _choice(self, label: str, words: "Sequence[tuple[Node, str]]") -> None:
        combo = _combo(label, words, self.line.value)
        combo.activated.connect(lambda _: self._take(replace(self.line, value=combo.currentData())))
        self._put(combo)

    def _ticks(self, field: SchemeField) -> None:
        for word, label in offered(self._draft, (), field):
            tick = QCheckBox(label)
            tick.setChecked(word in self._listed())
            tick.clicked.connect(lambda on, word=word: self._ticked(field, word, on=on))
            self._put(tick)

    def _listed(self) -> "tuple[Node, ...]":
        value = self.line.value
        return value if isinstance(value, tuple) else (value,) if value else ()

    def _ticked(self, field: SchemeField, word: "Node", *, on: bool) -> None:
        chosen = [one for one in self._listed() if one != word] + ([word] if on else [])
        order = [one for one, _ in offered(self._draft, (), field) if one in chosen]
        self._take(replace(self.line, value=tuple(order)))


def _begin(field: SchemeField) -> "Node":
    """A value to begin with."""
    if field.editor is Editor.YES_NO:
        return True
    return field.choices[0].word if field.choices else ""


def _combo(name: str, words: "Sequence[tuple[Node, str]]", value: "Node") -> QuietCombo:
    combo = QuietCombo()
    combo.setAccessibleName(name)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    known = [word for word, _ in words]
    if value not in known:
        combo.addItem(f"{value}{_GONE}" if value else "（请选）", value)
    for word, label in words:
        combo.addItem(label, word)
    combo.setCurrentIndex(known.index(value) if value in known else 0)
    return combo


def _line_edit(name: str, text: str, *, letters: float = 4) -> QLineEdit:
    field = QLineEdit(text)
    field.setAccessibleName(name)
    set_widths(field, fixed=letters)
    return field
