"""A new edition on the evidence of a round: who moves, what is marked, and never after 定稿."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import pytest

from desk_app.domain.drafts.tree import put
from desk_app.domain.drafts.writing import text_of
from desk_app.domain.faults import Fault
from desk_app.domain.rounds import Participant
from desk_app.domain.scoring import ScoreChange
from desk_app.services import (
    drafts,
    example,
    grading,
    home,
    home_words,
    rounds,
    schemes,
    trial_rows,
    version_offers,
)
from desk_app.services.grading import DecisionEntry, missing
from desk_app.services.grading.reviews import uphold
from desk_app.services.scoring import sheets
from desk_app.services.workspace import Office, Workspace, create
from tests.domain.scheme_texts import tiny

TEXT = tiny(
    ("format = 1", "format = 2"),
    more='[[quotas]]\nname = "甲不超过一半"\nlevels = ["甲"]\nat_most = "50%"\n',
)
SCORES = (58, 57, 52, 50)
"""Of 60; everybody has 36 of 40 beside them: 94, 93, 88, 86 points."""


@dataclass
class Running:
    workspace: Workspace
    round_id: int
    subjects: list[int]


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    """A round of four with scores, decided as proposed."""
    opened = create(tmp_path / "工作区", Office("中共青山镇委员会", "青山镇"))
    example.build(opened, orgs=6)
    path = tmp_path / "小.toml"
    path.write_text(TEXT, encoding="utf-8")
    chosen = [Participant(one.id) for one in rounds.candidates(opened)[:4]]
    round_id = rounds.create(opened, path, 2026, "年终", chosen)
    subjects = [one.id for one in rounds.subjects(opened, round_id)]
    changes = [
        ScoreChange(one, "考评", name, Decimal(points), "")
        for one, first in zip(subjects, SCORES, strict=True)
        for name, points in (("班子", first), ("队伍", 36))
    ]
    sheets.record_many(opened, changes)
    grading.decide_as_proposed(opened, round_id, None, "")
    yield Running(opened, round_id, subjects)
    opened.close(back_up=False)


def edition(workspace: Workspace) -> tuple[int, str]:
    """The scheme with the line for 甲 at 87 instead of 90, as a draft; its number and text."""
    begun = drafts.copy_of(workspace, "小")
    draft = put(begun.draft, ("bands", 0, "range"), "x >= 87")
    draft = put(draft, ("bands", 1, "range"), "80 <= x < 87")
    drafts.save(workspace, begun.id, draft, "改下限")
    return begun.id, text_of(draft)


def levels(running: Running) -> list[str | None]:
    board = grading.board(running.workspace, running.round_id)
    return [None if one.decision is None else one.decision.level for one in board.rows]


def todo(running: Running) -> list[str]:
    with running.workspace.session() as session:
        current = rounds.read(session, running.round_id)
        scheme = schemes.pinned(session, running.round_id)
        return [one.words for one in missing.look(session, scheme, current) if not one.done]


def test_two_editions_are_compared_on_a_round(running: Running) -> None:
    _, text = edition(running.workspace)
    offer = version_offers.look(running.workspace, running.round_id, text)
    (moved,) = offer.effects.levels
    assert (moved.before, moved.after) == ("乙", "甲")
    assert moved.subject_id == running.subjects[2]
    assert "由乙变为甲。88 分，在 87 分（含）以上，为甲。" in moved.words.replace("总分 ", "")
    assert offer.effects.words == "1 个的等级会变：甲由 2 个变 3 个；乙由 2 个变 1 个。"
    (quota,) = offer.effects.quotas
    assert "现有 2 个" in quota.before
    assert "超出 1 个" in quota.after
    assert (offer.decided, offer.refused) == (1, "")
    assert len(offer.differences) == 2
    same = version_offers.look(running.workspace, running.round_id, TEXT)
    assert same.effects.words == "参评的 4 个等级都不变。"


def test_a_running_round_takes_the_edition_and_its_decisions_are_reviewed(
    running: Running,
) -> None:
    draft_id, _ = edition(running.workspace)
    adopted = drafts.adopt(running.workspace, draft_id)
    assert [one.round_id for one in adopted.arrived.clashes] == [running.round_id]
    before = levels(running)
    taken = version_offers.take(running.workspace, running.round_id, "小")
    assert taken.reviews == 1
    assert levels(running) == before  # scores and decisions stay as they are
    rows = grading.board(running.workspace, running.round_id).rows
    assert [bool(one.review) for one in rows] == [False, False, True, False]
    assert rows[2].review == "待复核：方案改版以后，拟定等级由乙变为甲。"
    assert "方案改版后，1 个党组织的决定待复核" in todo(running)

    version_offers.turn(running.workspace, taken, again=False)
    assert not any(one.review for one in grading.board(running.workspace, running.round_id).rows)
    assert version_offers.turn(running.workspace, taken, again=True).reviews == 1

    grading.decide(running.workspace, running.round_id, [DecisionEntry(running.subjects[2], "甲")])
    assert not any("待复核" in one for one in todo(running))


def test_a_decision_can_be_upheld(running: Running) -> None:
    drafts.adopt(running.workspace, edition(running.workspace)[0])
    version_offers.take(running.workspace, running.round_id, "小")
    assert uphold(running.workspace, running.round_id, running.subjects) == 1
    assert uphold(running.workspace, running.round_id, running.subjects) == 0
    assert not any("待复核" in one for one in todo(running))
    assert levels(running)[2] == "乙"


def test_a_row_of_a_round_becomes_a_trial(running: Running) -> None:
    rules = grading.board(running.workspace, running.round_id).scheme
    row = trial_rows.of_round(running.workspace, running.round_id, rules)[2]
    board = grading.board(running.workspace, running.round_id)
    assert row.name == board.rows[2].evidence.subject.name
    entered = dict(row.entered)
    assert (entered["考评·班子"], entered["考评·队伍"]) == ("52", "36")


def test_persons_are_numbered_in_a_file_that_goes_from_hand_to_hand(running: Running) -> None:
    rules = replace(grading.board(running.workspace, running.round_id).scheme, object_name="党员")
    found = trial_rows.of_round(running.workspace, running.round_id, rules)
    assert [one.name for one in found[:2]] == ["党员1", "党员2"]


def test_never_after_the_end(running: Running) -> None:
    grading.finalise(running.workspace, running.round_id)
    draft_id, text = edition(running.workspace)
    assert drafts.adopt(running.workspace, draft_id).arrived.clashes == ()
    assert "已经定稿" in version_offers.look(running.workspace, running.round_id, text).refused
    with pytest.raises(Fault, match="已经定稿"):
        version_offers.take(running.workspace, running.round_id, "小")
    with pytest.raises(Fault, match="已经定稿"):
        version_offers.begin_again(running.workspace, running.round_id, "小", "重新开始")


def test_a_round_is_closed_and_begun_again(running: Running) -> None:
    drafts.adopt(running.workspace, edition(running.workspace)[0])
    made = version_offers.begin_again(running.workspace, running.round_id, "小", "年终（新办法）")
    new, old = (rounds.get(running.workspace, one) for one in (made, running.round_id))
    assert (old.locked_words, new.locked_words) == ("已停用", "")
    seen = home_words.words(home.overview(running.workspace, old.id))
    assert "已停用" in seen.round
    assert (seen.late, seen.badges, seen.room) == ("", {}, "")
    assert not any(one.overdue or one.until for one in seen.steps)
    current = rounds.current(running.workspace)
    assert current is not None
    assert current.id == made
    assert [one.name for one in rounds.subjects(running.workspace, made)] == [
        one.name for one in rounds.subjects(running.workspace, running.round_id)
    ]
    assert not any(
        one.proposal and one.proposal.level for one in grading.board(running.workspace, made).rows
    )
    for refused in (
        lambda: grading.decide(
            running.workspace, running.round_id, [DecisionEntry(running.subjects[0], "乙")]
        ),
        lambda: rounds.unlock(running.workspace, running.round_id, "想接着用"),
    ):
        with pytest.raises(Fault, match="已经停用"):
            refused()
    assert [one.id for one in rounds.running(running.workspace, "小")] == [made]


def test_a_text_that_is_not_clean_is_not_compared(running: Running) -> None:
    with pytest.raises(Fault, match="新版还有错误"):
        version_offers.look(running.workspace, running.round_id, TEXT.replace("60", "61", 1))
    other = TEXT.replace('id = "小"', 'id = "大"')
    assert "不能改用" in version_offers.look(running.workspace, running.round_id, other).refused
