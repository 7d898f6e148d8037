"""A search without hits says so over the empty list, in every room alike."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desk_app.app import Program
from desk_app.views.kit.no_hits import NoHits
from tests.support.screens import picture
from tests.support.waiting import wait_for


@pytest.mark.parametrize("key", ["grading", "organisations", "schemes", "polling", "scoring"])
def test_a_search_without_hits_says_so_and_offers_the_way_back(
    example_window: Program, tmp_path: Path, key: str
) -> None:
    main = example_window.window
    main.resize(1093, 575)
    main.go(key)
    wait_for(example_window.runner)
    room = main.room
    assert room is not None
    field = room.search_field()
    assert field is not None
    found = [one for one in room.findChildren(NoHits) if one.window() is main]
    assert not [one for one in found if one.isVisible()]
    QTest.keyClicks(field, "zzqx")
    wait_for(example_window.runner)
    said = [one for one in found if one.isVisible()]
    assert [one.text() for one in said] == ["没有找到“zzqx”。"]
    over = said[0].parentWidget()
    assert over is not None
    assert said[0].geometry() == over.rect()
    picture(main, tmp_path / f"{key}.png")
    QTest.mouseClick(said[0].button, Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    assert field.text() == ""
    assert not said[0].isVisible()
