"""试算: made-up rows and rows of the round, graded by the draft at every change."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QSplitter, QVBoxLayout

from desk_app.domain.drafts.trying import headings_of, try_out
from desk_app.domain.trials import changed
from desk_app.views.drafts.lines import LineList, SideLine
from desk_app.views.drafts.side import DraftSide
from desk_app.views.drafts.trial_levels import LevelDelegate
from desk_app.views.drafts.trial_model import LEVEL, TrialModel
from desk_app.views.kit.flow import FlowBar
from desk_app.views.kit.letters import set_widths
from desk_app.views.kit.tables import TableView
from desk_app.views.kit.theme import QUIET_BACKGROUND, WARNING, tint
from desk_app.views.owned_runner import OwnedRunner
from desk_app.views.use_cases import trial_rows

if TYPE_CHECKING:
    from desk_app.domain.drafts.judging import DraftReadBack
    from desk_app.domain.drafts.tree import SchemeDraft
    from desk_app.domain.drafts.trying import DraftTrials
    from desk_app.domain.faults import Fault
    from desk_app.domain.trials import ChangedOutcome, TrialRun
    from desk_app.views.context import RoomContext

TITLE = "试算"
DELAY = 120
"""Milliseconds from a change to the rows graded anew."""
_WAITS = "方案还有错误，改好后再试；结果是上次的。"
_OPTIONAL = ("可不填", "不填为")
_MOST_SAID = 4


class TrialsSide(DraftSide):
    """A table of trials; under it why the current one gets what it gets, and what none touches."""

    def __init__(self, context: "RoomContext") -> None:
        super().__init__()
        self._runner = OwnedRunner(context.runner, self)
        self._clock = context.clock
        self._round_id: int | None = None
        self._first: TrialRun | None = None
        self._found: tuple[trial_rows.RoundRow, ...] = ()
        self._asked = 0
        self.tried: DraftTrials | None = None
        self.model = TrialModel(self)
        self.model.edited.connect(self.edited)
        self.table = TableView("draft_trials", context.settings, editable=True)
        self.table.setModel(self.model)
        self.table.setAccessibleName(TITLE)
        self.levels = LevelDelegate(self.table)
        self.table.setItemDelegateForColumn(LEVEL, self.levels)
        self.why = LineList("试算的理由")
        self.why.chosen.connect(self.going)
        self.state = QLabel()
        self.state.setWordWrap(True)
        self.accept = QPushButton("以现在的结果为准")
        self.accept.setProperty("kind", "link")
        self.accept.clicked.connect(self.accept_changes)
        self.keep = QPushButton("现结果即应得")
        self.keep.setToolTip("把选中各行现在的结果定为应当得到的等次")
        self.remove = QPushButton("删去选中的行")
        self.take = QPushButton("从本轮取…")
        self.names = QComboBox()
        self.names.setAccessibleName("从本轮取哪一个")
        set_widths(self.names, least=8, most=14)
        self._connect()
        self._lay_out()

    # --- what the page asks for -------------------------------------------------------------

    def open_round(self, round_id: int | None) -> None:
        """Say from which round rows can be taken; ``None`` for none."""
        self._round_id, self._found = round_id, ()
        self.names.hide()
        self.take.setVisible(round_id is not None)

    def begin(self) -> None:
        """Another draft is in hand: what its rows get first is what changes are held against."""
        self._first, self.tried = None, None

    @property
    def changes(self) -> "tuple[ChangedOutcome, ...]":
        """The rows that get something else than when the draft was opened; asked at 采用."""
        if self._first is None or self.tried is None:
            return ()
        return changed(self._first, self.tried.run)

    def accept_changes(self) -> None:
        """Hold further changes against what the rows get now."""
        self._first = None if self.tried is None else self.tried.run
        self._say()

    # --- what is shown ----------------------------------------------------------------------

    def count(self) -> None:
        """Grade the rows soon, also out of sight: the title says how many are not met."""
        self._timer.start()

    def fill(self, draft: "SchemeDraft", reading: "DraftReadBack") -> None:
        """Show the rows; the columns are those of the last draft that could be used."""
        scheme = reading.scheme
        headings = self.model.headings
        if scheme is not None:
            # What may stay empty comes last: there is little room beside a draft.
            headings = sorted(headings_of(scheme), key=lambda one: one.hint.startswith(_OPTIONAL))
        self.levels.know(draft)
        self.model.show_draft(draft, headings)
        self._say()

    def _grade(self) -> None:
        if self.draft is None or self.reading is None:
            return
        self._asked += 1
        number = self._asked
        self._runner.compute(try_out, self.draft, self.reading, self._clock.now().date()).then(
            lambda tried: self._graded(tried, number)
        )

    def _graded(self, tried: "DraftTrials | None", number: int) -> None:
        if number != self._asked:
            return
        if tried is not None:
            self.tried = tried
            if self._first is None:
                self._first = tried.run
            self.model.show_results(tried)
        self._say()
        self._explain()

    def _say(self) -> None:
        count, failed = self.model.count, 0
        if self.tried is not None:
            count, failed = len(self.tried.run.outcomes), len(self.tried.run.failed)
        words = f"（✗ {failed}）" if failed else f"（{count}）" if count else ""
        self.titled.emit(f"{TITLE}{words}")
        others = self.changes
        waits = self.reading is not None and self.reading.scheme is None
        said = [_WAITS] if waits else []
        if others:
            shown = "".join(one.words for one in others[:_MOST_SAID])
            more = f"等 {len(others)} 行。" if len(others) > _MOST_SAID else ""
            said.append(f"改动使 {len(others)} 行的结果变了：{shown}{more}")
        tint(self.state, WARNING, "".join(said))
        self.state.setVisible(bool(said))
        self.accept.setVisible(bool(others))

    def _explain(self) -> None:
        self.why.show_lines(list(self._lines()))

    def _lines(self) -> Iterator[SideLine]:
        outcome = self.model.outcome(self.table.currentIndex().row())
        if outcome is not None:
            yield _heading(f"{outcome.trial.name}：{outcome.words}")
            yield from (SideLine(one.sentence) for one in outcome.refused[1:])
            yield from (SideLine(one) for one in outcome.reasons)
            if outcome.hint:
                yield SideLine(outcome.hint)
        if self.tried is None:
            return
        if self.tried.run.quotas and outcome is None:
            yield _heading("这些行里的名额")
            yield from (SideLine(one) for one in self.tried.run.quotas)
        if self.tried.untouched:
            yield _heading(f"还没有一行试过的规则（{len(self.tried.untouched)}）")
            for one in self.tried.untouched:
                yield SideLine(one.sentence.split("还没有")[0], one.path, "○", WARNING)

    # --- rows of the round --------------------------------------------------------------------

    def _take(self) -> None:
        """Read the round the first time; then take the row that is chosen."""
        if self._found:
            chosen = self.names.currentData()
            taken = self._found if chosen == -1 else self._sample(chosen)
            self.model.add([(one.name, one.entered) for one in taken])
        elif self._round_id is not None and self.reading is not None and self.reading.scheme:
            self._runner.call(trial_rows.of_round, self._round_id, self.reading.scheme).then(
                self._offer
            ).otherwise(self._failed)

    def _sample(self, chosen: int | None) -> "tuple[trial_rows.RoundRow, ...]":
        if chosen is not None and chosen >= 0:
            return (self._found[chosen],)
        seen: dict[str, trial_rows.RoundRow] = {}
        for one in self._found:
            seen.setdefault(one.level, one)
        return tuple(seen.values())

    def _offer(self, found: "tuple[trial_rows.RoundRow, ...]") -> None:
        self._found = found
        self.names.clear()
        self.names.addItem("各等次取一行", -2)
        self.names.addItem(f"全部 {len(found)} 行", -1)
        for place, one in enumerate(found):
            self.names.addItem(f"{one.name}　{one.level}", place)
        self.names.setVisible(bool(found))
        self.take.setText("取来试算" if found else "从本轮取…")
        self.names.setFocus()

    def _failed(self, fault: "Fault") -> None:
        tint(self.state, WARNING, "".join(fault.sentences))
        self.state.show()

    # --- laying out ---------------------------------------------------------------------------

    def _connect(self) -> None:
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY)
        self._timer.timeout.connect(self._grade)
        self.keep.clicked.connect(lambda: self.model.keep_outcomes(self._chosen()))
        self.remove.clicked.connect(lambda: self.model.take_out(self._chosen()))
        self.take.clicked.connect(self._take)
        self.table.selectionModel().currentRowChanged.connect(self._explain)

    def _chosen(self) -> list[int]:
        found = {one.row() for one in self.table.selectedIndexes()}
        return sorted(found | {max(self.table.currentIndex().row(), 0)})

    def _lay_out(self) -> None:
        self.take.hide()
        self.names.hide()
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(self.table)
        split.addWidget(self.why)
        split.setSizes([300, 200])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(FlowBar(self.names, self.take, self.keep, self.remove))
        column.addWidget(self.state)
        column.addWidget(self.accept)
        column.addWidget(split, 1)


def _heading(text: str) -> SideLine:
    return SideLine(text, ground=QUIET_BACKGROUND.name())
