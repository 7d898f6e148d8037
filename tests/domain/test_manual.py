"""What stands in a page of the manual, and where a word is found."""

from desk_app.domain.manual import BlockKind, ManualHit, ManualPage, find

PAGE = ManualPage(
    "评分",
    "# 评分\n\n给每个党组织打分。\n\n![评分](图/评分.png)\n\n"
    "## 怎么填\n\n1. 按 `Ctrl+V` 粘贴。\n- 见[测评](测评.md)\n",
)
OTHER = ManualPage("测评", "# 测评\n\n录入测评票。\n")


def test_blocks_have_their_words_without_marks() -> None:
    assert [(one.kind, one.text) for one in PAGE.blocks] == [
        (BlockKind.TITLE, "评分"),
        (BlockKind.PARAGRAPH, "给每个党组织打分。"),
        (BlockKind.PICTURE, "评分"),
        (BlockKind.HEADING, "怎么填"),
        (BlockKind.STEP, "按 Ctrl+V 粘贴。"),
        (BlockKind.ITEM, "见测评"),
    ]
    assert PAGE.blocks[4].number == "1."
    assert PAGE.blocks[2].file == "图/评分.png"
    assert PAGE.keys == ("Ctrl+V",)


def test_words_are_found_in_names_and_in_the_text_whatever_the_case() -> None:
    pages = (PAGE, OTHER)
    assert find(pages, "") == (ManualHit("评分"), ManualHit("测评"))
    assert find(pages, "测评") == (
        ManualHit("测评"),
        ManualHit("评分", "见测评"),
        ManualHit("测评", "录入测评票。"),
    )
    assert find(pages, "ctrl+v") == (ManualHit("评分", "按 Ctrl+V 粘贴。"),)
    assert find(pages, "没有的词") == ()


def test_initials_find_what_they_stand_for() -> None:
    initials = {"评分": "pf", "测评": "cp", "录入测评票。": "lrcpp。"}
    assert find((PAGE, OTHER), "PF", initials) == (ManualHit("评分"),)
    assert find((PAGE, OTHER), "cpp", initials) == (ManualHit("测评", "录入测评票。"),)
