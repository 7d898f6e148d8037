from desk_app.documents.table_paper import table_workbook
from desk_app.domain.table_paper import TablePaper
from desk_app.services import preview
from desk_app.services.table_paper import table_pdf

PAPER = TablePaper(
    "党组织名册",
    ("名称", "党员数"),
    (("柳树湾村党支部", "31"), ("=1+1村", "12")),
    (20.0, 8.0),
    frozenset({1}),
)


def test_a_table_is_one_sheet_with_its_headings_on_every_page() -> None:
    sheet = table_workbook(PAPER).active
    assert sheet is not None
    shown = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert shown == [
        ["党组织名册", None],
        ["名称", "党员数"],
        ["柳树湾村党支部", "31"],
        ["=1+1村", "12"],
    ]
    assert sheet.print_title_rows == "$1:$2"
    assert sheet["B3"].alignment.horizontal == "right"


def test_a_narrow_table_stands_upright_and_a_wide_one_lies() -> None:
    ((width, height),) = preview.page_sizes(table_pdf(PAPER))
    assert width < height
    wide = TablePaper("宽表", ("甲", "乙"), (("一", "二"),), (80.0, 60.0))
    ((width, height),) = preview.page_sizes(table_pdf(wide))
    assert width > height


def test_many_rows_take_more_pages() -> None:
    rows = tuple((f"第{number}党支部", str(number)) for number in range(120))
    assert len(preview.page_sizes(table_pdf(TablePaper("长表", ("名称", "号"), rows, (20, 8))))) > 1
