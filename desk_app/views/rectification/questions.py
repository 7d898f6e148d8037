"""The lines in which the ledger asks: a new item, a closing, a due day, before deleting."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desk_app.domain.rectification import Rectification, parse_due, refuse_closing
from desk_app.views.kit.ask_line import Asked, AskLine

if TYPE_CHECKING:
    from desk_app.views.names import NameBook
    from desk_app.views.use_cases import rectification


class LedgerQuestions(QObject):
    """Asks in a line and hands up what can stand; what cannot is said under its fields."""

    added = Signal(int, str)
    """A subject, and what is the matter with it."""
    closed = Signal(object, str, str, object)
    """Items' numbers, proof, who closed them, and the day."""
    due_set = Signal(object, object)
    """Items' numbers and a day, or ``None`` for none."""

    def __init__(self, line: AskLine, names: "NameBook") -> None:
        super().__init__(line)
        self._line = line
        self._names = names

    def ask_new(self, ledger: "rectification.Ledger", chosen: Sequence[Rectification]) -> None:
        """Ask for a new item (新增)."""
        asked = (
            Asked(
                ledger.object_name,
                text=chosen[0].subject if len(chosen) == 1 else "",
                hint="名称或拼音首字母",
                width=220,
                names=[(one.name, one.initials) for one in ledger.subjects],
            ),
            Asked("存在问题", hint="一句话说明问题"),
        )
        self._line.ask("新增事项", asked, "新增", lambda texts: self._add(ledger, texts))

    def ask_closing(self, chosen: Sequence[Rectification], today: date) -> None:
        """Ask for proof and name (销号)."""
        asked = (
            Asked("佐证", hint="会议记录、照片、验收单等的名称"),
            Asked("销号人", width=90, names=self._names.people),
            Asked("日期", text=today.isoformat(), width=140, day=True),
        )
        ids = [one.id for one in chosen]
        self._line.ask(
            f"销号：{what(chosen)}", asked, "销号", lambda texts: self._close(ids, texts, today)
        )

    def ask_due(self, chosen: Sequence[Rectification], today: date) -> None:
        """Ask for a due day (设定时限)."""
        asked = (Asked("完成时限", hint=f"如 {today.year}-06-30 或 6-30", width=200, day=True),)
        ids = [one.id for one in chosen]
        self._line.ask(
            f"设定时限：{what(chosen)}",
            asked,
            "设定",
            lambda texts: self._set_due(ids, texts, today),
        )

    def _add(self, ledger: "rectification.Ledger", texts: Mapping[str, str]) -> None:
        called = texts[ledger.object_name]
        name = "".join(called.split()).casefold()
        found = [one for one in ledger.subjects if one.name.casefold() == name] or [
            one for one in ledger.subjects if name and name in one.initials.casefold()
        ]
        if len(found) != 1:
            self._line.say_wrong(
                f"有 {len(found)} {ledger.counted}符合“{called}”，请从列表中选一个。"
                if found
                else f"请从列表中选一{ledger.counted}。"
            )
        elif not texts["存在问题"].strip():
            self._line.say_wrong("请写明存在的问题。")
        else:
            self.added.emit(found[0].id, texts["存在问题"])

    def _close(self, ids: list[int], texts: Mapping[str, str], today: date) -> None:
        proof, name = texts["佐证"], texts["销号人"]
        reason = refuse_closing(proof, name)
        day: date | None = None
        if not reason:
            try:
                day = parse_due(texts["日期"], today.year)
            except ValueError as error:
                reason = str(error)
        if reason or day is None:
            self._line.say_wrong(reason or "请填写销号日期。")
            return
        self.closed.emit(ids, proof, name, day)

    def _set_due(self, ids: list[int], texts: Mapping[str, str], today: date) -> None:
        try:
            day = parse_due(texts["完成时限"], today.year)
        except ValueError as error:
            self._line.say_wrong(str(error))
            return
        self.due_set.emit(ids, day)


def what(items: Sequence[Rectification]) -> str:
    """Name what an act is about: 柳家湾村党支部 · 骨干队伍…, of several the first and how many."""
    first = items[0]
    words = " ".join(first.problem.split())
    short = f"{words[:_SHORT]}…" if len(words) > _SHORT else words
    many = f" 等 {len(items)} 项" if len(items) > 1 else ""
    return f"{first.subject} · {short}{many}"


_SHORT = 16
"""Characters of a problem that are enough to tell it from others."""
