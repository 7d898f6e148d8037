"""What a line of a scheme file that cannot be read should say: the wrong sign, by its name.

The reader of TOML says where it stopped. What clerks type there is mostly one of a few things:
a Chinese sign, a word for true or false, a text without its quotation marks.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

_SIGNS = {
    "，": ("逗号", ","),
    "、": ("逗号", ","),
    "；": ("逗号", ","),
    "“": ("引号", '"'),
    "”": ("引号", '"'),
    "＂": ("引号", '"'),
    "‘": ("引号", '"'),
    "’": ("引号", '"'),
    "＝": ("等号", "="),
    "【": ("方括号", "["),
    "】": ("方括号", "]"),
    "［": ("方括号", "["),
    "］": ("方括号", "]"),
    "｛": ("花括号", "{"),
    "｝": ("花括号", "}"),
    "＃": ("符号", "#"),
    "．": ("点", "."),
}
_ENDS = "，、；。,;"
_BLANKS = {"\u3000": "全角空格", "\u00a0": "不换行空格", "\ufeff": "看不见的字符"}
_TRUE = frozenset({"是", "对", "真", "有", "√", "true", "yes", "y", "on", "t"})
_FALSE = frozenset({"否", "不", "不是", "假", "无", "没有", "×", "false", "no", "n", "off", "f"})
_NUMERALS = frozenset("零〇一二两三四五六七八九十百千万")
_SINGLE = frozenset(
    {"total", "subjects", "forms", "weighting", "deviation", "rectification", "limits"}
)
"""Tables that are written once; all others are lists, each entry under ``[[ ]]``."""
_ENGLISH = {
    "总分": "full，写在 [total] 里",
    "满分": "full，写在 [total] 里",
    "小数": "decimals，写在 [total] 里",
    "名称": "name",
    "编号": "id",
    "标题": "title",
    "依据": "source",
    "出处": "source",
    "原话": "phrase",
    "分值": "points",
    "分数": "points",
    "等次": "level",
    "等级": "level",
    "范围": "range",
    "选项": "options",
    "比例": "share",
    "条件": "when",
    "期限": "deadline",
}
_NUMBER = r"-?[0-9]+(?:\.[0-9]+)?"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where reading stopped: what the reader said, the line, and the line from there on."""

    message: str
    line: str
    before: str
    at: str

    @property
    def value(self) -> str:
        """What stands where a value should, from its beginning to a sign or the line's end."""
        start = re.split(r"[=\[{,]", self.before)[-1]
        text = re.split(r"[,，\]}#]|\s{2,}", start.lstrip() + self.at, maxsplit=1)[0]
        return text.strip()

    def says(self, *words: str) -> bool:
        """Whether the reader said any of ``words``."""
        return any(word in self.message for word in words)


def wrong_sign(message: str, line: str, column: int) -> str:
    """Say what to write instead where reading stopped; "" where nothing is known of it.

    ``column`` counts from 1; 0 where the reader does not name one.
    """
    if not column:
        return ""
    spot = Spot(message, line, line[: column - 1], line[column - 1 :])
    return next((said for rule in _RULES if (said := rule(spot))), "")


def _blank(spot: Spot) -> str:
    name = _BLANKS.get(spot.at[:1], "")
    return f"这里有一个{name}，看上去是空白，请删去或改成普通空格" if name else ""


def _broken_table(spot: Spot) -> str:
    if not spot.says("key part", "inline table") or spot.at.strip(" \t").strip("\r"):
        return ""
    return "花括号 { } 里的内容要写在同一行，不能换行" if "{" in spot.before else ""


def _last_comma(spot: Spot) -> str:
    if spot.at.startswith("}") and spot.before.rstrip().endswith(","):
        return "花括号里最后一项的后面不要写逗号"
    return ""


def _sign(spot: Spot) -> str:
    sign = spot.at[:1]
    if spot.says("Expected newline") and sign and sign in _ENDS and not spot.at[1:].strip(_ENDS):
        return f"行尾的符号 {sign} 是多余的，请删去"
    if spot.says("Expected '=' after a key") and sign in {":", "："}:
        return f"项名后面要写等号 = ，不能写冒号 {sign}"
    if sign in _SIGNS:
        name, english = _SIGNS[sign]
        return f"这里的中文符号 {sign} 要改成英文{name} {english}"
    return ""


