"""Checks the whole workspace and says in words what is wrong and what to do."""

import shutil
from dataclasses import dataclass

from sqlalchemy import func, select

from desk_app.domain.faults import Fault
from desk_app.services import backups, schemes
from desk_app.services.workspace import Workspace
from desk_app.storage import tables

_LEAST_FREE = 200 * 2**20


@dataclass(frozen=True, slots=True)
class DoctorFinding:
    """One check: whether all is well, and the sentence that says so."""

    good: bool
    sentence: str


def examine(workspace: Workspace) -> tuple[DoctorFinding, ...]:
    """Check the database, the backups, the disk and every round's scheme."""
    return (*_database(workspace), _backups(workspace), _disk(workspace), *_rounds(workspace))


def _database(workspace: Workspace) -> list[DoctorFinding]:
    wrong = workspace.problems()
    if not wrong:
        return [DoctorFinding(True, "数据库完好。")]
    return [
        DoctorFinding(
            False,
            f"数据库有损坏：{one}。请先复制整个文件夹“{workspace.folder}”，"
            "再在窗口右上角菜单里用“恢复为副本”取回最近的备份。",
        )
        for one in wrong
    ]


def _backups(workspace: Workspace) -> DoctorFinding:
    copies = backups.listing(workspace.folder)
    if not copies:
        return DoctorFinding(True, "还没有备份，关闭程序时会自动备份。")
    return DoctorFinding(True, f"备份 {len(copies)} 份，最近一份：{copies[-1].name}。")


def _disk(workspace: Workspace) -> DoctorFinding:
    free = shutil.disk_usage(workspace.folder).free
    if free < _LEAST_FREE:
        return DoctorFinding(
            False,
            f"磁盘“{workspace.folder}”只剩 {free // 2**20} MB，请清理后再继续工作。",
        )
    return DoctorFinding(True, "磁盘空间充足。")


def _rounds(workspace: Workspace) -> list[DoctorFinding]:
    round_, subject = tables.round_, tables.subject
    findings = []
    with workspace.session() as session:
        rows = session.execute(
            select(round_.c.id, round_.c.year, round_.c.name, func.count(subject.c.id).label("n"))
            .select_from(round_.outerjoin(subject, subject.c.round_id == round_.c.id))
            .group_by(round_.c.id)
            .order_by(round_.c.id)
        ).all()
        for row in rows:
            name = f"{row.year}年度 {row.name}"
            try:
                schemes.pinned(session, row.id)
            except Fault as fault:
                findings.append(
                    DoctorFinding(False, f"轮次“{name}”的方案读不出来：{''.join(fault.sentences)}")
                )
            else:
                findings.append(DoctorFinding(True, f"轮次“{name}”完好，名单 {row.n} 个。"))
    return findings
