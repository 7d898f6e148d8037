"""Makes the folder that goes up: beside, then moved into place as a whole."""

import hashlib
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import update

from desk_app.assets import resources_dir
from desk_app.domain.progress import NoProgress, Progress
from desk_app.domain.submission import (
    CONTENTS,
    DECLARATIONS,
    declaration_name,
    folder_name,
    level_word,
)
from desk_app.services import rounds
from desk_app.services.submission.contents import contents, written_by_us
from desk_app.services.submission.papers import Papers, forms_day, gather
from desk_app.services.workspace import Workspace, read_office
from desk_app.storage import tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from openpyxl import Workbook

    from desk_app.documents.fonts import Fonts
    from desk_app.documents.submission import Letterhead

    Maker = Callable[[], Workbook]


SUMMARY, LEDGER = "汇总表", "整改台账"


@dataclass(frozen=True, slots=True)
class Result:
    """What was made: ``files`` lie under ``folder``.

    ``kept`` is where an older folder was put aside because it held files that this program did
    not write or that were changed by hand since.
    """

    folder: Path
    files: tuple[str, ...]
    kept: Path | None = None


def export(
    workspace: Workspace, round_id: int, parent: Path, progress: Progress | None = None
) -> Result:
    """Make the folder ``2026年度_乡镇名_定级上报材料`` under ``parent``.

    Every form as workbook and as PDF of that very workbook. An older folder of the name is
    replaced as a whole. Cancelling (``Cancelled`` out of ``progress``) and every fault leave
    things as they were.

    Raises:
        Fault: the place is missing, read only or full, a file of the older folder is open, a
            form is missing or damaged.
    """
    from desk_app.documents.folders import replace_folder

    told = progress or NoProgress()
    papers = gather(workspace, round_id)
    folder = parent / folder_name(papers.round.year, papers.office.short_name)
    written: dict[str, bytes] = {}

    def keep(old: Path) -> str:
        if written_by_us(old):
            return ""
        return f"{folder.name}_旧_{papers.made_at:%m%d%H%M%S}"

    kept = replace_folder(
        folder, lambda beside: _build(papers, beside, folder, told, written), keep
    )
    with workspace.session() as session:
        session.execute(
            update(tables.round_)
            .where(tables.round_.c.id == round_id)
            .values(exported_at=papers.made_at.isoformat(sep=" "))
        )
    return Result(folder, tuple(written), kept)


def made_before(workspace: Workspace, round_id: int, parent: Path) -> Result | None:
    """What lies under ``parent`` from an earlier export of the round's year; None without one."""
    with workspace.session() as session:
        current = rounds.read(session, round_id)
        office = read_office(session)
    folder = parent / folder_name(current.year, office.short_name)
    try:
        if not (folder / CONTENTS).is_file():
            return None
        found = [
            path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
        ]
    except OSError:  # the stick was pulled out meanwhile: nothing lies there now
        return None
    return Result(folder, tuple(sorted(found, key=_place)))


def summary_pdf(workspace: Workspace, round_id: int) -> bytes:
    """The 汇总表 as it would go up."""
    return _pdf(_summary(gather(workspace, round_id)))


def ledger_pdf(workspace: Workspace, round_id: int) -> bytes:
    """The 整改台账 as it would go up."""
    return _pdf(_ledger(gather(workspace, round_id)))


def _place(name: str) -> tuple[int, str]:
    """Sort as ``export`` writes: declarations, 汇总表, 整改台账, the contents, anything else."""
    order = (f"{DECLARATIONS}/", SUMMARY, LEDGER, CONTENTS)
    at = next((at for at, start in enumerate(order) if name.startswith(start)), len(order))
    return at, name


def _build(
    papers: Papers, beside: Path, folder: Path, told: Progress, written: dict[str, bytes]
) -> None:
    """Write all files under ``beside``; faults name them with the place that was chosen."""
    from desk_app.documents.folders import write_file

    fonts = _fonts()
    forms = list(_forms(papers))
    steps = 2 * len(forms)

    def write(name: str, data: bytes) -> None:
        write_file(beside / name, data, folder.parent / Path(name).name)
        written[name] = hashlib.sha256(data).digest()

    for number, (name, make) in enumerate(forms):
        told.step(2 * number, steps, f"{name}.xlsx")
        workbook = make()
        stream = BytesIO()
        workbook.save(stream)
        write(f"{name}.xlsx", stream.getvalue())
        told.step(2 * number + 1, steps, f"{name}.pdf")
        pulse = partial(_pulse, told, 2 * number + 1, steps, f"{name}.pdf")
        write(f"{name}.pdf", _pdf(workbook, fonts, pulse))
    told.step(steps, steps, CONTENTS)
    text = contents(papers, folder.name, beside, written)
    write_file(beside / CONTENTS, text.encode("utf-8-sig"), folder.parent / CONTENTS)
    written[CONTENTS] = b""


def _forms(papers: Papers) -> "Iterator[tuple[str, Maker]]":
    """Name (without ending) and maker of every workbook, in the order of the folder."""
    from desk_app.documents.submission import declaration_form, declaration_workbook

    head = _head(papers)
    title = papers.scheme.forms.declaration
    form = declaration_form()
    count = len(papers.declarations)
    for number, one in enumerate(papers.declarations, start=1):
        name = f"{DECLARATIONS}/{declaration_name(number, count, one.name)}"
        yield name, partial(declaration_workbook, title, head, one, form)
    yield SUMMARY, partial(_summary, papers)
    yield LEDGER, partial(_ledger, papers)


def _summary(papers: Papers) -> "Workbook":
    from desk_app.documents.submission import summary_workbook

    return summary_workbook(
        _titled(papers, papers.scheme.forms.summary), _head(papers), papers.lines
    )


def _ledger(papers: Papers) -> "Workbook":
    from desk_app.documents.submission import ledger_workbook

    title = _titled(papers, papers.scheme.forms.rectification)
    return ledger_workbook(title, _head(papers), papers.items)


def _titled(papers: Papers, title: str) -> str:
    return f"{papers.round.year}年度{papers.office.short_name}{title}"


def _head(papers: Papers) -> "Letterhead":
    from desk_app.documents.submission import Letterhead

    return Letterhead(
        township=papers.office.full_name,
        year=papers.round.year,
        filled_on=forms_day(papers),
        level_word=level_word(papers.scheme),
    )


def _fonts() -> "Fonts":
    from desk_app.documents.fonts import Fonts

    return Fonts(resources_dir() / "fonts")


def _pdf(
    workbook: "Workbook",
    fonts: "Fonts | None" = None,
    pulse: "Callable[[int, int], None] | None" = None,
) -> bytes:
    from desk_app.documents.pdf import to_pdf

    return to_pdf(workbook, fonts or _fonts(), progress=pulse)


def _pulse(told: Progress, done: int, total: int, text: str, _drawn: int, _pages: int) -> None:
    told.step(done, total, text)
