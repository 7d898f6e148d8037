"""The list of contents of the folder: what is inside, when made, by which scheme."""

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

from desk_app.domain.submission import CONTENTS
from desk_app.services.submission.papers import Papers

_LINE = re.compile(r"(.+)\t(\d+)\t([0-9a-f]{8})")
_NOT_OURS_TO_KEEP = frozenset({"desktop.ini", "thumbs.db", ".ds_store"})
"""What a system leaves in a folder that somebody looked into."""


def contents(papers: Papers, title: str, folder: Path, digests: Mapping[str, bytes]) -> str:
    """Write the list, for Notepad; ``digests`` is file → SHA-256 of what lies under ``folder``."""
    current = papers.round
    finalised = f"{current.finalised_at} 定稿" if current.finalised_at else "尚未定稿"
    if current.finalised_at and not current.locked:
        finalised += "，现已解除定稿"
    scheme = papers.scheme
    lines = [
        title,
        "",
        f"填报单位：{papers.office.full_name}",
        f"轮　　次：{current.label}",
        f"方　　案：{scheme.title}（编号 {scheme.id}，内容校验码 {papers.scheme_digest[:8]}）",
        f"生成时间：{papers.made_at:%Y-%m-%d %H:%M:%S}",
        f"定　　稿：{finalised}",
        f"定稿后改动：{len(papers.amendments)} 处" if papers.amendments else "定稿后改动：无",
        (
            f"参评{scheme.object_name}：{len(papers.declarations)} {scheme.counter}；"
            f"整改事项：{len(papers.items)} 项"
        ),
        "",
        "内含文件（名称、字节数、校验码）：",
        *(
            f"{name}\t{(folder / name).stat().st_size}\t{digest.hex()[:8]}"
            for name, digest in digests.items()
        ),
    ]
    if papers.amendments:
        lines += ["", "定稿后改动："]
        lines += [
            f"{number}. {one.made_at}　{one.subject}　{one.what}："
            f"{one.before or '（空）'} → {one.after or '（空）'}"
            + (f"（{one.reason}）" if one.reason else "")
            for number, one in enumerate(papers.amendments, start=1)
        ]
    return "\r\n".join(lines) + "\r\n"


def written_by_us(folder: Path) -> bool:
    """Whether everything in a folder is as this program wrote it, so that it can be replaced.

    A scan that was added, or a form that was filled in by hand, is somebody's work.
    """
    listed = folder / CONTENTS
    if not listed.is_file():
        return not any(folder.iterdir())
    try:
        text = listed.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return False
    known = {
        found[1]: (int(found[2]), found[3])
        for line in text.splitlines()
        if (found := _LINE.fullmatch(line))
    }
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_dir() or name == CONTENTS or path.name.lower() in _NOT_OURS_TO_KEEP:
            continue
        if name not in known or not _unchanged(path, *known[name]):
            return False
    return True


def _unchanged(path: Path, size: int, digest: str) -> bool:
    try:
        if path.stat().st_size != size:
            return False
        return hashlib.sha256(path.read_bytes()).hexdigest()[:8] == digest
    except OSError:
        return False
