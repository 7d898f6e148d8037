"""With what a value is entered: a line, a text, a tick, a choice, names by ticking."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desk_app.domain.drafts.entering import shown, value_of
from desk_app.domain.drafts.fields import Editor, SchemeField
from desk_app.views.drafts.offered import offered
from desk_app.views.kit.flow import FlowBar

if TYPE_CHECKING:
    from desk_app.domain.drafts.tree import Node, Path, SchemeDraft
    from desk_app.views.drafts.offered import Offer

_UNCHOSEN = "（不选）"
_LINES = 3


class FieldEditor(QWidget):
    """One value. Subclasses show it and say what a hand made of it."""

    edited = Signal(object)
    """The value, or ``None`` where the field was emptied."""
    says_label = True
    """Whether its label stands before it; a tick has its own."""

    def __init__(self, field: SchemeField) -> None:
        super().__init__()
        self.field = field
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(2)

    def show_value(self, draft: "SchemeDraft", path: "Path", value: "Node | None") -> None:
        """Show what stands at ``path``; what a hand types just now is left alone."""
        raise NotImplementedError

    def useful(self) -> bool:
        """Whether there is anything to enter: names cannot be ticked before there are any."""
        return True

    def take_keys(self) -> None:
        """Give the keys to what is typed in."""
        target = self.focusProxy()
        if target is not None:
            target.setFocus()


class LineField(FieldEditor):
    """One line of text, whatever it stands for."""

    def __init__(self, field: SchemeField) -> None:
        super().__init__(field)
        self.line = QLineEdit()
        self.line.setAccessibleName(field.label)
        self.line.setPlaceholderText(field.hint)
        self.line.textChanged.connect(lambda text: self.line.setToolTip(text or field.hint))
        self.line.setToolTip(field.hint)
        self.line.textEdited.connect(lambda text: self.edited.emit(self._meant(text)))
        self.column.addWidget(self.line)
        self.setFocusProxy(self.line)

    def show_value(self, draft: "SchemeDraft", path: "Path", value: "Node | None") -> None:  # noqa: ARG002
        if self._meant(self.line.text()) != value:
            self.line.setText(shown(self.field, value))
            self.line.setCursorPosition(0)

    def _meant(self, text: str) -> "Node | None":
        return value_of(self.field, text) if text.strip() else None


class TextField(FieldEditor):
    """A few lines; Tab goes on to the next field."""

    def __init__(self, field: SchemeField) -> None:
        super().__init__(field)
        self.text = QPlainTextEdit()
        self.text.setAccessibleName(field.label)
        self.text.setPlaceholderText(field.hint)
        self.text.setToolTip(field.hint)
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(self.text.fontMetrics().lineSpacing() * _LINES + 12)
        self.text.textChanged.connect(self._typed)
        self.column.addWidget(self.text)
        self.setFocusProxy(self.text)

    def show_value(self, draft: "SchemeDraft", path: "Path", value: "Node | None") -> None:  # noqa: ARG002
        if self._meant() != value:
            blocked = QSignalBlocker(self.text)
            self.text.setPlainText(shown(self.field, value))
            blocked.unblock()

    def _typed(self) -> None:
        self.edited.emit(self._meant())

    def _meant(self) -> "Node | None":
        return self.text.toPlainText().strip() or None


class LinesField(TextField):
    """Sentences, a line each: they hold the commas that stand between names elsewhere."""

    def show_value(self, draft: "SchemeDraft", path: "Path", value: "Node | None") -> None:  # noqa: ARG002
        listed = value if isinstance(value, tuple) else ()
        if self._meant() != (listed or None):
            blocked = QSignalBlocker(self.text)
            self.text.setPlainText("\n".join(str(one) for one in listed))
            blocked.unblock()

    def _meant(self) -> "Node | None":
        lines = (one.strip() for one in self.text.toPlainText().splitlines())
        return tuple(one for one in lines if one) or None


class TickField(FieldEditor):
    """Yes, or nothing."""

    says_label = False

    def __init__(self, field: SchemeField) -> None:
        super().__init__(field)
        self.tick = QCheckBox(field.label)
        self.tick.setToolTip(field.hint)
        self.tick.clicked.connect(lambda on: self.edited.emit(True if on else None))
        self.column.addWidget(self.tick)
        self.setFocusProxy(self.tick)

    def show_value(self, draft: "SchemeDraft", path: "Path", value: "Node | None") -> None:  # noqa: ARG002
        self.tick.setChecked(value is True)


class QuietCombo(QComboBox):
    """A choice that the wheel passes over: who scrolls a page changes no rule."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class ChoiceField(FieldEditor):
    """One of some words, or none of them."""

    def __init__(self, field: SchemeField) -> None:
        super().__init__(field)
        self._offers: tuple[Offer, ...] = ()
        self.combo = QuietCombo()
        self.combo.setAccessibleName(field.label)
        self.combo.setToolTip(field.hint)
        self.combo.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.combo.setMinimumContentsLength(8)
        self.combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.combo.activated.connect(self._chosen)
        self.column.addWidget(self.combo)
        self.setFocusProxy(self.combo)

    def offer(self, draft: "SchemeDraft", path: "Path") -> "tuple[Offer, ...]":
        """What can be chosen."""
        if self.field.editor is Editor.YES_NO:
            return ((True, "是"), (False, "否"))
        return offered(draft, path, self.field)

    def show_value(self, draft: "SchemeDraft", path: "Path", value: "Node | None") -> None:
        offers = self.offer(draft, path)
        known = any(one == value and type(one) is type(value) for one, _ in offers)
        if value is not None and not known:
            offers = (*offers, (value, f"{shown(self.field, value)}（没有这一项）"))
        if offers != self._offers or not self.combo.count():
            self._offers = offers
            self.combo.clear()
            self.combo.addItem(_UNCHOSEN)
            self.combo.addItems([label for _, label in offers])
        places = [at for at, (one, _) in enumerate(offers) if one == value]
        self.combo.setCurrentIndex(places[0] + 1 if places and value is not None else 0)

    def _chosen(self, place: int) -> None:
        self.edited.emit(self._offers[place - 1][0] if place else None)


