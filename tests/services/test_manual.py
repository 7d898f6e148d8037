"""The manual that travels with the program, its booklet, and the licences."""

import re
from io import BytesIO

import pypdfium2
from PIL import Image

from desk_app.assets import manual_dir, resources_dir
from desk_app.documents.fonts import Fonts
from desk_app.domain.manual import PAGES, BlockKind
from desk_app.services import licences, manual
from desk_app.views.rooms import ROOMS

LARGEST_PICTURE = 60_000


def test_every_room_has_a_page_with_a_picture_of_ten_lines_and_more() -> None:
    read = {one.name: one for one in manual.pages()}
    assert tuple(read) == PAGES
    assert set(ROOMS.values()) < set(read)
    for name in ROOMS.values():
        kinds = [one.kind for one in read[name].blocks]
        assert len(kinds) >= 10, name
        assert BlockKind.PICTURE in kinds, name
        assert BlockKind.TITLE is kinds[0], name
        assert read[name].keys, name


def test_pictures_are_there_small_and_none_is_left_over() -> None:
    named = {
        block.file
        for page in manual.pages()
        for block in page.blocks
        if block.kind is BlockKind.PICTURE
    }
    lying = {one.relative_to(manual_dir()).as_posix() for one in manual_dir().glob("图/*")}
    assert named == lying
    for one in sorted(named):
        path = manual_dir() / one
        assert path.stat().st_size <= LARGEST_PICTURE, one
        with Image.open(path) as picture:
            assert picture.size == (1024, 560)


def test_links_of_the_pages_lead_to_pages() -> None:
    for page in manual.pages():
        for link in re.findall(r"(?<!!)\[[^\]]*\]\(([^)]+)\)", page.text):
            assert (manual_dir() / link).is_file(), (page.name, link)


def test_the_booklet_has_contents_with_the_pages_that_are_right() -> None:
    pdf = manual.booklet()
    assert pdf == manual.booklet()
    document = pypdfium2.PdfDocument(BytesIO(pdf))
    texts = [document[at].get_textpage().get_text_range() for at in range(len(document))]
    for name in PAGES:
        (number,) = re.findall(rf"^{name}[ .]+(\d+)\s*$", texts[0], re.MULTILINE)
        assert name in texts[int(number) - 1]
        assert f"第 {number} 页" in texts[int(number) - 1]
    assert "导入名单" in "".join(texts)


def test_the_letters_of_the_booklet_have_every_character_of_the_manual() -> None:
    fonts = Fonts(resources_dir() / "fonts")
    words = "".join(block.text for page in manual.pages() for block in page.blocks)
    for face in ("宋体", "黑体"):
        known = fonts.face(face).embedded.face.charToGlyph
        assert [one for one in sorted(set(words)) if ord(one) not in known] == []


def test_initials_are_of_every_block() -> None:
    found = manual.initials(manual.pages())
    assert found["评分"] == "pf"
    assert found["导入名单"] == "drmd"


def test_every_licence_can_be_read_offline() -> None:
    found = {one.name: one for one in licences.read()}
    assert {"Python", "SQLite", "PySide6_Essentials", "SQLAlchemy", "霞鹜文楷"} < set(found)
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in found["PySide6_Essentials"].text
    assert all(one.text.strip() for one in found.values())
    assert "SIL OPEN FONT LICENSE" in found["霞鹜文楷"].text.upper()


def test_every_library_of_the_lock_is_named_among_the_licences() -> None:
    lock = (resources_dir().parent / "requirements.lock").read_text(encoding="utf-8")
    locked = {one.replace("_", "-") for one in re.findall(r"^([\w-]+)==", lock, re.MULTILINE)}
    named = {one.casefold().replace("_", "-") for one in licences.LIBRARIES}
    windows_only = {"greenlet", "colorama", "tzdata"}
    assert locked - windows_only == named