def _list_table(spot: Spot) -> str:
    if not spot.says("Cannot declare", "Cannot overwrite"):
        return ""
    if not (found := re.match(r"\s*\[{1,2}\s*([A-Za-z_]+)\s*\]", spot.line)):
        return ""
    name = found[1]
    if name in _SINGLE:
        return f"[{name}] 写了两次，它只能有一个，请合成一个"
    return f"[{name}] 写了两次；{name} 可以有几个，每一个都要写成双方括号 [[{name}]]"


def _percent(spot: Spot) -> str:
    found = re.search(rf"({_NUMBER})$", spot.before)
    if found and spot.at[:1] in {"%", "％"}:
        return f'百分比 {found[1]}% 要加英文双引号，写成 "{found[1]}%"'
    return ""


def _unit(spot: Spot) -> str:
    number = re.search(rf"(?<![\"\w.])({_NUMBER})$", spot.before)
    unit = re.match(r"[^\s,，#\"'\d.<>=%％\-/\]}、；。]+", spot.at)
    if number and unit and spot.says("Expected newline", "Unclosed"):
        return f"数字后面多了“{unit[0]}”，只写数字：{number[1]}"
    return ""


def _unquoted(spot: Spot) -> str:
    """A value that began like a number and is none: an interval, a day, a leading zero."""
    value = spot.value
    if not spot.says("Expected newline", "Unclosed") or value[:1] in {'"', "'", ""}:
        return ""
    if re.fullmatch(r"0[0-9]+", value):
        return f"数字前面不要写 0：{value.lstrip('0') or '0'}"
    if re.fullmatch(r"[0-9.]+", value):
        return f"“{value}”不是一个数字，请核对小数点"
    if re.fullmatch(rf"{_NUMBER}[-<>=≤≥＜＞x\s0-9.:/]+", value):
        return f'这里要加英文双引号，写成 "{value}"'
    return ""


def _quotes_inside(spot: Spot) -> str:
    if not spot.says("Expected newline", "Unclosed") or not spot.before.endswith('"'):
        return ""
    if spot.at[:1] not in {"", " ", "\t", ",", "]", "}", "#", '"'} and '"' in spot.at:
        return '这段文字里面还有英文双引号 " ，里面的请改成中文引号 “ ”'
    return ""


def _more(spot: Spot) -> str:
    found = re.match(r"\s*([^\s#]+)", spot.at)
    if spot.says("Expected newline") and spot.before.rstrip().endswith('"') and found:
        return f"引号后面多了 {found[1]} ，一行只写一项"
    return ""


def _word(spot: Spot) -> str:
    """A value that is no number and has no quotation marks."""
    if not spot.says("Invalid value"):
        return ""
    word = re.split(r"[,，\]}#]|\s{2,}", spot.at, maxsplit=1)[0].strip().rstrip("。；;")
    plain = unicodedata.normalize("NFKC", word)
    if not word:
        return "等号后面没有写值" if spot.before.rstrip().endswith("=") else ""
    if plain.lower() in _TRUE:
        return f"{word} 要写成 true（表示“是”），全小写，不加引号"
    if plain.lower() in _FALSE:
        return f"{word} 要写成 false（表示“否”），全小写，不加引号"
    if word != plain and re.fullmatch(_NUMBER, plain):
        return f"全角数字 {word} 要改成半角数字 {plain}"
    if set(word) <= _NUMERALS:
        return f"数字要用阿拉伯数字，不能写“{word}”"
    if '"' in word or "=" in word.replace("<=", "").replace(">=", ""):
        return ""
    return f'文字要加英文双引号，写成 "{word}"'


def _chinese_key(spot: Spot) -> str:
    if not spot.says("Invalid statement", "Expected '='", "Invalid initial character for a key"):
        return ""
    if found := re.match(r"\s*\[{1,2}\s*([^\]\s\"]*[\u4e00-\u9fff][^\]\s\"]*)", spot.line):
        return f"表名要用规定的英文词，不能写“{found[1]}”"
    found = re.match(r"\s*([^\s=＝#\"{}\[\]]*[\u4e00-\u9fff][^\s=＝#\"]*)\s*[=＝]", spot.line)
    if not found:
        return ""
    name = found[1]
    english = f"（可能是 {_ENGLISH[name]}）" if name in _ENGLISH else ""
    return f"项名要用规定的英文词，不能写“{name}”{english}；如果这一行是说明，行首加 #"


_RULES: tuple[Callable[[Spot], str], ...] = (
    *(_blank, _broken_table, _last_comma, _sign, _list_table, _percent, _unit),
    *(_quotes_inside, _more, _unquoted, _word, _chinese_key),
)
