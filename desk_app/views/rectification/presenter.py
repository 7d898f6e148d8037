"""What the buttons of the ledger do, and the lines in which they ask."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from desk_app.domain.rectification import Rectification, parse_due, refuse_closing
from desk_app.views.rectification.line import Asked

if TYPE_CHECKING:
    from datetime import date

    from desk_app.domain.faults import Fault
    from desk_app.services.rectification import Drawn
    from desk_app.services.workspace import Workspace
    from desk_app.views.rectification.room import RectificationRoom


class Acts:
    """The buttons' work; everything is kept for Ctrl+Z by the room."""

    def __init__(self, room: "RectificationRoom") -> None:
        self.room = room

    def draw_items(self) -> None:
        """Draw items from low scores (从低分指标生成)."""
        round_id = self.room.round_open()

        def work(workspace: "Workspace") -> "Drawn":
            from desk_app.services import rectification

            return rectification.draw(workspace, round_id)

        def done(drawn: "Drawn") -> None:
            self.room.remember("从低分指标生成", (), drawn.added)
            self.room.notice.show_info(drawn.words())

        self.room.desk.runner.run(work, done, self.room.failed, writes=True)

    def ask_new(self) -> None:
        """Ask for a new item (新增)."""
        if self.room.ledger is None:
            return
        chosen = self.room.selected()
        asked = (
            Asked(
                "党组织",
                text=chosen[0].subject if len(chosen) == 1 else "",
                hint="名称或拼音首字母",
                width=220,
                options=[f"{one.name}" for one in self.room.ledger.subjects],
            ),
            Asked("存在问题", hint="一句话说明问题"),
        )
        self.room.line.ask("新增事项", asked, "新增", self._add)

    def ask_closing(self) -> None:
        """Ask for proof and name (销号)."""
        chosen = [one for one in self.room.selected() if one.closed_on is None]
        if not chosen:
            self.room.notice.show_fault("请先在表中选中要销号的事项（已销号的不用再选）。")
            return
        asked = (
            Asked("佐证", hint="会议记录、照片、验收单等的名称"),
            Asked("销号人", width=90),
            Asked("日期", text=self.room.today.isoformat(), width=110),
        )
        ids = [one.id for one in chosen]
        self.room.line.ask(
            f"销号 {len(ids)} 项", asked, "销号", lambda texts: self._close(ids, texts)
        )

    def ask_due(self) -> None:
        """Ask for a due day (设定时限)."""
        chosen = self.room.selected()
        if not chosen:
            self.room.notice.show_fault("请先在表中选中要设定时限的事项。")
            return
        asked = (Asked("完成时限", hint=f"如 {self.room.today.year}-06-30 或 6-30", width=200),)
        ids = [one.id for one in chosen]
        self.room.line.ask(
            f"设定 {len(ids)} 项", asked, "设定", lambda texts: self._set_due(ids, texts)
        )

    def reopen(self) -> None:
        """Take a closing back (撤销销号)."""
        chosen = [one for one in self.room.selected() if one.closed_on is not None]
        if not chosen:
            self.room.notice.show_fault("请先在表中选中已销号的事项。")
            return
        ids = [one.id for one in chosen]

        def work(workspace: "Workspace") -> "tuple[Rectification, ...]":
            from desk_app.services import rectification

            return rectification.reopen(workspace, ids)

        self._change_items("撤销销号", ids, work)

    def ask_removal(self) -> None:
        """Ask before items are deleted (删除)."""
        chosen = self.room.selected()
        if not chosen:
            self.room.notice.show_fault("请先在表中选中要删除的事项。")
            return
        words = f"“{chosen[0].subject}：{chosen[0].problem[:30]}”"
        many = f"等 {len(chosen)} 项" if len(chosen) > 1 else ""
        self.room.notice.ask(
            f"要从台账中删除{words}{many}吗？整改完成的应当销号，不必删除。",
            [("删除", lambda: self._remove(chosen))],
        )

    def print_ledger(self) -> None:
        """打印台账: the PDF that also goes up, in the preview."""
        round_id = self.room.round_open()
        title = self.room.ledger.title if self.room.ledger else self.room.title

        def work(workspace: "Workspace") -> bytes:
            from desk_app.services import submission

            return submission.ledger_pdf(workspace, round_id)

        def done(pdf: bytes) -> None:
            from desk_app.views.preview import show_preview

            show_preview(self.room, self.room.desk, pdf, title)

        self.room.desk.runner.run(work, done, self.room.failed)

    def _add(self, texts: Mapping[str, str]) -> None:
        if self.room.ledger is None:
            return
        round_id = self.room.round_open()
        name = "".join(texts["党组织"].split()).casefold()
        found = [one for one in self.room.ledger.subjects if one.name.casefold() == name] or [
            one for one in self.room.ledger.subjects if name and name in one.initials.casefold()
        ]
        if len(found) != 1:
            self.room.line.say_wrong(
                f"有 {len(found)} 个党组织符合“{texts['党组织']}”，请从列表中选一个。"
                if found
                else "请从列表中选一个党组织。"
            )
            return
        if not texts["存在问题"].strip():
            self.room.line.say_wrong("请写明存在的问题。")
            return

        def work(workspace: "Workspace") -> "Rectification":
            from desk_app.services import rectification

            draft = rectification.Draft(found[0].id, texts["存在问题"])
            return rectification.add(workspace, round_id, draft)

        def done(item: Rectification) -> None:
            self.room.line.dismiss()
            self.room.remember("新增", (), (item,))

        self.room.desk.runner.run(work, done, self._wrong_in_line, writes=True)

    def _close(self, ids: list[int], texts: Mapping[str, str]) -> None:
        proof, name = texts["佐证"], texts["销号人"]
        reason = refuse_closing(proof, name)
        day: date | None = None
        if not reason:
            try:
                day = parse_due(texts["日期"], self.room.today.year)
            except ValueError as error:
                reason = str(error)
        if reason or day is None:
            self.room.line.say_wrong(reason or "请填写销号日期。")
            return
        closed_on = day

        def work(workspace: "Workspace") -> "tuple[Rectification, ...]":
            from desk_app.services import rectification

            return rectification.close(workspace, ids, proof, name, closed_on)

        self._change_items("销号", ids, work, in_line=True)

    def _set_due(self, ids: list[int], texts: Mapping[str, str]) -> None:
        try:
            day = parse_due(texts["完成时限"], self.room.today.year)
        except ValueError as error:
            self.room.line.say_wrong(str(error))
            return

        def work(workspace: "Workspace") -> "tuple[Rectification, ...]":
            from desk_app.services import rectification

            return rectification.set_due(workspace, ids, day)

        self._change_items("设定时限", ids, work, in_line=True)

    def _remove(self, chosen: Sequence[Rectification]) -> None:
        ids = [one.id for one in chosen]

        def work(workspace: "Workspace") -> "tuple[Rectification, ...]":
            from desk_app.services import rectification

            return rectification.remove(workspace, ids)

        def done(before: "tuple[Rectification, ...]") -> None:
            self.room.remember("删除", before, ())

        self.room.desk.runner.run(work, done, self.room.failed, writes=True)

    def _change_items(
        self,
        words: str,
        ids: Sequence[int],
        work: "Callable[[Workspace], tuple[Rectification, ...]]",
        *,
        in_line: bool = False,
    ) -> None:
        # Taken now, not when the question was asked: cells may have been typed since.
        before = [one for one in self.room.items() if one.id in ids]

        def done(after: tuple[Rectification, ...]) -> None:
            if in_line:
                self.room.line.dismiss()
            self.room.remember(words, before, after)

        failed = self._wrong_in_line if in_line else self.room.failed
        self.room.desk.runner.run(work, done, failed, writes=True)

    def _wrong_in_line(self, fault: "Fault") -> None:
        self.room.line.say_wrong(str(fault))
