import pytest
from django.template import engines
from django.utils import translation
from jinja2 import UndefinedError


def render(source: str, **context: object) -> str:
    with translation.override("id"):
        return engines["jinja2"].from_string(source).render(context)


def test_a_misspelt_name_is_a_fault():
    with pytest.raises(UndefinedError):
        render("{{ nmae }}")


def test_text_is_escaped():
    assert render("{{ name }}", name="<b>") == "&lt;b&gt;"


def test_a_sentence_with_a_number_in_it_is_filled_by_us():
    assert render('{{ _("%(n)d orang") % {"n": 3} }}') == "3 orang"


def test_numbers_and_days_are_written_as_readers_write_them():
    assert render("{{ 3270|number }} {{ 0.5481|percent }} {{ 1084000000|rupiah }}") == (
        "3.270 54,81 % Rp1.084.000.000"
    )
