"""What 上报 says: what is left to do, what was made, what was changed since."""

from pathlib import Path
from typing import TYPE_CHECKING

from desk_app.views.kit.checks_grid import CLOSED_WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desk_app.views.use_cases import submission


def next_step(ready: "submission.Readiness") -> tuple[str, str]:
    """Return a sentence, and the key of the room to go to ("" for this one).

    After 定稿 what is missing can only be added once it is taken back, so nothing leads there.
    """
    if ready.round.closed:
        return CLOSED_WORDS, ""
    missing = [one for one in ready.checks if not one.done and one.room != "rectification"]
    if missing and not ready.round.locked:
        return f"先{missing[0].todo}，再生成上报材料", missing[0].room
    if ready.round.exported_at is None:
        if missing:
            return f"可以生成上报材料；还缺 {len(missing)} 项，要补先在“定级”中解除定稿", ""
        return "材料齐了，可以生成上报材料", ""
    return "上报材料已生成，可打开文件夹核对、打印、盖章", ""


def hint_words(ready: "submission.Readiness | None") -> str:
    """Say below the button what is missing, and what became of the last export."""
    if ready is None:
        return ""
    said = []
    if not ready.ready:
        said.append("还有没完成的事项，可以先生成一份核对，正式上报前请补齐后重新生成。")
    if ready.round.exported_at is not None:
        said.append(f"上次生成：{ready.round.exported_at[:16]}。")
        later = [one for one in ready.amendments if one.made_at > ready.round.exported_at]
        if later:
            said.append(f"那以后又改了 {len(later)} 处，请重新生成。")
    return "".join(said)


def made_words(result: "submission.Result") -> str:
    """Say how many files were made, and what was kept of a folder that somebody had changed."""
    words = f"已生成 {len(result.files)} 个文件。"
    if result.kept is not None:
        words += (
            f"原文件夹里有另外放入或手工改过的文件，没有覆盖，已整个保留为“{result.kept.name}”。"
        )
    return words


def amended_words(ready: "submission.Readiness") -> str:
    """Say how much was changed since 定稿, or since the papers went up."""
    return f"{ready.round.amended} {len(ready.amendments)} 处"


def of_file(file: str, initials: "Mapping[str, str]") -> str:
    """Return the initials of the organisation whose paper a file is; its name follows a number."""
    parts = Path(file).stem.split("_")
    return next((initials[one] for one in parts if one in initials), "")
