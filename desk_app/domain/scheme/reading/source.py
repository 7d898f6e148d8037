"""The text of a scheme file: its content with exact numbers, and the line of every key.

The standard library's reader of TOML keeps no line numbers. `Lines` walks the text once,
telling strings, comments and brackets apart, and notes where each heading and each key at the
outer level begins. What lies inside an inline table or a list has the line of its key.
"""

import re
import tomllib
from decimal import Decimal
from typing import TypeAlias

from desk_app.domain.scheme.model.problems import Problem, SchemeFault
from desk_app.domain.scheme.reading.broken import without_statement
from desk_app.domain.scheme.reading.signs import wrong_sign

Path: TypeAlias = tuple[str | int, ...]
_KEY = r"""[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'"""
_DOTTED = rf"(?:{_KEY})(?:[ \t]*\.[ \t]*(?:{_KEY}))*"
_HEADING = re.compile(rf"(\[\[?)[ \t]*({_DOTTED})[ \t]*\]")
_PAIR = re.compile(rf"({_DOTTED})[ \t]*=")
_PART = re.compile(_KEY)
_SKIP = re.compile(
    r'"""(?:[^\\]|\\.)*?"""'
    r"|'''.*?'''"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'"
    r"|#[^\n]*",
    re.DOTALL,
)
_OPEN = frozenset("[{")
_CLOSE = frozenset("]}")


class Lines:
    """Lines of one text by path, such as ``("bands", 2, "range")``."""

    def __init__(self, text: str) -> None:
        self._lines: dict[Path, int] = {}
        self._counts: dict[Path, int] = {}
        self._heading: Path = ()
        self.headings: list[tuple[int, Path]] = []
        """Where each table begins, in order; ("bands", 2) is the third of its list."""
        self.statements: list[int] = []
        """The lines on which something begins outside all brackets, in order."""
        self._walk(text.replace("\r\n", "\n"))

    def of(self, path: Path) -> int:
        """Return the line of ``path``, or of the nearest thing that holds it; 0 if none."""
        for length in range(len(path), 0, -1):
            if line := self._lines.get(path[:length], 0):
                return line
        return 0

    def _walk(self, text: str) -> None:
        position, line, depth, fresh = 0, 1, 0, True
        while position < len(text):
            character = text[position]
            if fresh and depth == 0 and character not in " \t\n#":
                fresh = False
                self.statements.append(line)
                if match := _HEADING.match(text, position):
                    self._note_heading(match, line)
                    end = text.find("\n", position)
                    position = len(text) if end < 0 else end
                    continue
                if match := _PAIR.match(text, position):
                    self._note_key(match.group(1), line)
                    position = match.end()
                    continue
            if match := _SKIP.match(text, position):
                line += match.group().count("\n")
                position = match.end()
                continue
            if character == "\n":
                line, fresh = line + 1, True
            elif character in _OPEN:
                depth += 1
            elif character in _CLOSE:
                depth = max(0, depth - 1)
            position += 1

    def _note_heading(self, match: re.Match[str], line: int) -> None:
        parts = _parts(match.group(2))
        if match.group(1) == "[[":
            above = self._indexed(parts[:-1])
            plain: Path = (*above, parts[-1])
            count = self._counts.get(plain, 0)
            self._counts[plain] = count + 1
            self._heading = (*plain, count)
            self._lines.setdefault(plain, line)
        else:
            self._heading = self._indexed(parts)
        self.headings.append((line, self._heading))
        for length in range(1, len(self._heading) + 1):  # [[a.b]] is where [a] begins, if no [a] is
            self._lines.setdefault(self._heading[:length], line)

    def _note_key(self, dotted: str, line: int) -> None:
        path: Path = self._heading
        for part in _parts(dotted):
            path = (*path, part)
            self._lines.setdefault(path, line)

    def _indexed(self, parts: list[str]) -> Path:
        """Return the path with the number of the newest entry after each list of tables."""
        path: Path = ()
        for part in parts:
            path = (*path, part)
            if count := self._counts.get(path, 0):
                path = (*path, count - 1)
        return path


def _parts(dotted: str) -> list[str]:
    return [
        part[1:-1] if part[0] in "\"'" else part
        for part in (match.group() for match in _PART.finditer(dotted))
    ]


LONGEST_FILE = 1_000_000
"""Characters. The largest real scheme has some twenty thousand."""

MOST_BROKEN = 20
"""Lines that cannot be read are told at once up to this number."""

