from pathlib import Path

import pytest

from desk_app.documents.fonts import HEI, KAI, SONG, Fonts, Run, Substitution
from desk_app.domain.faults import Fault

NAMES = "喆堃祎翀昇珺玥湉㛃䶮𬱖𬬭王李张欧阳"
SIGNS = "√×○●■□△▲★☆※→—…¥℃‰①⑳ⅠⅫ＃０Ａ，。、；：？！（）《》「」『』【】〔〕“”‘’·"


@pytest.mark.parametrize("face", [SONG, HEI, KAI])
def test_names_and_signs_have_a_shape(fonts: Fonts, face: str) -> None:
    for character in NAMES + SIGNS:
        assert "".join(run.text for run in fonts.runs(character, face)) == character
        assert fonts.width(character, face, 10) > 0


def test_song_has_all_of_gbk(fonts: Fonts) -> None:
    known = fonts.face(SONG).widths
    codes = (bytes((lead, trail)) for lead in range(0x81, 0xFF) for trail in range(0x40, 0xFF))
    decoded = [code.decode("gbk", "ignore") for code in codes]
    hanzi = [text for text in decoded if len(text) == 1 and "一" <= text <= "鿿"]
    assert len(hanzi) > 20_000
    assert [text for text in hanzi if ord(text) not in known] == []


@pytest.mark.parametrize(
    ("office_name", "face"),
    [
        ("宋体", SONG),
        ("仿宋_GB2312", SONG),
        ("方正小标宋简体", SONG),
        (None, SONG),
        ("Some Unknown", SONG),
        ("黑体", HEI),
        ("微软雅黑", HEI),
        ("等线", HEI),
        ("Calibri", HEI),
        ("楷体_GB2312", KAI),
        ("KaiTi", KAI),
    ],
)
def test_face_for_an_office_name(fonts: Fonts, office_name: str | None, face: str) -> None:
    assert fonts.face_name(office_name) == face


def test_hanzi_are_one_em_wide(fonts: Fonts) -> None:
    assert fonts.width("党委", SONG, 10.5) == pytest.approx(21)


def test_dash_is_one_em_wide(fonts: Fonts) -> None:
    assert fonts.width("——", SONG, 10) == pytest.approx(20)


def test_character_of_another_face(fonts: Fonts) -> None:
    lacking = next(
        chr(code)
        for code in range(0x3400, 0x4DBF)
        if code not in fonts.face(KAI).widths and code in fonts.face(SONG).widths
    )
    assert list(fonts.runs(f"王{lacking}明", KAI)) == [
        Run(KAI, "王"),
        Run(SONG, lacking),
        Run(KAI, "明"),
    ]
    assert list(fonts.substitutions(f"王{lacking}", KAI)) == [Substitution(lacking, KAI, SONG)]


def test_character_of_no_face_is_written_as_its_code(fonts: Fonts) -> None:
    unknown = "\U000323af"
    assert "".join(run.text for run in fonts.runs(f"王{unknown}", SONG)) == "王〔U+323AF〕"
    assert fonts.width(unknown, SONG, 10) == fonts.width("〔U+323AF〕", SONG, 10)
    assert list(fonts.substitutions(unknown, SONG)) == [Substitution(unknown, SONG, None)]


def test_marks_without_a_shape_take_no_room(fonts: Fonts) -> None:
    assert fonts.width("\u200b\ufe0f\U000e0100", SONG, 10) == 0


def test_missing_font_file_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(Fault, match="字体文件"):
        Fonts(tmp_path).width("党", SONG, 10)
