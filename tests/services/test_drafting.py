"""A document read by the service: sentences with their rules in words."""

from pathlib import Path

import pytest

from desk_app.domain.faults import Fault
from desk_app.services import drafting

TEXT = "评定分为“好”、“较好”、“一般”、“较差”四个等次。\n评为“好”的不超过20%。\n结果公示5个工作日。"


def test_a_file_and_pasted_text_say_the_same(tmp_path: Path) -> None:
    path = tmp_path / "办法.txt"
    path.write_text(TEXT, encoding="gbk")
    found = drafting.read_file(path)
    assert found.name == "办法.txt"
    assert found.lines == drafting.read_pasted(TEXT).lines
    assert found.coverage == "共 3 句：规则 3，说明 0，未处理 0"
    quota = next(one for one in found.lines[1].rules if one.text.startswith("quotas"))
    assert 'at_most = "20%"' in quota.text
    assert quota.certainty == "肯定"
    assert any("notice_days = 5" in one.text for one in found.lines[2].rules)


def test_nothing_pasted_is_said() -> None:
    with pytest.raises(Fault, match="没有文字"):
        drafting.read_pasted(" \n")
