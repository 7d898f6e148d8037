"""What keys do to the batch in hand. Ballots are in ``PaperInput.hand`` and nowhere else."""

from PySide6.QtCore import QObject, Signal

from desk_app.domain.polling.keying import (
    VOID_REASONS,
    Hand,
    lay_down,
    make_void,
    mark,
    mark_rest,
    step_back,
)
from desk_app.views.polling.keymap import Command, Key, KeyMap, key_map


class PaperInput(QObject):
    """Turns keys into marks on the paper that lies open."""

    put = Signal(object)
    """The batch in hand changed; the line that was open before and whether it was void."""
    asked = Signal()
    """It is asked, or no longer asked, why the paper is void."""
    full = Signal()
    """Enter was pressed on a full batch."""
    hinted = Signal(str)
    """Why a key did nothing."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.keys = KeyMap()
        self._usual: dict[str, Key] = {}
        self._answers: dict[str, Key] = {}
        self.hand = Hand(0, 0)
        self.asking = False

    def begin(self, lines: int, options: tuple[str, ...], size: int) -> None:
        """Open the first paper of a batch of ``size``; the batch before is forgotten."""
        self.keys = key_map(options)
        self._usual = self.keys.by_name()
        self._answers = self.keys.by_name(asking=True)
        self.hand = Hand(lines, size)
        self.asking = False

    @property
    def line(self) -> int:
        """The line that is keyed next."""
        return min(len(self.hand.marks), max(0, self.hand.lines - 1))

    def press(self, name: str) -> None:
        """Do what the key of that name (see ``keymap.NAMED``) stands for."""
        key = (self._answers if self.asking else self._usual).get(name)
        if self.asking:
            self._answer(name, key)
            return
        command = key.command if key is not None else None
        if command is Command.FORWARD:
            self._go_forward()
        elif command is Command.BACK:
            if self.hand.empty:
                self.hinted.emit("本摞还没有录，已入库的摞不能再改。")
            self._put(step_back(self.hand))
        elif self.hand.full:
            self.hinted.emit("本摞已录完，按回车入库；退格可退回修改。")
        elif key is not None:
            self._write(key)
        elif name.strip():
            self.hinted.emit("这个键在这里没有用，可用的键在右边。")

    def _write(self, key: Key) -> None:
        """Do what a key does to a paper that is not laid down yet."""
        match key.command:
            case Command.VOID:
                self._ask(asking=True)
            case Command.SAME:
                if not self.hand.marks:
                    self.hinted.emit("先录第一行，再按 * 全部同上。")
                self._put(mark_rest(self.hand))
            case Command.MARK:
                self._mark(key.vote)

    def _go_forward(self) -> None:
        hand = self.hand
        if hand.full:
            self.full.emit()
        elif not hand.complete:
            left = hand.lines - len(hand.marks)
            self.hinted.emit(f"这张票还有 {left} 行没有录。")
        else:
            self._put(lay_down(hand))

    def _answer(self, name: str, key: Key | None) -> None:
        """Take the key that says why the paper is void."""
        match key.command if key is not None else None:
            case Command.CANCEL:
                self._ask(asking=False)
            case Command.REASON if key is not None:
                self.asking = False
                self._put(make_void(self.hand, key.vote))
                self.asked.emit()
            case Command.MARK if key is not None:
                self._ask(asking=False)
                self._mark(key.vote)
            case _ if name.strip():
                last = len(VOID_REASONS)
                self.hinted.emit(f"请按 1–{last} 选整张无效的原因；退格可取消。")

    def _ask(self, *, asking: bool) -> None:
        self.asking = asking
        self.asked.emit()

    def _mark(self, vote: str) -> None:
        if self.hand.void:
            self.hinted.emit("这张票已作整张无效，按回车到下一张；退格可取消。")
        elif self.hand.complete:
            self.hinted.emit("这张票已录完，按回车到下一张；退格可退回修改。")
        else:
            self._put(mark(self.hand, vote))

    def _put(self, hand: Hand) -> None:
        if hand == self.hand:
            return
        before = (self.line, self.hand.void)
        self.hand = hand
        self.put.emit(before)
