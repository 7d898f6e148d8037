"""New scheme files out of one that is there: last year's as this year's, or one written tidily."""

from pathlib import Path

from desk_app.domain.faults import Fault
from desk_app.domain.scheme.loading import read_usable
from desk_app.domain.scheme.model.problems import SchemeFault


def copy(text: str, target: Path, *, scheme_id: str, title: str, source: str = "") -> None:
    """Write a usable scheme's text to ``target`` under another number and title.

    Order and comments stay. ``source`` is the document it goes by; with "" it stays as it is.
    Raises ``Fault`` where the copy could not be used, or the file cannot be written.
    """
    from desk_app.domain.scheme.writing.tables import Tables

    wanted = {"id": scheme_id.strip(), "title": title.strip()}
    if not all(wanted.values()):
        raise Fault("请写明新方案的编号和名称，两样都不能空着。")
    if source.strip():
        wanted["source"] = source.strip()
    copied = Tables(text).change((), wanted)
    try:
        read_usable(copied)
    except SchemeFault as fault:
        raise Fault("新方案写不成，请改正以后再试：", *fault.sentences) from fault
    _save(copied, target)


def tidy(text: str, target: Path) -> None:
    """Write a usable scheme to ``target`` as the program writes one: one order, no comments.

    Raises ``Fault`` where the program has no writing for it, or the file cannot be written.
    """
    from desk_app.domain.scheme.saving import text_of

    scheme = read_usable(text)
    try:
        written = text_of(scheme)
    except ValueError:
        raise Fault(
            f"方案“{scheme.title}”里有的内容程序写不出来，没有整理，请照原文件使用。"
        ) from None
    _save(written, target)


def _save(text: str, target: Path) -> None:
    from desk_app.documents.saving import save_bytes

    save_bytes(text.encode("utf-8"), target)
