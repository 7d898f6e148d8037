"""两版对照: a draft against the edition that a round goes by, on the evidence of that round.

A running round may stay, take the new edition, or be closed and begun again; never after 定稿.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QVBoxLayout

from desk_app.domain.drafts.writing import text_of
from desk_app.views.drafts.lines import LineList
from desk_app.views.drafts.side import DraftSide
from desk_app.views.drafts.version_lines import difference_lines, effect_lines
from desk_app.views.kit.flow import FlowBar
from desk_app.views.kit.letters import set_widths
from desk_app.views.kit.messages import Notice
from desk_app.views.kit.preview import show_preview
from desk_app.views.owned_runner import OwnedRunner
from desk_app.views.use_cases import drafts, version_choices, version_offers

if TYPE_CHECKING:
    from collections.abc import Callable

    from desk_app.domain.drafts.judging import DraftReadBack
    from desk_app.domain.drafts.tree import SchemeDraft
    from desk_app.domain.faults import Fault
    from desk_app.domain.rounds import Round
    from desk_app.views.context import RoomContext

TITLE = "两版对照"
NOTICE = "方案公示稿"
DELAY = 400
"""Milliseconds from a change to a round graded by both editions."""
_READS = "正在读取可以对照的版本……"
_WAITS = "方案还有错误，改好后再对照。"
_NO_ROUND = "没有按这份方案（编号相同）进行的轮次，只对照条文。"


class VersionPage(DraftSide):
    """Chooses a round, shows what the draft does to it, and lets it take the draft."""

    flushing = Signal()
    """What waits of the draft is to be kept now: it is about to be adopted."""
    taken = Signal(object, object)
    """``Arrived`` of the adopted draft and what the round did: ``TakenVersion``."""
    begun = Signal(object, int)
    """``Arrived`` of the adopted draft and the number of the round that was begun again."""

    def __init__(self, context: "RoomContext") -> None:
        super().__init__()
        self._runner = OwnedRunner(context.runner, self)
        self._context = context
        self._draft_id = 0
        self._round_id: int | None = None
        self._asked = 0
        self._choices: version_choices.VersionChoices | None = None
        self.offer: version_offers.VersionOffer | None = None
        self.notice = Notice(self)
        self.rounds = QComboBox()
        self.rounds.setAccessibleName("和哪一轮所用的版本对照")
        set_widths(self.rounds, least=12, most=22)
        self.rounds.activated.connect(lambda _: self._look())
        self.print = QPushButton(f"{NOTICE}…")
        self.print.clicked.connect(self._print)
        self.summary = QLabel()
        self.summary.setWordWrap(True)
        self.list = LineList(TITLE)
        self.list.beside = True
        self.stay = QPushButton("本轮仍用原来的版本")
        self.stay.clicked.connect(self._stay)
        self.take = QPushButton("本轮改用新版")
        self.take.clicked.connect(self._ask_take)
        self.again = QPushButton("停用本轮，按新版另开")
        self.again.clicked.connect(self._ask_again)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY)
        self._timer.timeout.connect(self._read)
        top = FlowBar(QLabel("对照"), self.rounds)
        top.add_gap()
        top.add(self.print)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(top)
        column.addWidget(self.summary)
        column.addWidget(self.list, 1)
        column.addWidget(FlowBar(self.stay, self.take, self.again))
        self.notice.lie_over(self.list)
        self._enable()

    def begin(self, draft_id: int) -> None:
        """Another draft is in hand."""
        self._draft_id, self._choices, self.offer = draft_id, None, None
        self.list.show_lines(())

    def open_round(self, round_id: int | None) -> None:
        """Say which round is in hand: it is what a draft is held against first."""
        self._round_id = round_id

    @property
    def round(self) -> "Round | None":
        """The round that is chosen."""
        found = self.rounds.currentData()
        listed = () if self._choices is None else self._choices.rounds
        return next((one for one in listed if one.id == found), None)

    # --- reading and showing --------------------------------------------------------------------

    def fill(self, draft: "SchemeDraft", reading: "DraftReadBack") -> None:  # noqa: ARG002
        """Read soon what the draft can be held against."""
        self.print.setEnabled(reading.scheme is not None)
        if reading.scheme is None:
            self.offer = None
            self.summary.setText(_WAITS)
            self._enable()
        else:
            if self._choices is None:
                self.summary.setText(_READS)
            self._timer.start()

    def _text(self) -> str:
        return "" if self.draft is None else text_of(self.draft)

    def _read(self) -> None:
        if self.reading is not None and self.reading.scheme is not None:
            self._runner.call(version_choices.choices, self._text()).then(self._show).otherwise(
                self._failed
            )

    def _show(self, found: "version_choices.VersionChoices") -> None:
        before = self.rounds.currentData()
        self._choices = found
        self.rounds.clear()
        for one in found.rounds:
            state = f"（{one.locked_words}）" if one.locked_words else ""
            self.rounds.addItem(f"{one.year}年度{one.name}{state}", one.id)
        wanted = self.rounds.findData(before if before is not None else self._round_id)
        self.rounds.setCurrentIndex(max(wanted, 0) if found.rounds else -1)
        self.rounds.setEnabled(bool(found.rounds))
        self._look()

    def _look(self) -> None:
        self.offer = None
        self._enable()
        one, found = self.round, self._choices
        if one is None:
            newest = "" if found is None or not found.newest else f"和已有的“{found.newest}”相比："
            self.summary.setText(f"{_NO_ROUND}{newest}")
            self.list.show_lines(list(difference_lines(() if found is None else found.differences)))
            return
        self._asked += 1
        number = self._asked
        self.summary.setText("正在按两版各算一遍……")
        self._runner.call(version_offers.look, one.id, self._text()).then(
            lambda offer: self._looked(offer, number)
        ).otherwise(self._failed)

    def _looked(self, offer: "version_offers.VersionOffer", number: int) -> None:
        if number != self._asked:
            return
        self.offer = offer
        decided = f"其中 {offer.decided} 个已有决定，会标为待复核。" if offer.decided else ""
        self.summary.setText(f"{offer.effects.words}{decided}{offer.refused}")
        lines = [*effect_lines(offer.effects), *difference_lines(offer.differences)]
        self.list.show_lines(lines)
        self._enable()

    def _enable(self) -> None:
        offer, one = self.offer, self.round
        can = offer is not None and not offer.refused and bool(offer.differences)
        for button in (self.stay, self.take, self.again):
            button.setVisible(one is not None and not one.locked)
            button.setEnabled(can)

    # --- what a running round does --------------------------------------------------------------

    def _stay(self) -> None:
        one = self.round
        if one is not None:
            self.notice.show_info(
                f"“{one.year}年度{one.name}”仍用原来的版本。草稿照常采用，以后新建的轮次用新版。"
            )

    def _ask_take(self) -> None:
        one, offer = self.round, self.offer
        if one is None or offer is None:
            return
        self.notice.ask(
            f"采用这份草稿，“{one.name}”改用新版？评分都保留；{offer.effects.words}"
            f"已作的决定不变，{offer.decided} 个标为待复核。",
            [("改用新版", lambda: self._adopt(lambda done: self._take(done, one)))],
            stay="先不改",
        )

    def _ask_again(self) -> None:
        one = self.round
        if one is None:
            return
        self.notice.ask(
            f"采用这份草稿，停用“{one.name}”，按新版另开一轮？"
            "参评名单照搬，已录入的评分和测评留在停用的那一轮里，不带过来。",
            [("停用并另开", lambda: self._adopt(lambda done: self._begin(done, one)))],
            stay="先不改",
        )

    def _adopt(self, then: "Callable[[drafts.Adopted], None]") -> None:
        self.flushing.emit()
        self._runner.save(drafts.adopt, self._draft_id).then(then).otherwise(self._failed)

    def _take(self, adopted: "drafts.Adopted", one: "Round") -> None:
        arrived = _without(adopted, one)
        self._runner.save(version_offers.take, one.id, one.scheme_id).then(
            lambda taken: self.taken.emit(arrived, taken)
        ).otherwise(self._failed)

    def _begin(self, adopted: "drafts.Adopted", one: "Round") -> None:
        arrived = _without(adopted, one)
        name = f"{one.name}（新版）"
        self._runner.save(version_offers.begin_again, one.id, one.scheme_id, name).then(
            lambda made: self.begun.emit(arrived, made)
        ).otherwise(self._failed)

    def _print(self) -> None:
        self._runner.call(version_choices.notice, self._text()).then(
            lambda pdf: show_preview(self, self._context, pdf, NOTICE)
        ).otherwise(self._failed)

    def _failed(self, fault: "Fault") -> None:
        self.summary.setText("")
        self.notice.show_fault("".join(fault.sentences))


def _without(adopted: "drafts.Adopted", one: "Round") -> object:
    """What an adopted draft asks of other running rounds: this one has its answer."""
    arrived = adopted.arrived
    clashes = tuple(clash for clash in arrived.clashes if clash.round_id != one.id)
    return replace(arrived, clashes=clashes)
