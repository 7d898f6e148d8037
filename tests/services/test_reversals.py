"""What was written at once is taken back whole, also after a restart, and done again."""

import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select

from desk_app.domain.faults import Fault
from desk_app.domain.reversals import KEPT, BulkKind
from desk_app.domain.scoring import ScoreChange
from desk_app.services import grading, rectification, reversals, rounds
from desk_app.services.organisations import registry
from desk_app.services.reversals.keeping import Scope, keeping
from desk_app.services.scoring import sheets
from desk_app.storage import tables
from tests.support.bulk_acts import (
    ACTS,
    CLERK,
    NOW,
    ROUND,
    OpenTownship,
    copy_township,
    every_act,
    make_township,
    open_township,
    paste_scores,
    take_sheet,
)


@pytest.fixture(scope="module")
def township(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example township, made once and copied by each test."""
    return make_township(tmp_path_factory.mktemp("示例"))


@pytest.fixture
def town(township: Path, tmp_path: Path) -> Iterator[OpenTownship]:
    found = copy_township(township, tmp_path)
    yield found
    found.office.close(back_up=False)


@every_act
def test_an_act_is_taken_back_whole_after_a_restart_and_done_again(
    town: OpenTownship, act: Callable[[OpenTownship], None], kind: BulkKind, words: str
) -> None:
    act(town)
    after = town.rows()
    town.restart()
    found = town.last(kind)
    assert (found.act.words, found.refusal, found.act.made_by) == (words, "", CLERK.name)
    assert found.act.named.startswith(f"2026-03-15 10:42 的“{words}”（{found.act.rows} ")

    reversals.undo(town.office, found.act.id)
    before = town.rows()
    assert before != after
    assert town.office.problems() == ()
    assert reversals.last(town.office, [kind], ROUND) is None
    reversals.redo(town.office, found.act.id)
    assert town.rows() == after
    town.restart()
    reversals.undo(town.office, found.act.id)
    assert town.rows() == before


@every_act
def test_taking_back_is_a_change_of_its_own_with_its_line(
    town: OpenTownship, act: Callable[[OpenTownship], None], kind: BulkKind, words: str
) -> None:
    act(town)
    done = town.lines()
    found = town.last(kind).act
    reversals.undo(town.office, found.id)
    lines = town.lines()
    assert lines[: len(done)] == done, "the record is only added to"
    head, *others = lines[len(done) :]
    assert head == (f"撤销“{words}”", "", "", f"{found.rows} {kind.unit}", "")
    assert others
    assert all(why == f"撤销“{words}”" for *_, why in others)
    originals = {(what, about, before, after) for what, about, before, after, _ in done}
    assert {(what, about, after, before) for what, about, before, after, _ in others} <= originals


@every_act
def test_an_act_is_taken_back_and_done_again_only_once(
    town: OpenTownship, act: Callable[[OpenTownship], None], kind: BulkKind, words: str
) -> None:
    act(town)
    number = town.last(kind).act.id
    with pytest.raises(Fault, match="已经重做过了"):
        reversals.redo(town.office, number)
    reversals.undo(town.office, number)
    with pytest.raises(Fault, match="已经撤销过了"):
        reversals.undo(town.office, number)
    assert words


@pytest.mark.parametrize("name", [name for name in ACTS if name != "list"])
def test_a_finalised_round_takes_nothing_back(town: OpenTownship, name: str) -> None:
    act, kind, _ = ACTS[name]
    act(town)
    number = town.last(kind).act.id
    if name != "rest":
        grading.decide_as_proposed(town.office, ROUND, NOW.date(), "党委会")
    grading.finalise(town.office, ROUND)
    with pytest.raises(Fault, match="定稿"):
        reversals.undo(town.office, number)
    if kind is not BulkKind.LEDGER:
        with pytest.raises(Fault, match="已经定稿"):
            reversals.last(town.office, [kind], ROUND)
    rounds.unlock(town.office, ROUND, "退回重核")
    assert reversals.last(town.office, [kind], ROUND) is None


def test_codes_that_changed_owner_change_back(town: OpenTownship) -> None:
    first, second, *_ = registry.tree(town.office)
    table = tables.organisation
    with (
        town.office.session() as session,
        keeping(session, BulkKind.LIST, "导入名单", Scope(table)),
    ):
        for number, code in ((first.id, None), (second.id, "A1"), (first.id, "A2")):
            session.execute(table.update().where(table.c.id == number).values(code=code))
    number = town.last(BulkKind.LIST).act.id
    reversals.undo(town.office, number)
    reversals.redo(town.office, number)
    assert [one.code for one in registry.tree(town.office)[:2]] == ["A2", "A1"]
    with (
        town.office.session() as session,
        keeping(session, BulkKind.LIST, "导入名单", Scope(table)),
    ):
        for one, code in ((first.id, None), (second.id, "A2"), (first.id, "A1")):
            session.execute(table.update().where(table.c.id == one).values(code=code))
    number = town.last(BulkKind.LIST).act.id
    reversals.undo(town.office, number)
    assert [one.code for one in registry.tree(town.office)[:2]] == ["A2", "A1"]


def test_what_was_taken_back_by_hand_is_passed_over(town: OpenTownship) -> None:
    paste_scores(town)
    first = town.last(BulkKind.SCORES).act.id
    view = sheets.whole(town.office, ROUND, "自评")
    name = view.indicators[0].name
    places = [one.subject.id for one in sheets.roster(town.office, ROUND)[4:6]]
    held = {one: view.scores[one, name] for one in places}
    pasted = [ScoreChange(one, "自评", name, Decimal("0.5"), "") for one in places]
    sheets.record_many(town.office, pasted, bulk="粘贴")
    assert town.last(BulkKind.SCORES).act.id != first
    back = [ScoreChange(one, "自评", name, was.points, was.note) for one, was in held.items()]
    sheets.record_many(town.office, back)  # as Ctrl+Z of the same session does
    assert town.last(BulkKind.SCORES).act.id == first


def test_a_redo_is_refused_where_the_rows_changed_meanwhile(town: OpenTownship) -> None:
    paste_scores(town)
    number = town.last(BulkKind.SCORES).act.id
    reversals.undo(town.office, number)
    take_sheet(town)
    with pytest.raises(Fault, match="撤销“粘贴”以后又改过，不能重做"):
        reversals.redo(town.office, number)


def test_a_single_cell_and_what_changes_nothing_are_not_kept(town: OpenTownship) -> None:
    view = sheets.whole(town.office, ROUND, "自评")
    one = ScoreChange(town.subject(), "自评", view.indicators[0].name, Decimal(1), "")
    sheets.record_many(town.office, [one])
    sheets.record_many(town.office, [one], bulk="粘贴")
    rectification.draw(town.office, ROUND)
    assert reversals.last(town.office, tuple(BulkKind), ROUND) is None


def test_only_the_newest_are_kept(town: OpenTownship) -> None:
    indicator = sheets.whole(town.office, ROUND, "自评").indicators[0].name
    for number in range(KEPT + 3):
        cells = [
            ScoreChange(town.subject(place), "自评", indicator, Decimal(number) / 10, "")
            for place in (0, 1)
        ]
        sheets.record_many(town.office, cells, bulk=f"粘贴{number}")
    with town.office.session() as session:
        words = session.execute(select(tables.bulk_act.c.words)).scalars().all()
    assert words == [f"粘贴{number}" for number in range(3, KEPT + 3)]
    with pytest.raises(Fault, match="太早"):
        reversals.undo(town.office, 1)


def test_an_import_that_fails_keeps_nothing(
    town: OpenTownship, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = town.rows()

    def fail(*_: object, **__: object) -> None:
        raise Fault("磁盘满")

    monkeypatch.setattr("desk_app.services.scoring.sheets.recording.store", fail)
    with pytest.raises(Fault, match="磁盘满"):
        take_sheet(town)
    assert town.rows() == before
    assert reversals.last(town.office, tuple(BulkKind), ROUND) is None


def test_after_the_lock_was_taken_off_undoing_is_an_amendment(town: OpenTownship) -> None:
    grading.decide_as_proposed(town.office, ROUND, NOW.date(), "党委会")
    grading.finalise(town.office, ROUND)
    rounds.unlock(town.office, ROUND, "退回重核")
    take_sheet(town)
    with town.office.session() as session:
        made = len(rounds.read_amendments(session, ROUND))
    reversals.undo(town.office, town.last(BulkKind.SCORES).act.id)
    with town.office.session() as session:
        amended = rounds.read_amendments(session, ROUND)
    assert len(amended) == 2 * made == 12
    assert {one.reason for one in amended} == {"退回重核"}


def test_nothing_of_a_count_is_ever_kept(town: OpenTownship) -> None:
    for act, _, _ in ACTS.values():
        act(town)
    with town.office.session() as session:
        images = session.execute(select(tables.bulk_act.c.images)).scalars().all()
    counted = {"tally", "papers", "batch", "batch_count", "void_count", "void_tally", "poll"}
    assert len(images) == len(ACTS)
    assert not any(f'["{name}",' in text for text in images for name in counted)


KILLED = """
    import os, signal, sys
    from pathlib import Path
    from desk_app.services import reversals, workspace
    from desk_app.services.reversals import acts

    office = workspace.open_(Path(sys.argv[1]))
    kept = acts._record
    def die(*given):
        kept(*given)
        os.kill(os.getpid(), signal.SIGKILL)
    acts._record = die
    reversals.undo(office, int(sys.argv[2]))
"""


@every_act
def test_a_kill_in_the_middle_leaves_the_act_as_it_was(
    town: OpenTownship, act: Callable[[OpenTownship], None], kind: BulkKind, words: str
) -> None:
    act(town)
    before, number = town.rows(), town.last(kind).act.id
    town.office.close(back_up=False)
    code = textwrap.dedent(KILLED)
    dead = subprocess.run(
        [sys.executable, "-c", code, str(town.folder), str(number)], check=False, env=os.environ
    )
    assert dead.returncode == -signal.SIGKILL, words
    town.office = open_township(town.folder)
    assert town.rows() == before
    reversals.undo(town.office, number)
    assert town.rows() != before
