"""Samples of households drawn for a round: read, drawn, kept for good, printed."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, insert, select

from desk_app.assets import forms_dir, resources_dir
from desk_app.domain.faults import Fault
from desk_app.domain.points import parse_share
from desk_app.domain.polling import samples
from desk_app.domain.polling.samples import Household, HouseholdList, Sample
from desk_app.services import rounds, schemes
from desk_app.services.session import Session
from desk_app.services.workspace import Workspace
from desk_app.storage.rows.polling import SAMPLES, SampleRow
from desk_app.storage.rows.reading import read_one
from desk_app.storage.tables import household_sample, round_
from desk_app.storage.tables import workspace as office

if TYPE_CHECKING:
    from openpyxl import Workbook

_SEED_DIGITS = 8


@dataclass(frozen=True, slots=True)
class KeptSample:
    """A draw as it is kept. ``turn`` counts the draws of its name in the round, from 1."""

    id: int
    name: str
    drawn_on: date
    turn: int
    sample: Sample

    @property
    def size_words(self) -> str:
        """How many households were drawn out of how many, in words."""
        return samples.size_words(self.sample)


def read_list(path: Path) -> HouseholdList:
    """Read a list of households (.xlsx, .xls); raises ``Fault``."""
    from desk_app.documents.reading import read_workbook

    return samples.read_households(read_workbook(path))


def new_seed() -> str:
    """Return a seed that nobody could foresee: eight digits from the system."""
    return "".join(secrets.choice("0123456789") for _ in range(_SEED_DIGITS))


def read_share(text: str) -> Fraction:
    """Read a share of the households as typed: ``10%``, ``12.5%``, ``1/3``; raises ``Fault``."""
    try:
        return parse_share(text)
    except (ValueError, ArithmeticError):
        raise Fault(f"比例“{text}”不是百分数，请写成 10%、12.5% 这样。") from None


def asked_share(workspace: Workspace, round_id: int) -> Fraction:
    """Return the least share of households that the round's scheme lets one draw."""
    return samples.least_share(schemes.pinned(workspace, round_id).polls)


def draw(
    workspace: Workspace,
    round_id: int,
    name: str,
    households: HouseholdList,
    seed: str,
    share: Fraction | None = None,
) -> KeptSample:
    """Draw at least ``share`` of a list and keep the draw; it can be repeated, not removed.

    ``name`` says what the sample is for, as 柳树湾村住户测评. Without a ``share`` it is the least
    that the round's scheme asks for. Raises ``Fault``.
    """
    name = name.strip()
    if not name:
        raise Fault("请填写抽样的名称，如“柳树湾村住户抽样”。")
    least = asked_share(workspace, round_id)
    size = samples.size_of(len(households.households), share or least, least)
    made = samples.draw(households.households, seed, size)
    with workspace.session() as session:
        rounds.ensure_unlocked(session, round_id)
        key = session.execute(
            insert(household_sample)
            .values(
                round_id=round_id,
                name=name,
                seed=made.seed,
                size=size,
                total=made.total,
                digest=made.digest,
                drawn_on=session.today.isoformat(),
                rows=_written(made),
            )
            .returning(household_sample.c.id)
        ).scalar_one()
        return _kept(session, int(key))


def listing(workspace: Workspace, round_id: int) -> tuple[KeptSample, ...]:
    """Return every draw of a round, the first one first."""
    with workspace.session() as session:
        keys = session.scalars(
            select(household_sample.c.id)
            .where(household_sample.c.round_id == round_id)
            .order_by(household_sample.c.id)
        ).all()
        return tuple(_kept(session, key) for key in keys)


def is_repeated(kept: KeptSample, households: HouseholdList) -> bool:
    """Whether drawing again from this list gives the same sample; raises ``Fault``.

    Raises a fault that says so where it is another list.
    """
    if households.digest != kept.sample.digest:
        raise Fault(
            f"这份名单有 {len(households.households)} 户，与抽取时的 {kept.sample.total} 户"
            "不是同一份（名单指纹不同）。请用抽取时的原名单核对。"
        )
    again = samples.draw(households.households, kept.sample.seed, len(kept.sample.drawn))
    return again.drawn == kept.sample.drawn


def sample_workbook(workspace: Workspace, sample_id: int) -> "Workbook":
    """Fill the sheet of a draw; raises ``Fault`` when it is gone."""
    from desk_app.documents.filling import fill

    with workspace.session() as session:
        kept = _kept(session, sample_id)
        full_name = session.scalar(select(office.c.full_name))
        year = session.scalar(
            select(round_.c.year)
            .join(household_sample, household_sample.c.round_id == round_.c.id)
            .where(household_sample.c.id == sample_id)
        )
    return fill(forms_dir() / "household_sample.xlsx", _facts(kept, str(full_name), int(year or 0)))


def sample_pdf(workspace: Workspace, sample_id: int) -> bytes:
    """Return the sheet of a draw as PDF; raises ``Fault``."""
    from desk_app.documents.fonts import Fonts
    from desk_app.documents.pdf import to_pdf

    return to_pdf(sample_workbook(workspace, sample_id), Fonts(resources_dir() / "fonts"))


def save_sample(workspace: Workspace, sample_id: int, path: Path) -> None:
    """Write the sheet to ``path``, a workbook or a PDF by its ending; raises ``Fault``."""
    from desk_app.documents.saving import save_bytes, save_workbook

    if path.suffix.lower() == ".pdf":
        save_bytes(sample_pdf(workspace, sample_id), path)
    else:
        save_workbook(sample_workbook(workspace, sample_id), path)


def _facts(kept: KeptSample, full_name: str, year: int) -> Mapping[str, object]:
    sample = kept.sample
    turn = f"，本轮第 {kept.turn} 次以这个名称抽取" if kept.turn > 1 else ""
    return {
        "form_title": f"{year}年度住户抽样名单",
        "office": full_name,
        "name": kept.name,
        "drawn_on": kept.drawn_on,
        "seed": sample.seed,
        "size_words": f"{kept.size_words}{turn}",
        "digest": sample.digest,
        "method": samples.method_words(sample),
        "rows": [
            {
                "number": one.number,
                "head": one.head,
                "address": one.address,
                "group": one.group,
                "visit": None,
            }
            for one in sample.drawn
        ],
    }


def _written(sample: Sample) -> str:
    rows = [[one.number, one.head, one.address, one.group] for one in sample.drawn]
    return json.dumps(rows, ensure_ascii=False)


def _kept(session: Session, key: int) -> KeptSample:
    row = read_one(session.connection, SampleRow, SAMPLES.where(household_sample.c.id == key))
    if row is None:
        raise Fault("这次抽样已经不在了，请刷新后再试。")
    turn = session.scalar(
        select(func.count())
        .select_from(household_sample)
        .where(
            household_sample.c.round_id == row.round_id,
            household_sample.c.name == row.name,
            household_sample.c.id <= key,
        )
    )
    drawn = tuple(Household(*one) for one in json.loads(row.rows))
    return KeptSample(
        key,
        row.name,
        row.drawn_on,
        int(turn or 1),
        Sample(row.seed, row.total, row.digest, drawn),
    )
