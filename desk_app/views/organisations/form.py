"""The form beside the tree: every field is kept when it is left, wrong ones say so in place."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QFormLayout,
    QFrame,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desk_app.domain.organisations.model import (
    DOMAINS,
    KINDS,
    OrganisationForm,
    form_of,
    kinds_of,
)
from desk_app.domain.organisations.values import guess_kind, parse_count
from desk_app.views.kit.date_field import DateField
from desk_app.views.kit.letters import set_widths
from desk_app.views.kit.name_combo import NameCombo
from desk_app.views.kit.name_field import NameField
from desk_app.views.kit.sayings import Saying
from desk_app.views.kit.short_words import show_from_start, tell_whole
from desk_app.views.organisations.buttons import EditorButtons, line_height
from desk_app.views.organisations.parents import show_parents
from desk_app.views.organisations.retire_box import RetireBox

if TYPE_CHECKING:
    from desk_app.domain.kit.clock import Clock
    from desk_app.views.use_cases import registry

T = TypeVar("T")

_TEXTS = {
    "name": "全称",
    "short_name": "简称",
    "code": "代码",
    "area": "区域",
    "secretary": "书记",
    "contact": "联系人",
    "phone": "电话",
    "member_count": "党员数",
    "founded_on": "成立时间",
    "elected_on": "换届时间",
    "term_ends_on": "届满时间",
}
_DAYS = ("founded_on", "elected_on", "term_ends_on")
_PEOPLE = ("secretary", "contact")
_ORDER = (
    "name",
    "short_name",
    "code",
    "kind",
    "parent_id",
    "domain",
    "area",
    "secretary",
    "contact",
    "phone",
    "member_count",
    "founded_on",
    "elected_on",
    "term_ends_on",
)
_LABELS = _TEXTS | {"kind": "组织类别", "parent_id": "上级", "domain": "领域"}


class OrganisationEditor(QScrollArea):
    """One organisation. ``typed`` brings a form whose fields can all be read."""

    typed = Signal(object)
    add_wanted = Signal(object)
    given_up = Signal()
    retire_wanted = Signal(object, str)
    restore_wanted = Signal()
    remove_wanted = Signal()
    move_wanted = Signal(int)
    left = Signal()

    def __init__(self, clock: "Clock") -> None:
        super().__init__()
        self.form: OrganisationForm | None = None
        self.fields: dict[str, QLineEdit | QComboBox] = {}
        self.errors: dict[str, Saying] = {}
        self._filling = False
        self._kind_chosen = False
        self._everyone: Sequence[registry.OrganisationRow] = ()
        self.setWidgetResizable(True)
        self.setAccessibleName("党组织信息")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QFrame()
        inner.setObjectName("card")
        rows = QVBoxLayout(inner)
        rows.setContentsMargins(14, 10, 14, 10)
        self.heading = QLabel()
        self.heading.setProperty("kind", "next")
        self.heading.setWordWrap(True)
        self.state = QLabel()
        self.state.setProperty("kind", "wrong")
        self.state.setWordWrap(True)
        rows.addWidget(self.heading)
        rows.addWidget(self.state)
        rows.addLayout(self._field_rows(inner))
        self.buttons = EditorButtons()
        self.retire_box = RetireBox(clock)
        rows.addWidget(self.buttons)
        rows.addWidget(self.retire_box)
        rows.addStretch(1)
        self._connect()
        self.setWidget(inner)
        set_widths(self, least=23.5)

    def show_row(
        self,
        row: "registry.OrganisationRow",
        everyone: "Sequence[registry.OrganisationRow]",
    ) -> None:
        """Show an organisation of the registry."""
        self._show(form_of(row), everyone)
        self.heading.setText(row.name)
        retired = row.retired_on is not None
        if row.retired_on is not None:
            self.state.setText(f"已于 {row.retired_on} 撤销：{row.retired_reason}")
        self.state.setVisible(retired)
        for field in self.fields.values():
            field.setEnabled(not retired)
        self.buttons.show_for(new=False, retired=retired)

    def show_new(
        self,
        parent: "registry.OrganisationRow | None",
        everyone: "Sequence[registry.OrganisationRow]",
    ) -> None:
        """Offer an empty form; superior, 领域 and 区域 are taken over from ``parent``."""
        form = OrganisationForm("", KINDS[2] if parent else KINDS[0])
        if parent is not None:
            form = OrganisationForm(
                "", KINDS[2], parent_id=parent.id, domain=parent.domain, area=parent.area
            )
        self._show(form, everyone)
        self._kind_chosen = False
        self.heading.setText("新增党组织")
        self.state.hide()
        for field in self.fields.values():
            field.setEnabled(True)
        self.buttons.show_for(new=True, retired=False)
        self.fields["name"].setFocus()

    def show_nothing(self) -> None:
        """Nothing is chosen."""
        self.form = None
        self.widget().hide()

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """Show sentences beside their fields, over what is there; the first comes into sight."""
        for name, label in self.errors.items():
            label.say(problems.get(name, ""), self.fields[name])
        first = next((name for name in _ORDER if name in problems), None)
        if first is not None:
            self.ensureWidgetVisible(self.fields[first])

    def has_problems(self) -> bool:
        """Whether something typed could not be kept."""
        return any(label.text() for label in self.errors.values())

    def typed_new(self) -> bool:
        """Whether a new organisation is being typed that is not registered yet."""
        adding = self.form is not None and self.form.id is None
        return adding and any(self._text(name) for name in ("name", "code", "secretary"))

    def people(self) -> tuple[NameField, ...]:
        """The fields that name a person."""
        return tuple(one for one in self.fields.values() if isinstance(one, NameField))

    def snapshot(self) -> dict[str, str]:
        """What stands in every field, as text."""
        return {
            name: field.text() if isinstance(field, QLineEdit) else field.currentText()
            for name, field in self.fields.items()
        }

    def bring_back(self, snapshot: Mapping[str, str]) -> None:
        """Put back what was typed; fields that cannot be kept say so again."""
        for name, text in snapshot.items():
            field = self.fields[name]
            if isinstance(field, QLineEdit):
                field.setText(text)
            else:
                field.setCurrentText(text)
        self.read()
        self.fields["name"].setFocus()

    def accept_saved(self, form: OrganisationForm) -> None:
        """What was typed is on disk now."""
        self.form = form
        self.heading.setText(form.name)

    def read(self) -> OrganisationForm | None:
        """The form as typed; None where a field cannot be read (it says so)."""
        problems: dict[str, str] = {}
        count = self._parsed("member_count", parse_count, problems)
        founded = self._day("founded_on", problems)
        elected = self._day("elected_on", problems)
        ends = self._day("term_ends_on", problems)
        self.show_problems(problems)
        if problems:
            return None
        return OrganisationForm(
            id=self.form.id if self.form else None,
            name=self._text("name"),
            kind=self._combo("kind").currentText(),
            short_name=self._text("short_name"),
            code=self._text("code"),
            parent_id=self._combo("parent_id").currentData(),
            domain=self._combo("domain").currentData() or "",
            area=self._text("area"),
            secretary=self._text("secretary"),
            contact=self._text("contact"),
            phone=self._text("phone"),
            member_count=count,
            founded_on=founded,
            elected_on=elected,
            term_ends_on=ends,
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes to the next field, Esc back to the tree; the wheel changes nothing."""
        if event.type() == QEvent.Type.Wheel and isinstance(watched, QComboBox):
            event.ignore()
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                self.left.emit()
                return True
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and watched is not self.retire_box.reason and isinstance(watched, QWidget):
                last = watched is self.fields["term_ends_on"]
                if last and self.buttons.add.isVisible():
                    self.buttons.add.setFocus()
                else:
                    self.focusNextChild()
                return True
        return super().eventFilter(watched, event)

    def _field_rows(self, inner: QWidget) -> QFormLayout:
        layout = QFormLayout()
        layout.setVerticalSpacing(4)
        for name in _ORDER:
            field = self._field(name)
            tell_whole(field)
            field.installEventFilter(self)
            field.setMinimumHeight(line_height(field))
            label = QLabel(_LABELS[name])
            label.setBuddy(field)
            field.setAccessibleName(_LABELS[name])
            self.fields[name], self.errors[name] = field, Saying(inner)
            layout.addRow(label, field)
        return layout

    def _field(self, name: str) -> QLineEdit | QComboBox:
        if name in _TEXTS:
            plain = NameField if name in _PEOPLE else QLineEdit
            line = DateField() if name in _DAYS else plain()
            line.editingFinished.connect(self._commit)
            if name in _DAYS:
                line.setPlaceholderText("如 2026-03-01")
            if name == "name":
                line.textEdited.connect(self._guess)
            return line
        combo = NameCombo() if name == "parent_id" else QComboBox()
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(8)
        combo.activated.connect(self._choose)
        if name == "domain":
            combo.addItem("（未填）", "")
            for domain in DOMAINS:
                combo.addItem(domain, domain)
        return combo

    def _connect(self) -> None:
        self.buttons.add_pressed.connect(self._add)
        self.buttons.give_up_pressed.connect(self.given_up)
        self.buttons.move_pressed.connect(self.move_wanted)
        self.buttons.retire_pressed.connect(self._ask_retire)
        self.buttons.restore_pressed.connect(self.restore_wanted)
        self.buttons.remove_pressed.connect(self.remove_wanted)
        self.retire_box.confirmed.connect(self.retire_wanted)
        for field in (self.retire_box.day, self.retire_box.reason):
            field.installEventFilter(self)

    def _show(self, form: OrganisationForm, everyone: "Sequence[registry.OrganisationRow]") -> None:
        self._filling = True
        self.widget().show()
        self.form = form
        for name in _TEXTS:
            value = getattr(form, name)
            show_from_start(
                self._line(name),
                value.isoformat()
                if isinstance(value, date)
                else ""
                if value is None
                else str(value),
            )
        kinds = self._combo("kind")
        kinds.clear()
        kinds.addItems(kinds_of(everyone))
        kinds.setCurrentText(form.kind)
        domains = self._combo("domain")
        domains.setCurrentIndex(max(0, domains.findData(form.domain)))
        self._everyone = everyone
        show_parents(self._combo("parent_id"), form, everyone, form.kind)
        areas = sorted({one.area for one in everyone if one.area})
        self._line("area").setCompleter(QCompleter(areas, self))
        self.show_problems({})
        self.retire_box.hide()
        self._kind_chosen = True
        self._filling = False

    def _guess(self, name: str) -> None:
        """While adding, the name's ending chooses the kind until it is chosen by hand."""
        kind = guess_kind(name)
        if kind and self.form and self.form.id is None and not self._kind_chosen:
            self._combo("kind").setCurrentText(kind)

    def _choose(self, _index: int) -> None:
        if self.sender() is self.fields["kind"]:
            self._kind_chosen = True
            if (form := self.form) is not None:
                parent = self._combo("parent_id").currentData()
                kind = self._combo("kind").currentText()
                form = replace(form, parent_id=parent)
                show_parents(self._combo("parent_id"), form, self._everyone, kind)
        self._commit()

    def _commit(self) -> None:
        if self._filling or self.form is None or self.form.id is None:
            return
        form = self.read()
        if form is not None and form != self.form:
            self.typed.emit(form)

    def _add(self) -> None:
        form = self.read()
        if form is not None:
            self.add_wanted.emit(form)

    def _ask_retire(self) -> None:
        self.retire_box.ask()
        self.ensureWidgetVisible(self.retire_box)

    def _parsed(self, name: str, parse: Callable[[str], T], problems: dict[str, str]) -> T | None:
        try:
            return parse(self._text(name))
        except ValueError as error:
            problems[name] = str(error)
            return None

    def _day(self, name: str, problems: dict[str, str]) -> date | None:
        field = self.fields[name]
        try:
            return field.read_day() if isinstance(field, DateField) else None
        except ValueError as error:
            problems[name] = str(error)
            return None

    def _text(self, name: str) -> str:
        return self._line(name).text().strip()

    def _line(self, name: str) -> QLineEdit:
        field = self.fields[name]
        if not isinstance(field, QLineEdit):
            raise TypeError(name)
        return field

    def _combo(self, name: str) -> QComboBox:
        field = self.fields[name]
        if not isinstance(field, QComboBox):
            raise TypeError(name)
        return field
