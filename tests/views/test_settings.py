from pathlib import Path

from desk_app.views.settings import Settings


def test_settings_are_an_ini_file_where_they_were_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "设置" / "settings.ini"
    settings = Settings(path)
    settings.set_text("workspace", "D:/青山镇 2026")
    settings.set_widths("评分", {"指标": 120})
    settings.save()
    assert path.is_file()
    again = Settings(path)
    assert again.text("workspace") == "D:/青山镇 2026"
    assert again.widths("评分") == {"指标": 120}
    assert again.widths("其他") == {}
    again.set_text("columns/评分", "damaged")
    assert again.widths("评分") == {}
