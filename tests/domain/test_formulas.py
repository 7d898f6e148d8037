import pytest

from desk_app.domain.kit.formulas import could_be_formula


@pytest.mark.parametrize("text", ["=1+1", "+8", "-8", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_what_an_office_program_could_run_is_found(text: str) -> None:
    assert could_be_formula(text)


@pytest.mark.parametrize("text", ["", "柳树湾村", "8-9", " =1", "'=1"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert not could_be_formula(text)
