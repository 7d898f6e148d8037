"""手册: the pages that travel with the program, read; and all of them as one booklet."""

from collections.abc import Mapping

from desk_app import __version__
from desk_app.assets import manual_dir, resources_dir
from desk_app.domain.faults import Fault
from desk_app.domain.manual import PAGES, ManualPage


def pages() -> tuple[ManualPage, ...]:
    """Return every page in its order; raises ``Fault`` where one is not there."""
    try:
        folder = manual_dir()
        return tuple(
            ManualPage(name, (folder / f"{name}.md").read_text(encoding="utf-8")) for name in PAGES
        )
    except (OSError, UnicodeDecodeError) as error:
        raise Fault("帮助的文件不在了，请重新安装程序。数据不受影响。") from error


def initials(read: tuple[ManualPage, ...]) -> Mapping[str, str]:
    """Return the pinyin initials of all words of the pages, by the words of each block."""
    from pypinyin import Style, lazy_pinyin

    words = {one.name for one in read} | {block.text for one in read for block in one.blocks}
    return {one: "".join(lazy_pinyin(one, style=Style.FIRST_LETTER)).casefold() for one in words}


def booklet() -> bytes:
    """Lay all pages out as one PDF with contents and page numbers; raises ``Fault``."""
    from desk_app.documents.booklet import booklet_pdf
    from desk_app.documents.fonts import Fonts

    title = f"定级工作台 {__version__} 使用手册"
    return booklet_pdf(pages(), title, manual_dir(), Fonts(resources_dir() / "fonts"))
