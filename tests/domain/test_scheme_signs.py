"""A line that cannot be read names the sign that is wrong, and what to write instead."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.scheme.loading import read
from desk_app.domain.scheme.model.problems import SchemeFault
from desk_app.domain.scheme.reading.signs import wrong_sign
from desk_app.domain.scheme.reading.source import load
from tests.domain.scheme_texts import shipped_text


def said(text: str) -> str:
    with pytest.raises(SchemeFault) as caught:
        load(text)
    (problem,) = caught.value.problems
    return str(problem)


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ('a = { x = "b", less_than = 90% }', '写成 "90%"'),
        ("less_than = 12.5%", '写成 "12.5%"'),
        ('options = ["满意"，"基本满意"]', "中文符号 ， 要改成英文逗号 ,"),
        ('options = ["满意"、"基本满意"]', "中文符号 、 要改成英文逗号 ,"),
        ("a = { x = 1，y = 2 }", "中文符号 ， 要改成英文逗号 ,"),
        ("name = “好”", '中文符号 “ 要改成英文引号 "'),
        ("name ＝ 1", "中文符号 ＝ 要改成英文等号 ="),
        ("【levels】", "中文符号 【 要改成英文方括号 ["),
        ("＃ 说明", "中文符号 ＃ 要改成"),
        ("name： 1", "不能写冒号 ："),
        ("single = 是", "是 要写成 true"),
        ("single = True", "True 要写成 true"),
        ("a = { single = 否 }", "否 要写成 false"),
        ("single = FALSE", "FALSE 要写成 false"),
        ("总分 = 100", "不能写“总分”（可能是 full，写在 [total] 里）"),
        ("支部类别 = 100", "不能写“支部类别”；如果这一行是说明，行首加 #"),
        ("[等次]", "表名要用规定的英文词，不能写“等次”"),
        ("points\u3000= 20", "全角空格"),
        ("points =\u300020", "全角空格"),
        ("\u3000points = 20", "全角空格"),
        ("points = 20\u00a0", "不换行空格"),
        ('a = { x = 1,\n y = "二" }', "要写在同一行"),
        ("a = {\n x = 1 }", "要写在同一行"),
        ("a = { x = 1 \n}", "要写在同一行"),
        ("a = { x = 1, }", "最后一项的后面不要写逗号"),
        ("points = 20分", "数字后面多了“分”，只写数字：20"),
        ("a = { points = 20分, x = 1 }", "数字后面多了“分”，只写数字：20"),
        ('name = "他说"好"了"', "改成中文引号 “ ”"),
        ('a = { name = "他说"好"了", x = 1 }', "改成中文引号 “ ”"),
        ('a = ["他说"好"了"]', "改成中文引号 “ ”"),
        ('name = "甲" 乙', "引号后面多了 乙"),
        ("range = 80 <= x < 90", '写成 "80 <= x < 90"'),
        ("range = x >= 90", '写成 "x >= 90"'),
        ("deadline = 03-31", '写成 "03-31"'),
        ("name = 好 # 等次", '写成 "好"'),
        ("points = 二十", "阿拉伯数字"),
        ("points = ２０", "全角数字 ２０ 要改成半角数字 20"),
        ("points = 05", "不要写 0：5"),
        ("points = 1.2.3", "“1.2.3”不是一个数字"),
        ("points = 20，", "行尾的符号 ， 是多余的"),
        ("name = \nx = 1", "等号后面没有写值"),
        ("[[levels]]\nx = 1\n[levels]\nx = 1", "每一个都要写成双方括号 [[levels]]"),
        ("[levels]\nx = 1\n[[levels]]\nx = 1", "每一个都要写成双方括号 [[levels]]"),
        ("[total]\nx = 1\n[total]\nx = 1", "它只能有一个"),
        ("a = 2026-02-30", "没有这一天"),
    ],
)
def test_the_sign_is_named(line: str, wanted: str) -> None:
    text = f"format = 1\n{line}\n"
    assert wanted in said(text)
    assert said(text) == said(text.replace("\n", "\r\n")) == said("\ufeff" + text)


def test_the_line_is_that_of_the_sign() -> None:
    assert said('a = "一\u2028二"\nb = "x"\nc = 是\n').startswith("第 3 行：是 要写成 true")


@pytest.mark.parametrize("line", ["这是说明", 'a = ["x" "y"]', "name 好", 'a = "未完'])
def test_what_no_sign_explains_is_said_as_before(line: str) -> None:
    assert said(line)


def test_a_list_that_is_written_once_with_single_brackets_is_told() -> None:
    text = 'format = 1\nid = "小"\ntitle = "小"\n[levels]\nname = "好"\n[[total]]\nfull = 100\n'
    with pytest.raises(SchemeFault) as caught:
        read(text)
    told = "".join(map(str, caught.value.problems))
    assert "第 4 行" in told
    assert "双方括号 [[levels]]" in told
    assert "单方括号 [total]" in told


BROKEN = {
    "[[levels]]": "【levels]]",
    "[[indicators]]": "[等次]",
    'name = "': "name = “",
    "points = ": "points： ",
    "single = true": "single = 是",
    'options = ["': "options = [“",
    "full = 1": "full = 1分",
}


@pytest.mark.parametrize("scheme", ["C5", "C11"])
def test_every_line_that_is_wrong_is_told_at_once_and_no_other(scheme: str) -> None:
    lines = shipped_text(scheme).split("\n")
    wrong = []
    for right, broken in BROKEN.items():
        at = next((n for n, line in enumerate(lines) if right in line), None)
        if at is not None:
            lines[at] = lines[at].replace(right, broken)
            wrong.append(at + 1)
    with pytest.raises(SchemeFault) as caught:
        load("\n".join(lines))
    assert [one.line for one in caught.value.problems] == sorted(wrong)
    assert len(wrong) >= 6


def test_a_bracket_that_is_never_closed_names_where_it_was_opened() -> None:
    text = 'x = [\n  "甲",\n  "乙"\n[[levels]]\nname = 好\n'
    with pytest.raises(SchemeFault) as caught:
        load(text)
    first, second = map(str, caught.value.problems)
    assert "这一项从第 1 行写起" in first
    assert second.startswith("第 5 行：")


def test_what_stands_in_one_broken_table_of_two_lines_is_told_once() -> None:
    text = "x = { a = 1,\n  b = 2,\n  c = 3 }\ny = 是\n"
    with pytest.raises(SchemeFault) as caught:
        load(text)
    assert [one.line for one in caught.value.problems] == [1, 4]


@given(st.text(max_size=40), st.text(max_size=40), st.integers(0, 50))
def test_whatever_stands_there_is_a_sentence_or_nothing(message: str, line: str, at: int) -> None:
    assert isinstance(wrong_sign(message, line, at), str)
