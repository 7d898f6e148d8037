"""Scheme files: those that travel with the program, and those that somebody names."""

from functools import lru_cache
from pathlib import Path

from desk_app.assets import resources_dir
from desk_app.domain.faults import Fault
from desk_app.domain.scheme.loading import check, read, read_usable
from desk_app.domain.scheme.model.problems import Problem, SchemeFault
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.reading.source import LONGEST_FILE

SUFFIX = ".toml"
_MOST_SHOWN = 50


def load_file(path: Path) -> Scheme:
    """Return the scheme in a file, fit to be graded by; raises ``Fault`` naming the file."""
    text = read_text(path)
    try:
        return parsed(text)
    except SchemeFault as fault:
        raise faulty(path, fault) from fault


def load_shipped(scheme_id: str) -> Scheme:
    """Return a scheme that travels with the program; raises ``Fault`` for an unknown id."""
    return parsed(shipped_text(scheme_id))


def check_file(path: Path) -> tuple[Problem, ...]:
    """Return every finding in a file, errors first; raises ``Fault`` where it cannot be read."""
    text = read_text(path)
    try:
        return check(read(text))
    except SchemeFault as fault:
        return fault.problems


def read_text(path: Path) -> str:
    """Return the text of a scheme file; raises ``Fault`` with what to do."""
    if path.is_dir():
        raise Fault(f"“{path}”是一个文件夹，请选择方案文件（{SUFFIX}）。")
    try:
        with path.open("rb") as file:
            content = file.read(LONGEST_FILE * 4 + 1)
    except FileNotFoundError:
        raise Fault(f"找不到方案文件“{path}”，请核对文件名和位置。") from None
    except OSError as error:
        raise Fault(
            f"方案文件“{path}”打不开（{error.strerror or error}），请确认它没有被占用、U盘已插好。"
        ) from error
    if len(content) > LONGEST_FILE * 4:
        raise Fault(f"“{path.name}”太大，不像是方案文件，请核对选对了文件。")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Fault(
            f"“{path.name}”不是 UTF-8 编码的文字（第 {line} 行起）。"
            "如果它是方案文件，请用记事本打开，另存为时把编码选为 UTF-8。"
        ) from None


@lru_cache(maxsize=32)
def parsed(text: str) -> Scheme:
    """Read a usable scheme once for each text; raises ``SchemeFault``."""
    return read_usable(text)


def export_shipped(scheme_id: str, path: Path) -> None:
    """Write a scheme that travels with the program to a file; raises ``Fault``."""
    from desk_app.documents.saving import save_bytes

    save_bytes(shipped_text(scheme_id).encode("utf-8"), path)


def shipped_folder() -> Path:
    """Where the schemes lie that travel with the program."""
    return resources_dir() / "schemes"


def ships_with_us(scheme_id: str) -> bool:
    """Say whether a scheme of that id travels with the program."""
    return scheme_id in {path.stem for path in shipped_folder().glob(f"*{SUFFIX}")}


def shipped_text(scheme_id: str) -> str:
    """The text of a scheme that travels with the program; raises ``Fault`` for an unknown id."""
    if not ships_with_us(scheme_id):
        raise Fault(f"没有编号为“{scheme_id}”的方案。请先在“方案”里导入方案文件，或核对编号。")
    return read_text(shipped_folder() / f"{scheme_id}{SUFFIX}")


def faulty(path: Path, fault: SchemeFault) -> Fault:
    """The fault of a file with errors, each named with its line; the first fifty."""
    count = len(fault.problems)
    shown = fault.sentences[:_MOST_SHOWN]
    rest = (f"另有 {count - len(shown)} 处，改好以上各处后再检查。",) if len(shown) < count else ()
    return Fault(f"方案文件“{path.name}”有 {count} 处错误，没有采用：", *shown, *rest)
