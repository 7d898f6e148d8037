"""What is done with one meeting: its facts, its roster, who signed in, its papers."""

from typing import TYPE_CHECKING

from desk_app.domain.polling.meetings import Attendee
from desk_app.views.polling.meeting_panel import MeetingPanel
from desk_app.views.polling.roster_model import read_pasted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from desk_app.domain.faults import Fault
    from desk_app.domain.polling.meetings import Attendance
    from desk_app.services.polling.meetings import MeetingFacts
    from desk_app.services.polling.overview import Meeting
    from desk_app.services.polling.rosters import Roster
    from desk_app.services.workspace import Workspace
    from desk_app.views.polling.room import PollingRoom


class RosterActs:
    """The work of the meeting's panel."""

    def __init__(self, room: "PollingRoom") -> None:
        self.room = room
        self.panel = MeetingPanel(room.context.settings)
        self.panel.facts_typed.connect(self.save_facts)
        self.panel.attendance_typed.connect(self.save_attendance)
        self.panel.signed.connect(self.sign)
        self.panel.pasted.connect(self.add_names)
        self.panel.removed.connect(self.remove_names)
        self.panel.clear_wanted.connect(self.ask_to_clear)
        self.panel.sign_in_wanted.connect(self.print_sign_in)
        self.panel.minutes_wanted.connect(self.print_minutes)

    def show_meeting(self, meeting: "Meeting") -> None:
        """Show a meeting and load its roster."""
        self.panel.show_meeting(meeting)
        meeting_id = meeting.id

        def work(workspace: "Workspace") -> "Roster":
            from desk_app.services.polling import rosters

            return rosters.roster(workspace, meeting_id)

        self.room.context.runner.run(work, self._show, self.room.refused)

    def save_facts(self, facts: "MeetingFacts") -> None:
        """Write down what was typed."""
        meeting = self.panel.meeting
        if meeting is None:
            return

        def work(workspace: "Workspace") -> None:
            from desk_app.services.polling import meetings

            meetings.change_meeting(workspace, meeting.id, facts)

        self.room.context.runner.run(
            work, lambda _done: self.room.reload(), self._refused, writes=True
        )

    def save_attendance(self, numbers: "Mapping[str, Attendance]") -> None:
        """Write down 应到 and 实到 as typed."""
        meeting = self.panel.meeting
        if meeting is None:
            return

        def work(workspace: "Workspace") -> "Roster":
            from desk_app.services.polling import rosters

            return rosters.set_attendance(workspace, meeting.id, numbers)

        self._write(work)

    def sign(self, attendee: Attendee, signed_in: bool) -> None:
        """Somebody came, or was ticked by mistake."""
        one = attendee.id
        if one is None:
            return

        def work(workspace: "Workspace") -> "Roster":
            from desk_app.services.polling import rosters

            return rosters.sign_in(workspace, [one], signed_in=signed_in)

        self._write(work)

    def add_names(self, rows: list[list[str]]) -> None:
        """Put pasted or typed names on the roster, those already on it excepted."""
        roster = self.panel.roster
        if roster is None:
            return
        category = self.panel.category.currentText().strip()
        known = {(one.category, one.name) for one in roster.names}
        new = {
            (one.category, one.name): one
            for one in read_pasted(rows, category, roster.categories)
            if (one.category, one.name) not in known
        }
        if not new:
            self.panel.say_wrong("没有新的姓名：粘贴的内容里没有姓名，或都已在名册里。")
            return
        self._set_names((*roster.names, *new.values()))
        self.room.context.say(f"名册加入 {len(new)} 人")

    def remove_names(self, rows: list[int]) -> None:
        """Ask before people are taken off the roster."""
        roster = self.panel.roster
        if roster is None or not rows:
            return
        gone = set(rows)
        stay = tuple(one for at, one in enumerate(roster.names) if at not in gone)
        first = roster.names[rows[0]].name
        who = f"“{first}”" if len(rows) == 1 else f"“{first}”等 {len(rows)} 人"
        self.room.notice.ask(f"要从名册里去掉{who}吗？", [("去掉", lambda: self._set_names(stay))])

    def ask_to_clear(self) -> None:
        """Ask before the whole roster goes."""
        roster = self.panel.roster
        if roster is not None and roster.names:
            self.room.notice.ask(
                f"要清空“{roster.kind}”的名册（{len(roster.names)} 人）吗？"
                "签到一并清除，应到、实到改为手工填写。",
                [("清空名册", lambda: self._set_names(()))],
            )

    def print_sign_in(self) -> None:
        """Show the sign-in list as it prints."""
        meeting = self.panel.meeting
        if meeting is None:
            return

        def work(workspace: "Workspace") -> bytes:
            from desk_app.services.polling import meeting_papers

            return meeting_papers.sign_in_pdf(workspace, meeting.id)

        self._show_pdf(work, f"签到表 {meeting.facts.kind}")

    def print_minutes(self) -> None:
        """Show the minutes as they print."""
        meeting = self.panel.meeting
        if meeting is None:
            return

        def work(workspace: "Workspace") -> bytes:
            from desk_app.services.polling import meeting_papers

            return meeting_papers.minutes_pdf(workspace, meeting.id)

        self._show_pdf(work, f"会议记录 {meeting.facts.kind}")

    # --- inside -------------------------------------------------------------------------------

    def _set_names(self, names: tuple[Attendee, ...]) -> None:
        meeting = self.panel.meeting
        if meeting is None:
            return

        def work(workspace: "Workspace") -> "Roster":
            from desk_app.services.polling import rosters

            return rosters.set_names(workspace, meeting.id, names)

        self._write(work)

    def _write(self, work: "Callable[[Workspace], Roster]") -> None:
        self.room.context.runner.run(work, self._written, self._refused, writes=True)

    def _written(self, roster: "Roster") -> None:
        self._show(roster)
        self.room.reload()

    def _show(self, roster: "Roster") -> None:
        meeting = self.panel.meeting
        if meeting is not None and meeting.id == roster.meeting_id:
            self.panel.show_roster(roster)

    def _refused(self, fault: "Fault") -> None:
        self.panel.say_wrong(str(fault))

    def _show_pdf(self, work: "Callable[[Workspace], bytes]", title: str) -> None:
        def done(pdf: bytes) -> None:
            from desk_app.views.kit.preview import show_preview

            show_preview(self.room, self.room.context, pdf, title)

        self.room.context.runner.run(work, done, self.room.refused)
