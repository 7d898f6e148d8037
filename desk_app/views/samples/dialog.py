"""Drawing a random sample of households: a list goes in, a sheet with its seed comes out."""

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desk_app.domain.faults import Fault
from desk_app.domain.points import parse_share
from desk_app.domain.polling.samples import LEAST_SHARE, HouseholdList, check_seed, size_of
from desk_app.domain.scheme.words.polls import share_words
from desk_app.views.context import RoomContext
from desk_app.views.kit import files, preview
from desk_app.views.kit.dialogs import FittingDialog
from desk_app.views.kit.records import Column, Records
from desk_app.views.kit.tables import TableView
from desk_app.views.samples.presenter import SamplesPresenter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk_app.views.use_cases import samples

KEPT = "抽取过的名单都要留存，不能撤销，也不能删除。要另抽一次请再按“抽取”，名单上会印第几次。"
NOTHING_DRAWN = "本轮还没有抽取过，没有可以撤销的。"


def open_samples(context: RoomContext, round_id: int, parent: QWidget) -> "SamplesDialog":
    """Open the dialog of a round's household samples over ``parent``'s window."""
    dialog = SamplesDialog(context, round_id, parent.window())
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog


class SamplesDialog(FittingDialog):
    """A list is chosen, drawn from once, and the draw is kept; earlier draws stand below."""

    def __init__(self, context: RoomContext, round_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.presenter = SamplesPresenter(context.runner, round_id, self)
        self.households: HouseholdList | None = None
        self._undrawn = False
        """A list was chosen that nothing was drawn from."""
        self.setWindowTitle("住户抽样")
        self.choose = QPushButton("选择住户名单…")
        self.chosen = QLabel("名单是 .xlsx 或 .xls 表格，表头要有“户主”，最好有“地址”。")
        self.chosen.setProperty("kind", "quiet")
        self.chosen.setWordWrap(True)
        self.name = QLineEdit()
        self.name.setAccessibleName("样本名称")
        self.name.setPlaceholderText("如 柳树湾村住户抽样")
        self.least = LEAST_SHARE
        self.share = QLineEdit(share_words(self.least))
        self.share.setAccessibleName("抽取比例")
        self.size_words = QLabel()
        self.seed = QLineEdit()
        self.seed.setAccessibleName("种子")
        self.other = QPushButton("换一个")
        self.draw = QPushButton("抽　取")
        self.draw.setProperty("kind", "primary")
        self.records: Records[samples.KeptSample] = Records(
            (
                Column("名称", lambda one: one.name, width=15),
                Column("日期", lambda one: one.drawn_on, width=8),
                Column("抽取户数", lambda one: len(one.sample.drawn), width=6),
                Column("总户数", lambda one: one.sample.total, width=5),
                Column("种子", lambda one: one.sample.seed, width=9),
                Column("第几次", lambda one: one.turn, width=5),
            ),
            self,
        )
        self.table = TableView("住户抽样", context.settings)
        self.table.setModel(self.records)
        self.table.setAccessibleName("已抽取的名单")
        self.print = QPushButton("打印名单…")
        self.save = QPushButton("另存…")
        self.check = QPushButton("用原名单核对…")
        self.close_button = QPushButton("关闭")
        self._lay_out()
        self._connect()
        self._say_size()
        self.other_seed()
        self.presenter.ask_least()
        self.reload()

    def at_risk(self) -> str:
        """Say what was chosen or typed and not drawn."""
        typed = any(one.isModified() for one in (self.name, self.share, self.seed))
        return "名单还没有抽取，已填的内容没有保存。" if typed or self._undrawn else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Undo):  # a field takes back its own typing
            self.say_kept()
        else:
            super().keyPressEvent(event)

    def say_kept(self) -> None:
        """Say why Ctrl+Z takes no draw back."""
        if self.records.records:
            self.notice.show_fault(KEPT)
        else:
            self.notice.show_info(NOTHING_DRAWN)

    def choose_list(self, path: Path | None = None) -> None:
        """Read a list of households; without ``path`` a file is asked for."""
        if path is None:
            path = self._asked("选择住户名单")
        if path is None:
            return
        self.presenter.read_list(path)

    def other_seed(self) -> None:
        """Take another seed from the system."""
        self.presenter.make_seed()

    def draw_sample(self) -> None:
        """Draw and keep the draw."""
        found, share = self.households, self._share()
        if found is None:
            self.notice.show_fault("请先选择住户名单。")
            return
        if isinstance(share, Fault):
            self.notice.show_fault(str(share))
            return
        self.draw.setEnabled(False)
        self.presenter.draw(self.name.text(), found, self.seed.text(), share)

    def reload(self, wanted: int | None = None) -> None:
        """Read the draws of the round again and stand on ``wanted``, else on the last one."""
        self.presenter.load(wanted)

    def print_sheet(self) -> None:
        """Show the sheet of the draw on which the cursor stands, as it prints."""
        kept = self._current()
        if kept is not None:
            self.presenter.lay_out(kept)

    def save_sheet(self, path: Path | None = None) -> None:
        """Write the sheet of a draw as a workbook or PDF."""
        kept = self._current()
        if kept is None:
            return
        if path is None:
            path = files.ask_save(
                self,
                self.context.settings,
                files.Purpose.SAMPLES,
                "另存名单",
                f"住户抽样名单 {kept.name}.xlsx",
                files.WORKBOOK_OR_PDF,
            )
        if path is None:
            return
        self.presenter.write(kept, path)

    def check_again(self, path: Path | None = None) -> None:
        """Draw again from the original list and say whether it is the same sample."""
        kept = self._current()
        if kept is None:
            return
        if path is None:
            path = self._asked("选择抽取时的原名单")
        if path is None:
            return
        self.presenter.check(kept, path)

    def _show_list(self, path: Path, found: HouseholdList) -> None:
        self.notice.dismiss()
        self.households, self._undrawn = found, True
        left = [f"共 {len(found.households)} 户"]
        if found.blank:
            left.append(f"{found.blank} 行没有户主，没有算")
        if found.repeated:
            left.append(f"{found.repeated} 行与前面完全重复，没有算")
        if found.members:
            left.append(f"{found.members} 行是家庭成员，没有算")
        self.chosen.setText(f"{path.name}（{found.sheet}）：{'；'.join(left)}。")
        if not self.name.text().strip():
            self.name.setText(path.stem)
        self._say_size()

    def _show_kept(self, kept: "Sequence[samples.KeptSample]", wanted: int | None) -> None:
        self.records.show(list(kept))
        ids = [one.id for one in kept]
        if ids:
            self.table.selectRow(ids.index(wanted) if wanted in ids else len(ids) - 1)
        for button in (self.print, self.save, self.check):
            button.setEnabled(bool(ids))

    def _say_checked(self, kept: "samples.KeptSample", same: bool) -> None:
        if same:
            self.notice.show_info(
                f"相符：用种子 {kept.sample.seed} 从这份名单重抽，"
                f"得到的就是这 {len(kept.sample.drawn)} 户。"
            )
        else:
            self.notice.show_fault("不符：重抽的结果与存的名单不同，存的名单可能被改动过。")

    def _asked(self, title: str) -> Path | None:
        return files.ask_open(
            self, self.context.settings, files.Purpose.SAMPLES, title, files.WORKBOOKS
        )

    def _current(self) -> "samples.KeptSample | None":
        index = self.table.currentIndex()
        return self.records.record(index.row()) if index.isValid() else None

    def _drawn(self, kept: "samples.KeptSample") -> None:
        self.draw.setEnabled(True)
        self._undrawn = False
        for one in (self.name, self.share, self.seed):
            one.setModified(False)
        again = f"这是本轮第 {kept.turn} 次以这个名称抽取，会印在名单上。" if kept.turn > 1 else ""
        self.notice.show_info(
            f"已抽取 {len(kept.sample.drawn)} 户，种子 {kept.sample.seed}。"
            f"请打印名单，由监督人签名。{again}"
        )
        self.context.changed()
        self.other_seed()
        self.reload(kept.id)

    def _refused(self, sentence: str) -> None:
        self.draw.setEnabled(True)
        self.notice.show_fault(sentence)

    def _share(self) -> Fraction | Fault:
        text = self.share.text().strip()
        try:
            share = parse_share(text if text.endswith(("%", "％")) or "/" in text else f"{text}%")
        except (ValueError, ArithmeticError):
            return Fault(f"比例“{text}”不是百分数，请写成 10%、12.5% 这样。")
        try:
            size_of(1, share, self.least)
        except Fault as fault:
            return fault
        return share

    def _say_size(self) -> None:
        """Say beside the share what it comes to, or what is wrong with it."""
        share = self._share()
        asked = f"不少于 {share_words(self.least)}，不足一户的进为一户"
        if isinstance(share, Fault):
            words = str(share)
        elif self.households is None:
            words = asked
        else:
            total = len(self.households.households)
            words = f"{total} 户中抽 {size_of(total, share, self.least)} 户（{asked}）"
        self.size_words.setText(words)
        self.size_words.setProperty("kind", "wrong" if isinstance(share, Fault) else "quiet")
        self.size_words.style().unpolish(self.size_words)
        self.size_words.style().polish(self.size_words)

    def _show_least(self, least: Fraction) -> None:
        """Offer the share that the scheme asks for; what was typed stays."""
        self.least = least
        if not self.share.isModified():
            self.share.setText(share_words(least))
        self._say_size()

    def _tidy_seed(self) -> None:
        """Show a typed seed as it is used; what cannot be used stays and is refused at the draw."""
        try:
            self.seed.setText(check_seed(self.seed.text()))
        except Fault:
            return

    def _connect(self) -> None:
        presenter = self.presenter
        presenter.list_read.connect(self._show_list)
        presenter.least_told.connect(self._show_least)
        presenter.seed_made.connect(self.seed.setText)
        presenter.drawn.connect(self._drawn)
        presenter.listed.connect(self._show_kept)
        presenter.laid_out.connect(
            lambda pdf, title: preview.show_preview(self, self.context, pdf, title)
        )
        presenter.written.connect(lambda path: self.notice.show_info(f"已写出“{path}”。"))
        presenter.checked.connect(self._say_checked)
        presenter.refused.connect(self._refused)
        self.choose.clicked.connect(lambda _: self.choose_list())
        self.other.clicked.connect(lambda _: self.other_seed())
        self.draw.clicked.connect(lambda _: self.draw_sample())
        self.share.textChanged.connect(lambda _: self._say_size())
        self.seed.editingFinished.connect(self._tidy_seed)
        self.print.clicked.connect(lambda _: self.print_sheet())
        self.save.clicked.connect(lambda _: self.save_sheet())
        self.check.clicked.connect(lambda _: self.check_again())
        self.close_button.clicked.connect(self.close)

    def _lay_out(self) -> None:
        wide = self.fontMetrics().horizontalAdvance("国")
        for field, characters in ((self.share, 6), (self.seed, 14)):
            field.setFixedWidth(wide * characters)
        words = QLabel("可由监督人当场报一个数；同一名单、同一种子，谁来抽都是这些户")
        words.setProperty("kind", "quiet")
        for one in (words, self.size_words, self.chosen):
            one.setWordWrap(True)
        form = QFormLayout()
        form.addRow("名单", _row(self.choose, self.chosen))
        form.addRow("名称", self.name)
        form.addRow("比例", _row(self.share, self.size_words))
        form.addRow("种子", _row(self.seed, self.other, words))
        start = QHBoxLayout()
        start.addStretch(1)
        start.addWidget(self.draw)
        buttons = QHBoxLayout()
        for button in (self.print, self.save, self.check):
            button.setAutoDefault(False)
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        for button in (self.choose, self.other, self.draw, self.close_button):
            button.setAutoDefault(False)
        whole = QVBoxLayout(self)
        whole.addLayout(form)
        whole.addLayout(start)
        whole.addWidget(QLabel("本轮已抽取的名单（只留存，不删除）"))
        whole.addWidget(self.table, 1)
        self.notice.lie_over(self.table)
        whole.addLayout(buttons)
        self.settle(QSize(wide * 55, wide * 32))


def _row(first: QWidget, *others: QWidget) -> QHBoxLayout:
    """Widgets beside each other, the last one taking what room is left."""
    row = QHBoxLayout()
    row.addWidget(first)
    for one in others:
        row.addWidget(one, 1 if one is others[-1] else 0)
    return row
