"""What the page on which votes are keyed says: of a batch stored, of the paper that lies open."""

from typing import TYPE_CHECKING

from desk_app.domain.polling.counting import BatchState

if TYPE_CHECKING:
    from desk_app.domain.polling.counting import BatchLine
    from desk_app.domain.polling.keying import Hand

STORING = "正在入库……"
NOT_LAID_DOWN = "最上面这张票还没有放下：录完按回车，或用退格清掉，再入库。"
INTERRUPTED = "入库没有成功，票还在，可以再按回车入库。"

_STORED = {
    BatchState.MISSING: "",
    BatchState.FIRST: "已入库，等第二人录入",
    BatchState.DIFFERS: "已入库，两人不一致，稍后核定",
    BatchState.SETTLED: "已入库",
    BatchState.AGAIN: "没有入库",
}


def stored_words(stored: "BatchLine", following: "BatchLine") -> str:
    """Say that a batch was stored and which one comes now."""
    return f"{stored.words}{_STORED[stored.state]}。请把这一摞放到一边，再取{following.words}。"


def paper_words(hand: "Hand") -> str:
    """Say which paper lies open and what comes after it."""
    if hand.full:
        return f"本摞 {hand.size} 张已录完，与手上的票数一致就按回车入库"
    if hand.complete:
        return f"票 {hand.keyed + 1} 已录完，核对一眼，按回车到下一张"
    return f"票 {hand.keyed + 1}"


def missing_words(hand: "Hand") -> str:
    """Say how many papers a batch still lacks."""
    return (
        f"这一摞还差 {hand.size - hand.keyed} 张。"
        "手上的票数不对，请先退出，核对收回票数后重新分摞。"
    )


def leaving_words(hand: "Hand") -> str:
    """Say what is lost when the page is left."""
    papers = hand.keyed + int(hand.touched)
    return f"本摞 {papers} 张未入库。离开后这些票不会保留，要重新录入。"
