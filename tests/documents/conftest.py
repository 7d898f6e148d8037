import pytest

from desk_app import assets
from desk_app.documents.fonts import Fonts


@pytest.fixture(scope="session")
def fonts() -> Fonts:
    return Fonts(assets.resources_dir() / "fonts")