class TicksField(FieldEditor):
    """Several of some words, by ticking; where their order counts it is that of the ticks."""

    def __init__(self, field: SchemeField) -> None:
        super().__init__(field)
        self._offers: tuple[Offer, ...] = ()
        self._value: tuple[Node, ...] = ()
        self._bar: FlowBar | None = None
        self.ticks: list[QCheckBox] = []

    def show_value(self, draft: "SchemeDraft", path: "Path", value: "Node | None") -> None:
        listed = value if isinstance(value, tuple) else () if value is None else (value,)
        self._value = listed
        offers = offered(draft, path, self.field)
        known = [one for one, _ in offers]
        gone = tuple((one, f"{one}（没有这一项）") for one in listed if one not in known)
        if (*offers, *gone) != self._offers or self._bar is None:
            self._build((*offers, *gone))
        for tick, (one, label) in zip(self.ticks, self._offers, strict=True):
            tick.setChecked(one in listed)
            ordered = self.field.editor is Editor.WORDS and one in listed
            tick.setText(f"{listed.index(one) + 1} {label}" if ordered else label)

    def useful(self) -> bool:
        return bool(self.ticks)

    def _build(self, offers: "tuple[Offer, ...]") -> None:
        if self._bar is not None:
            self.column.removeWidget(self._bar)
            self._bar.hide()
            self._bar.deleteLater()
        self._offers = offers
        self.ticks = []
        for word, label in offers:
            tick = QCheckBox(label)
            tick.setAccessibleName(f"{self.field.label}：{label}")
            tick.clicked.connect(lambda on, word=word: self._ticked(word, on=on))
            self.ticks.append(tick)
        self._bar = FlowBar(*self.ticks, spacing=12)
        self.column.addWidget(self._bar)
        self._bar.show()
        if self.ticks:
            self.setFocusProxy(self.ticks[0])

    def _ticked(self, word: "Node", *, on: bool) -> None:
        chosen = {*self._value, word} if on else {one for one in self._value if one != word}
        order = [one for one, _ in self._offers]
        if self.field.editor is Editor.WORDS:
            order = [*self._value, word]
        self._value = tuple(one for one in order if one in chosen)
        self.edited.emit(self._value or None)
