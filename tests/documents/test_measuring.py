"""A cell far out ends in a sentence however it is spelled: the reader would end the process.

The readings run in a process of their own with little memory, so that a spelling that escapes
fails its test and not the whole run.
"""

import io
import json
import struct
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from desk_app.documents.measuring import Area
from desk_app.documents.reading import read_workbook
from desk_app.documents.xml_sheets import measure_worksheet
from desk_app.domain.faults import Fault
from tests.support.workbooks import (
    new_list,
    ods,
    old_list,
    old_record,
    rewritten,
    sheet_of,
    with_sheet,
)

READER = """
import json, sys
from pathlib import Path
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
except ImportError:
    pass
from desk_app.documents.reading import read_workbook
from desk_app.domain.faults import Fault
for name in sys.stdin.read().splitlines():
    try:
        said = ["read", [str(sheet.rows[:3]) for sheet in read_workbook(Path(name))]]
    except Fault as fault:
        said = ["fault", list(fault.sentences)]
    print(json.dumps(said), flush=True)
"""


def read_apart(paths: list[Path]) -> list[tuple[str, list[str]]]:
    """Read each file in a process with 3 GB; one answer a file, also when the process dies."""
    answers: list[tuple[str, list[str]]] = []
    while len(answers) < len(paths):
        done = subprocess.run(
            [sys.executable, "-c", READER],
            input="\n".join(map(str, paths[len(answers) :])),
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        answers += [tuple(json.loads(line)) for line in done.stdout.splitlines()]
        if len(answers) < len(paths):
            answers.append(("died", [str(done.returncode), done.stderr[-300:]]))
    return answers


FAR = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
NEAR = '<row r="1"><c r="A1"><v>1</v></c></row>'


def far_sheets() -> Iterator[tuple[str, bytes]]:
    """Every way to say it that came to mind, each with a near cell before it."""
    for name, cell in {
        "plain": '<c r="XFD1048576"><v>1</v></c>',
        "style first": '<c s="0" r="XFD1048576"><v>1</v></c>',
        "type first": '<c t="n" r="XFD1048576"><v>1</v></c>',
        "type after": '<c r="XFD1048576" t="n"><v>1</v></c>',
        "single quotes": "<c r='XFD1048576'><v>1</v></c>",
        "two spaces": '<c  r="XFD1048576"><v>1</v></c>',
        "line break": '<c\nr="XFD1048576"\n><v>1</v></c>',
        "tab": '<c\tr="XFD1048576"><v>1</v></c>',
        "spaces around": '<c r = "XFD1048576" ><v>1</v></c >',
        "small letters": '<c r="xfd1048576"><v>1</v></c>',
        "bracket in an attribute": '<c x=">" r="XFD1048576"><v>1</v></c>',
        "comment between": '<c r="XFD1048576"><!-- x --><v>1</v></c>',
        "inline text": '<c t="inlineStr" r="XFD1048576"><is><t>x</t></is></c>',
        "text": '<c t="str" r="XFD1048576"><v>x</v></c>',
        "formula": '<c r="XFD1048576"><f>1+1</f><v>2</v></c>',
        "too far right": '<c r="ZZZ1048576"><v>1</v></c>',
        "four letters": '<c r="AAAA9"><v>1</v></c>',
        "many letters": '<c r="ZZZZZZZ1"><v>1</v></c>',
        "too far down": '<c r="B4294967295"><v>1</v></c>',
        "number too long": '<c r="B99999999999999999999"><v>1</v></c>',
        "leading zeros": '<c r="XFD0001048576"><v>1</v></c>',
        "entity in the place": '<c r="&#88;FD1048576"><v>1</v></c>',
    }.items():
        yield name, with_sheet(sheet_of(f'{NEAR}<row r="1048576">{cell}</row>'))
    for name, rows in {
        "place of the row only": NEAR + '<row r="16000000"><c><v>1</v></c></row>',
        "huge row": NEAR + '<row r="4294967295"><c><v>1</v></c></row>',
        "row and columns counted": NEAR
        + '<row r="1048570">'
        + "<c/>" * 40
        + "<c><v>1</v></c></row>",
        "row counted on": NEAR
        + '<row r="1048570"/>' * 2
        + '<row><c r="B1048571"/>'
        + "<c/>" * 40
        + "<c><v>1</v></c></row>",
        "wide and deep apart": '<row r="1"><c r="XFD1"><v>1</v></c></row>'
        '<row r="9999"><c r="A9999"><v>1</v></c></row>',
        "rows in rows": NEAR
        + '<row r="1048000"><row><row>'
        + "</row></row></row><row>"
        + "<c/>" * 40
        + "<c><v>1</v></c></row>",
    }.items():
        yield name, with_sheet(sheet_of(rows))
    far = sheet_of(NEAR + FAR)
    spelled = far.replace("<", "<x:").replace("<x:/", "</x:").replace("xmlns", "xmlns:x")
    yield "prefix", with_sheet(spelled)
    yield "declared", with_sheet('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + far)
    yield "two letters a byte", with_sheet(far.encode("utf-16"))
    yield "big end first", with_sheet(b"\xfe\xff" + far.encode("utf-16-be"))
    yield "no byte order mark", with_sheet(far.encode("utf-16-le"))
    yield "other letters", with_sheet(b'<?xml version="1.0" encoding="cp037"?>' + far.encode())
    yield "not well formed", with_sheet(far.replace("</worksheet>", "<a></b></worksheet>"))
    yield (
        "own entity",
        with_sheet(
            '<!DOCTYPE worksheet [<!ENTITY v "1">]>' + far.replace("<v>1</v>", "<v>&v;</v>")
        ),
    )
    yield "another root", with_sheet(far.replace("worksheet", "sst"))
    for path in ("xl/sheet.xml", "xl/别处/s.dat", "xl/media/image1.png", "xl/sharedStrings2.xml"):
        yield f"at {path}", with_sheet(far, path)
        yield f"prefix at {path}", with_sheet(spelled, path)
        yield f"UTF-16 at {path}", with_sheet(far.encode("utf-16"), path)
    yield (
        "behind much text",
        with_sheet(
            sheet_of(
                '<row r="1"><c r="A1" t="inlineStr"><is><t>'
                + "字" * 400_000
                + "</t></is></c></row>"
                + FAR
            )
        ),
    )


def far_tables() -> Iterator[tuple[str, bytes]]:
    """The same in an .ods, where cells and rows are repeated by number."""
    cell = '<table:table-cell office:value-type="float" office:value="1"{}/>'
    wide = ' table:number-columns-repeated="{}"'
    row = "<table:table-row{}>{}</table:table-row>"
    deep = ' table:number-rows-repeated="{}"'
    blank = "<table:table-cell{}/>"
    for name, rows in {
        "cell": row.format("", cell.format(wide.format(999_999_999))),
        "endless": row.format("", cell.format(wide.format(10**18))),
        "row": row.format(deep.format(999_999_999), cell.format("")),
        "both": row.format(deep.format(100_000), cell.format(wide.format(1_000))),
        "behind blanks": row.format("", blank.format(wide.format(10**9 - 1)) + cell.format("")),
        "below blanks": row.format(deep.format(10**9 - 1), blank.format(""))
        + row.format("", cell.format(wide.format(99))),
        "blanks alone": row.format("", blank.format(wide.format(10**9 - 1)) * 2),
        "rows of blanks": row.format("", blank.format(wide.format(100_000)) * 2) * 1_000,
        "spaces": row.format(
            "",
            '<table:table-cell office:value-type="string"><text:p>'
            '<text:s text:c="999999999"/></text:p></table:table-cell>',
        ),
        "below zero": row.format(deep.format(-1), cell.format("")),
    }.items():
        yield f"ods {name}", ods(rows)


def far_old_workbooks() -> Iterator[tuple[str, bytes]]:
    """The same in the records of an .xls."""
    whole = old_list(20)
    text, dimensions, strings = 0x00FD, 0x0200, 0x00FC
    for name, kind in (("text", text), ("number", 0x0203)):
        yield f"xls {name}", old_record(whole, kind, lambda body: b"\xff" * 4 + body[4:])
    yield (
        "xls numbers",
        old_record(whole, 0x00BD, lambda body: b"\xff\xff\xf0\xff" + body[4:-2] + b"\xf1\xff"),
    )
    yield "xls last corner", old_record(whole, text, lambda body: b"\xff\xff\xff\0" + body[4:])
    yield (
        "xls dimensions",
        old_record(whole, dimensions, lambda _body: bytes(4) + b"\xff\xff\xff\x7f\0\0\xff\xff\0\0"),
    )
    yield (
        "xls strings",
        old_record(whole, strings, lambda body: body[:4] + b"\xff\xff\xff\x7f" + body[8:]),
    )
    for place in (40, 44, 64, 72):
        yield f"xls header {place}", whole[:place] + b"\xff\xff\xff\x7f" + whole[place + 4 :]


@pytest.mark.parametrize("kind", ["xlsx", "ods", "xls"])
def test_whatever_lies_far_out_is_one_sentence(tmp_path: Path, kind: str) -> None:
    made = {"xlsx": far_sheets, "ods": far_tables, "xls": far_old_workbooks}[kind]
    names, paths = [], []
    for number, (name, data) in enumerate(made()):
        names.append(name)
        paths.append(tmp_path / f"{number}.{kind}")
        paths[-1].write_bytes(data)
    wrong = {
        name: answer
        for name, path, answer in zip(names, paths, read_apart(paths), strict=True)
        if answer[0] != "fault" or len(answer[1]) != 1 or path.name not in answer[1][0]
    }
    assert wrong == {}


def test_what_says_it_is_large_and_is_not_is_read(tmp_path: Path) -> None:
    lying = '<dimension ref="A1:XFD1048576"/><cols><col min="1" max="16384"/></cols>'
    formatted = NEAR + '<row r="1048576"><c r="XFD1048576" s="0"/></row>'
    unnumbered = "<row><c><v>1</v></c><c/></row>"
    blank = '<table:table-cell table:number-columns-repeated="16383"/>'
    cell = '<table:table-cell office:value-type="float" office:value="1"/>'
    table = (
        f"<table:table-row>{cell}{blank}</table:table-row>"
        f'<table:table-row table:number-rows-repeated="1048575">{blank}</table:table-row>'
    )
    old = old_record(
        old_list(20), 0x0200, lambda _body: struct.pack("<IIHHH", 0, 65_536, 0, 256, 0)
    )
    files = {
        "dimension.xlsx": with_sheet(sheet_of(NEAR, lying)),
        "formatted.xlsx": with_sheet(sheet_of(formatted)),
        "unnumbered.xlsx": with_sheet(sheet_of(unnumbered)),
        "single.xlsx": with_sheet("<?xml version='1.0'?>" + sheet_of(NEAR)),
        "elsewhere.xlsx": with_sheet(sheet_of(NEAR), "xl/sheet.xml"),
        "to_the_end.ods": ods(table),
        "whole_sheet.xls": old,
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
        (sheet,) = read_workbook(tmp_path / name)
        assert sheet.rows[0][0] in {1, "石桥村0-0"}, name


@given(
    cells=st.dictionaries(
        st.tuples(st.integers(1, 9_999), st.integers(1, 702)),
        st.sampled_from(["石桥村", 1, 14.5, True, None, "<c r=", "a :c b"]),
        max_size=30,
    )
)
def test_the_short_way_to_the_corner_agrees_with_the_parser(
    cells: dict[tuple[int, int], str | float | None],
) -> None:
    book = Workbook()
    assert book.active is not None
    for (row, column), value in cells.items():
        book.active.cell(row, column, value).number_format = "0.00"
    with zipfile.ZipFile(io.BytesIO(new_list(book))) as archive:
        text = archive.read("xl/worksheets/sheet1.xml")
    filled = [place for place, value in cells.items() if value is not None]
    corner = max((row for row, _ in filled), default=0), max((one for _, one in filled), default=0)
    for spelled in (text, text.replace(b"<c ", b"<c  ")):
        area = Area(10_000_000)
        measure_worksheet(io.BytesIO(spelled), area)
        assert area.left == 10_000_000 - corner[0] * corner[1]


@pytest.mark.parametrize("end", ["/>", "></c>", "> </c>"])
def test_cells_that_hold_nothing_take_no_room_however_they_end(end: str) -> None:
    """More than what is read at a time, so that some cells are cut between two pieces."""
    empty = "".join(f'<c r="ZZ{row}" s="1"{end}' for row in range(1, 30_000))
    text = f'<?xml version="1.0"?><sheetData><c r="B2"><v>1</v></c>{empty}</sheetData>'
    area = Area(100)
    measure_worksheet(io.BytesIO(text.encode()), area)
    assert area.left == 96


def test_sheets_count_together(tmp_path: Path) -> None:
    book = Workbook()
    for _ in range(3):
        book.create_sheet().cell(9_999, 700, 1)
    (tmp_path / "甲.xlsx").write_bytes(new_list(book))
    with pytest.raises(Fault, match="ZX9999"):
        read_workbook(tmp_path / "甲.xlsx")


def test_an_xlsb_is_named(tmp_path: Path) -> None:
    data = rewritten(
        new_list(), lambda name, data: (name.replace("workbook.xml", "workbook.bin"), data)
    )
    (tmp_path / "甲.xlsb").write_bytes(data)
    with pytest.raises(Fault, match=r"xlsb.*另存为"):
        read_workbook(tmp_path / "甲.xlsb")
