"""The way of a count through the pages: who keys, keying, what differs, or signed totals."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desk_app.domain.polling.counting import Mode
from desk_app.views.names import NameBook
from desk_app.views.polling.batches import BatchesPage
from desk_app.views.polling.external_counts import ExternalCountsPage
from desk_app.views.polling.keying import KeyingPage
from desk_app.views.polling.plan_presenter import PlanPresenter

if TYPE_CHECKING:
    from desk_app.views.context import RoomContext
    from desk_app.views.polling.settling import SettlingPage
    from desk_app.views.use_cases import parts, settling, standing


class CountingPages(QObject):
    """Puts its pages on the room's stack; each of them takes the whole room while it is on show."""

    left = Signal()
    meeting_wanted = Signal()
    """Whoever counts must be written down first; the count is left."""
    changed = Signal()
    failed = Signal(str)
    complained = Signal(str)
    sheet_read = Signal(object)
    """``PollSheet``: how the poll that is counted stands now."""

    def __init__(self, context: "RoomContext", pages: QStackedWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._pages = pages
        self._settings = context.settings
        self._planned = False
        self.presenter = PlanPresenter(context.runner, self)
        self.names = NameBook(context.runner, self)
        self.keying = KeyingPage(context.runner)
        self.batches = BatchesPage(context.settings)
        self.settling: SettlingPage | None = None
        self.external: ExternalCountsPage | None = None
        pages.addWidget(self.keying)
        pages.addWidget(self.batches)
        self.keying.left.connect(self._keyed)
        self.keying.changed.connect(self.changed)
        self.keying.complained.connect(self.complained)
        self.batches.left.connect(self._leave)
        self.batches.key_wanted.connect(self._begin)
        self.batches.settle_wanted.connect(self.presenter.load_differences)
        self.batches.meeting_wanted.connect(self._to_meeting)
        self.presenter.read.connect(self._show_plan)
        self.presenter.differ.connect(self._show_differences)
        self.presenter.settled.connect(self._settled)
        self.presenter.refused.connect(self._refused)
        self.presenter.external_stored.connect(self._external_stored)
        self.presenter.external_refused.connect(self._external_refused)
        self.presenter.failed.connect(self.failed)

    def start(self, sheet: "parts.PollSheet") -> None:
        """Key a poll: at once where one person does it, else by way of the plan."""
        self.presenter.open(sheet.id)
        self.names.fetch()
        self._planned = sheet.head.mode is Mode.TWO or (
            sheet.head.mode is Mode.ONE and len(sheet.head.tellers) > 1
        )
        if self._planned:
            self._pages.setCurrentWidget(self.batches)
            self.presenter.load()
            return
        teller = sheet.head.caller if sheet.head.mode is Mode.CALLED else ""
        if sheet.head.mode is Mode.ONE and sheet.head.tellers:
            teller = sheet.head.tellers[0]
        self._pages.setCurrentWidget(self.keying)
        if not self.keying.begin(sheet, teller):
            self._leave()

    def type_external(self, sheet: "parts.PollSheet") -> None:
        """Type a count that was signed on paper."""
        self.external = ExternalCountsPage(self._settings, sheet)
        self.external.counted.connect(self.presenter.store_external)
        self.external.left.connect(self._leave_external)
        self._pages.addWidget(self.external)
        self._pages.setCurrentWidget(self.external)
        self.external.issued.setFocus()

    def first_focus(self) -> QWidget | None:
        """Where the keys go on the page that is shown."""
        shown = self._pages.currentWidget()
        if shown is self.keying:
            return self.keying.paper
        if shown is self.batches:
            return self.batches.first_focus()
        if self.settling is not None and shown is self.settling:
            return self.settling.table
        return self.external.issued if self.external is not None else None

    def may_leave(self) -> bool:
        """Say whether nothing is in hand that would be lost; else it is asked on its page."""
        if self._pages.currentWidget() is self.keying and self.keying.unfinished:
            self.keying.ask_to_leave()
            return False
        if self.settling is not None and self.settling.unfinished:
            self.settling.ask_to_leave()
            return False
        if self.external is not None and self.external.unfinished:
            self.external.ask_to_leave()
            return False
        return True

    # --- the plan -----------------------------------------------------------------------------

    def _show_plan(self, found: "standing.PollStanding") -> None:
        self.batches.show_sheet(found.sheet, found.unfinished)
        self.sheet_read.emit(found.sheet)
        if self._pages.currentWidget() is self.batches:
            self.batches.take_keys()

    def _begin(self, teller: str) -> None:
        sheet = self.batches.sheet
        if sheet is not None and self.keying.begin(sheet, teller):
            self._pages.setCurrentWidget(self.keying)
            self.keying.take_keys()

    def _keyed(self) -> None:
        """Back from keying: to the plan where there is one, else to the list."""
        if self._planned:
            self.batches.notice.dismiss()
            self._pages.setCurrentWidget(self.batches)
            self.presenter.load()
        else:
            self._leave()

    def _leave(self) -> None:
        self.presenter.close()
        self.left.emit()

    def _to_meeting(self) -> None:
        self._leave()
        self.meeting_wanted.emit()

    # --- what two people counted apart ----------------------------------------------------------

    def _show_differences(self, found: "settling.Differences") -> None:
        from desk_app.views.polling.settling import SettlingPage

        sheet = self.batches.sheet
        if sheet is None:
            return
        initials = dict(self.names.people)
        people = [
            (name, initials.get(name, ""))
            for name in dict.fromkeys((*sheet.head.supervisors, *sheet.head.tellers))
        ]
        self.settling = SettlingPage(self._settings, found, people, sheet.name)
        self.settling.settled.connect(self.presenter.settle)
        self.settling.sent_back.connect(self.presenter.send_back)
        self.settling.left.connect(self._back_to_plan)
        self._pages.addWidget(self.settling)
        self._pages.setCurrentWidget(self.settling)
        self.settling.begin()

    def _settled(self) -> None:
        self.changed.emit()
        self._back_to_plan()

    def _refused(self, sentence: str) -> None:
        if self.settling is not None:
            self.settling.refuse(sentence)

    def _back_to_plan(self) -> None:
        if self.settling is not None:
            self._pages.setCurrentWidget(self.batches)
            self._pages.removeWidget(self.settling)
            self.settling.deleteLater()
            self.settling = None
        self.batches.notice.dismiss()
        self.presenter.load()

    # --- a count signed on paper ----------------------------------------------------------------

    def _external_stored(self) -> None:
        self.changed.emit()
        if self.external is not None:
            self.external.leave()

    def _external_refused(self, sentence: str) -> None:
        if self.external is not None:
            self.external.refuse(sentence)

    def _leave_external(self) -> None:
        page, self.external = self.external, None
        self.left.emit()
        if page is not None:
            self._pages.removeWidget(page)
            page.deleteLater()
