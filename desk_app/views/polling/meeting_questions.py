"""What is asked about meetings: their facts and polls in a dialog, the rest on the room's line."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from desk_app.views.kit import files
from desk_app.views.polling.lines import MeetingListLine
from desk_app.views.polling.meeting_list import single_kind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from desk_app.views.kit.messages import Notice
    from desk_app.views.settings import Settings
    from desk_app.views.use_cases import meetings, overview, rosters


class MeetingQuestions(QObject):
    """Hands up what was answered; a line must be chosen where a meeting is asked about."""

    added = Signal(object, str, object)
    """``MeetingFacts``, the poll ("" for none) and its subjects."""
    changed = Signal(int, object)
    """A meeting and its ``MeetingFacts``."""
    poll_added = Signal(int, str, object)
    """A meeting, the poll and its subjects."""
    removed = Signal(int)
    each_chosen = Signal(object, str)
    """The poll that each organisation holds for itself."""
    blank_chosen = Signal(object)
    """Where the empty workbook for signed counts goes."""
    import_chosen = Signal(object)
    """The workbook that comes back."""
    names_chosen = Signal(object)
    """Who stays on the roster."""

    def __init__(self, notice: "Notice", settings: "Settings", room: QWidget) -> None:
        super().__init__(room)
        self.initials: Mapping[str, str] = {}
        """Organisation → the initials by which the list of subjects finds it."""
        self._notice = notice
        self._settings = settings
        self._room = room

    def ask_new(self, overview: "overview.PollingOverview") -> None:
        """Ask for a new meeting, usually with its poll."""
        self._ask(overview, self.added.emit)

    def ask_each(self, overview: "overview.PollingOverview") -> None:
        """Every subject without one gets a meeting of its own, where the scheme has such a poll."""
        kind = single_kind(overview)
        if kind is None:
            self._notice.show_fault(
                f"本方案的测评是一次会议评多{overview.counted}，请用“新建会议…”。"
            )
        else:
            self.each_chosen.emit(kind, overview.counted)

    def ask_change(
        self, overview: "overview.PollingOverview", line: MeetingListLine | None
    ) -> None:
        """Ask for the facts of the chosen meeting."""
        if line is None:
            self._say_choose()
        else:
            meeting = line.meeting
            self._ask(
                overview,
                lambda facts, _poll, _ids: self.changed.emit(meeting.id, facts),
                meeting.facts,
            )

    def ask_poll(self, overview: "overview.PollingOverview", line: MeetingListLine | None) -> None:
        """Ask for another poll in the chosen meeting."""
        if line is None:
            self._say_choose()
        else:
            meeting = line.meeting
            self._ask(
                overview,
                lambda _facts, poll, ids: self.poll_added.emit(meeting.id, poll, ids),
                meeting.facts,
                poll_only=True,
            )

    def ask_removal(self, line: MeetingListLine | None) -> None:
        """Ask before a meeting is deleted."""
        if line is None:
            self._say_choose()
        else:
            meeting = line.meeting
            polls = len(meeting.polls)
            also = f"会议里的 {polls} 个测评也一并删除。" if polls else ""
            self._notice.ask(
                f"要删除“{meeting.facts.kind}”（{line.title}）吗？{also}",
                [("删除会议", lambda: self.removed.emit(meeting.id))],
            )

    def ask_blank_counts(self) -> None:
        """Ask where the empty workbook goes."""
        path = files.ask_save(
            self._room, self._settings, files.Purpose.COUNTS, "导出空白计票表", "计票表.xlsx",
            files.WORKBOOK,
        )  # fmt: skip
        if path is not None:
            self.blank_chosen.emit(path)

    def ask_import_counts(self) -> None:
        """Ask which workbook comes back."""
        path = files.ask_open(
            self._room, self._settings, files.Purpose.COUNTS, "导入计票表", files.WORKBOOKS
        )
        if path is not None:
            self.import_chosen.emit(path)

    def ask_names_off(self, roster: "rosters.Roster | None", rows: list[int]) -> None:
        """Ask before people are taken off the roster."""
        if roster is None or not rows:
            return
        gone = set(rows)
        stay = tuple(one for at, one in enumerate(roster.names) if at not in gone)
        first = roster.names[rows[0]].name
        who = f"“{first}”" if len(rows) == 1 else f"“{first}”等 {len(rows)} 人"
        self._notice.ask(
            f"要从名册里去掉{who}吗？", [("去掉", lambda: self.names_chosen.emit(stay))]
        )

    def ask_roster_cleared(self, roster: "rosters.Roster | None") -> None:
        """Ask before the whole roster goes."""
        if roster is not None and roster.names:
            self._notice.ask(
                f"要清空“{roster.kind}”的名册（{len(roster.names)} 人）吗？"
                "签到一并清除，应到、实到改为手工填写。",
                [("清空名册", lambda: self.names_chosen.emit(()))],
            )

    def _say_choose(self) -> None:
        self._notice.show_fault("请先在左边选一次会议。")

    def _ask(
        self,
        overview: "overview.PollingOverview",
        given: "Callable[[meetings.MeetingFacts, str, list[int]], object]",
        facts: "meetings.MeetingFacts | None" = None,
        *,
        poll_only: bool = False,
    ) -> None:
        from desk_app.views.polling.meeting_dialog import MeetingDialog

        dialog = MeetingDialog(
            overview,
            given,
            facts,
            poll_only=poll_only,
            initials=self.initials,
            parent=self._room,
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