_POSITION = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)")
_SYNTAX = (
    ("Unterminated string", "文字的双引号没有配对"),
    ("Illegal character", "这里有不允许的字符，文字的双引号可能没有配对"),
    ("Expected '=' after a key", "项名后面缺少等号（=）"),
    ('Expected "\'"', "文字的引号没有配对"),
    ("Cannot overwrite a value", "同一项写了两次"),
    ("Duplicate inline table key", "同一项写了两次"),
    ("Cannot declare", "同一个表写了两次"),
    ("Cannot mutate immutable", "这个表在别处已经写完，不能再添加内容"),
    ("Unclosed array", "方括号没有配对，或各项之间缺少逗号"),
    ("Unclosed inline table", "花括号没有配对，或各项之间缺少逗号"),
    ("Expected newline or end of document", "一行里写了多余的内容"),
    ("Expected ']'", "表名的方括号没有配对"),
    ("Invalid initial character for a key", "项名应是英文词，值里的文字要加英文双引号"),
    ("Invalid statement", "这一行看不懂，说明文字要以 # 开头"),
    ("Invalid value", "等号后面的值看不懂，文字要加英文双引号"),
    ("Invalid date or datetime", "没有这一天，请核对日期"),
    ("Unescaped '\\'", "反斜杠（\\）要写两个"),
)
_CHINESE_MARKS = "“”＝【】｛｝，、；（）"


class Notes:
    """The problems found so far, and the lines of the text that they stand on."""

    def __init__(self, lines: Lines, written: int) -> None:
        """``written`` is the format that the text says it has."""
        self.lines = lines
        self.format = written
        self.problems: list[Problem] = []

    def note(self, path: Path, sentence: str) -> None:
        """Note an error at ``path``."""
        self.problems.append(Problem(self.lines.of(path), sentence))


def load(text: str) -> dict[str, object]:
    """Return the content of the text, numbers exact.

    Raises:
        SchemeFault: with each line that is written wrongly, up to ``MOST_BROKEN``, and how.
    """
    if len(text) > LONGEST_FILE:
        raise SchemeFault([Problem(0, "文件太大，不像是方案文件，请核对选对了文件。")])
    try:
        return _parsed(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        raise SchemeFault(_syntax_problems(text.removeprefix("\ufeff"), str(error))) from None
    except RecursionError:
        raise SchemeFault([Problem(0, "括号嵌套得太深，不像是方案文件。")]) from None
    except ValueError:  # a day such as 2026-02-30, or an integer of thousands of digits
        raise SchemeFault([Problem(0, "文件里有不存在的日期或过大的数字。")]) from None


def _parsed(text: str) -> dict[str, object]:
    return tomllib.loads(text, parse_float=_exact)


def _syntax_problems(text: str, message: str) -> list[Problem]:
    """Every line that cannot be read: what is wrong is taken out, and the rest is read again."""
    left = text.replace("\r\n", "\n")
    found: list[Problem] = []
    while message and len(found) < MOST_BROKEN:
        problem = _syntax_problem(message, left)
        line = problem.line
        position = _POSITION.search(message)
        if position is None or position.group(1) is None:  # what follows is the same mistake
            found.append(problem)
            break
        start = max((one for one in Lines(left).statements if one <= line), default=line)
        if start < line and message.startswith("Unclosed"):
            problem = Problem(line, f"{problem.sentence[:-1]}；这一项从第 {start} 行写起。")
        found.append(problem)
        before, left = left, without_statement(left, line, start)
        message = "" if left == before else _fault_of(left)
    return found


def _fault_of(text: str) -> str:
    """What the reader says of a text; "" where it reads it, or where no line can be named."""
    try:
        _parsed(text)
    except tomllib.TOMLDecodeError as error:
        return str(error)
    except (RecursionError, ValueError):
        return ""
    return ""


def _exact(written: str) -> Decimal:
    try:
        return Decimal(written)
    except ArithmeticError:
        raise ValueError(written) from None


def _syntax_problem(message: str, text: str) -> Problem:
    position = _POSITION.search(message)
    last = text.count("\n") + 1
    line = int(position.group(1)) if position and position.group(1) else last
    column = f"（第 {position.group(2)} 个字符附近）" if position and position.group(2) else ""
    # The reader counts lines by their ends alone; other breaks (U+2028 …) end none for it.
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    written = lines[line - 1] if 0 < line <= len(lines) else ""
    at = int(position.group(2)) if position and position.group(2) else 0
    if said := wrong_sign(message, written, at):
        return Problem(line, f"{said}{column}。")
    reason = next((chinese for english, chinese in _SYNTAX if english in message), "写法有误")
    # What stands between proper quotation marks may be Chinese; the rest may not.
    outside = re.sub(r'"[^"]*"|#.*', "", written)
    marks = [one for one in _CHINESE_MARKS if one in outside]
    hint = f"；这一行有中文符号 {marks[0]} ，请改为英文符号" if marks else ""
    return Problem(line, f"{reason}{column}{hint}。")
