"""The way of a count through the pages: who keys, keying, what differs, and the second screen."""

from typing import TYPE_CHECKING

from desk_app.domain.polling.counting import Mode
from desk_app.views.polling.batches import BatchesPage
from desk_app.views.polling.keying import KeyingPage
from desk_app.views.projector.source import board_of

if TYPE_CHECKING:
    from desk_app.domain.polling.counting import BatchLine
    from desk_app.services.polling.parts import PollSheet
    from desk_app.services.polling.settling import Differences
    from desk_app.services.workspace import Workspace
    from desk_app.views.polling.room import PollingRoom
    from desk_app.views.polling.settling import SettlingPage
    from desk_app.views.projector.board import Board
    from desk_app.views.projector.window import ProjectorWindow


class CountingActs:
    """Owns the pages that take the whole room, and the projector's window."""

    def __init__(self, room: "PollingRoom") -> None:
        self.room = room
        self.keying = KeyingPage(room.context)
        self.batches = BatchesPage(room.context)
        self.settling: SettlingPage | None = None
        self.projector: ProjectorWindow | None = None
        self.poll_id: int | None = None
        self._planned = False
        self.keying.left.connect(self._keyed)
        self.keying.board_changed.connect(self._show_board)
        self.keying.projector_key.connect(self._press_projector)
        self.keying.projector_wanted.connect(self.open_projector)
        self.batches.left.connect(self._leave)
        self.batches.key_wanted.connect(self._begin)
        self.batches.settle_wanted.connect(self._open_differences)
        self.batches.meeting_wanted.connect(self._to_meeting)

    def start(self, sheet: "PollSheet") -> None:
        """Key a poll: at once where one person does it, else by way of the plan."""
        self.poll_id = sheet.id
        self.room.notice.dismiss()
        self._planned = sheet.head.mode is Mode.TWO or (
            sheet.head.mode is Mode.ONE and len(sheet.head.tellers) > 1
        )
        if self._planned:
            self.room.pages.setCurrentWidget(self.batches)
            self._load_plan()
            return
        teller = sheet.head.caller if sheet.head.mode is Mode.CALLED else ""
        if sheet.head.mode is Mode.ONE and sheet.head.tellers:
            teller = sheet.head.tellers[0]
        self.room.pages.setCurrentWidget(self.keying)
        if not self.keying.begin(sheet, teller):
            self._leave()
        elif sheet.head.mode is Mode.CALLED and self.projector is not None:
            self.keying.take_keys()

    # --- the plan -----------------------------------------------------------------------------

    def _load_plan(self) -> None:
        poll_id = self.poll_id
        if poll_id is None:
            return

        def work(workspace: "Workspace") -> "tuple[PollSheet, tuple[str, ...]]":
            from desk_app.services.polling import batches, polls

            return polls.poll_sheet(workspace, poll_id), batches.unfinished(workspace, poll_id)

        def done(found: "tuple[PollSheet, tuple[str, ...]]") -> None:
            self.batches.show_sheet(*found)
            self.project(found[0])
            if self.room.pages.currentWidget() is self.batches:
                self.batches.take_keys()

        self.room.context.runner.run(work, done, self.room.refused)

    def _begin(self, teller: str) -> None:
        sheet = self.batches.sheet
        if sheet is not None and self.keying.begin(sheet, teller):
            self.room.pages.setCurrentWidget(self.keying)
            self.keying.take_keys()

    def _keyed(self) -> None:
        """Back from keying: to the plan where there is one, else to the list."""
        if self._planned:
            self.batches.notice.dismiss()
            self.room.pages.setCurrentWidget(self.batches)
            self._load_plan()
        else:
            self._leave()

    def _open_differences(self, line: "BatchLine") -> None:
        batch_id = line.id
        if batch_id is None:
            return

        def work(workspace: "Workspace") -> "Differences":
            from desk_app.services.polling import settling

            return settling.differences(workspace, batch_id)

        self.room.context.runner.run(work, self._show_differences, self.room.refused)

    def _show_differences(self, found: "Differences") -> None:
        from desk_app.views.polling.settling import SettlingPage

        sheet = self.batches.sheet
        if sheet is None:
            return
        people = tuple(dict.fromkeys((*sheet.head.supervisors, *sheet.head.tellers)))
        self.settling = SettlingPage(self.room.context, found, people, sheet.name)
        self.settling.left.connect(self._settled)
        self.room.pages.addWidget(self.settling)
        self.room.pages.setCurrentWidget(self.settling)
        self.settling.begin()

    def _settled(self) -> None:
        if self.settling is not None:
            self.room.pages.setCurrentWidget(self.batches)
            self.room.pages.removeWidget(self.settling)
            self.settling.deleteLater()
            self.settling = None
        self.batches.notice.dismiss()
        self._load_plan()

    def _leave(self) -> None:
        self.poll_id = None
        self.room.back()

    def _to_meeting(self) -> None:
        self._leave()
        self.room.show_meeting()

    # --- the second screen --------------------------------------------------------------------

    def open_projector(self) -> None:
        """Open the second screen, or bring it back."""
        from desk_app.views.projector.window import ProjectorWindow

        if self.projector is None:
            self.projector = ProjectorWindow(self.room.window())
            self.projector.changed.connect(self._say_projector)
        if not self.projector.open_beside(self.room):
            self.room.context.say("没有第二块屏幕：投影先开成一个窗口，拖到投影上按 F11 全屏。")
        if self.keying.sheet is not None and self.keying.called:
            self.keying.show_board()
        elif self.room.panel.sheet is not None:
            self.project(self.room.panel.sheet)
        self.room.window().activateWindow()
        if self.room.pages.currentWidget() is self.keying:
            self.keying.take_keys()

    def project(self, sheet: "PollSheet") -> None:
        """Show what is stored of a poll; in blind keying that is the settled batches."""
        if self.projector is not None and not self.projector.isHidden():
            self.projector.show_board(board_of(sheet))

    def _show_board(self, board: "Board") -> None:
        if self.projector is not None and not self.projector.isHidden():
            self.projector.show_board(board)

    def _press_projector(self, key: int) -> None:
        if self.projector is not None:
            self.projector.press(key)

    def _say_projector(self) -> None:
        if self.projector is not None:
            self.keying.projector.setText(self.projector.words)
