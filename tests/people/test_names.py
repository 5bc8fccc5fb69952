"""Names compare without case, spacing, punctuation and degrees; columns answer as single names do."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from titian.people.names import display_name, person_key
from titian.rosters.reading.names import display_name_column, person_key_column

PIECES = st.sampled_from(
    ["Drs.", "Hj.", "H.", "Ir.", "dr", "Prof. ", "Siti", "BUDI", "ma'ruf", "Al-Fatih", "M.", "S.Kom",
     ", S.Pd.",
     ",SE", " A.Md", "M.M.", "  ", "Nur'aini", "Özil", "\t", "3", ".", ",", "SH", "S.", "Pd"]
)  # fmt: skip
NAMES = st.one_of(
    st.text(max_size=30), st.lists(PIECES, max_size=7).map(" ".join), st.lists(PIECES).map("".join)
)


@pytest.mark.parametrize(
    "name",
    ["Budi Santoso", "BUDI  SANTOSO", " budi santoso, S.Kom., M.M.", "Drs. H. Budi Santoso",
     "Ir Budi Santoso",
     "Prof. Dr. Budi Santoso, S.E., M.Si", "Budi Santoso S.Pd.I", "Budi-Santoso A.Md", "Budi Santoso, SE",
     "Hj. Budi Santoso, Amd.Kep"],
)  # fmt: skip
def test_degrees_case_and_spacing_make_no_other_person(name):
    assert person_key(name) == "budisantoso"


@pytest.mark.parametrize(
    ("name", "known_as"),
    [("Hasan", "hasan"), ("Iriana", "iriana"), ("M. Maulana", "mmaulana"), ("Sri", "sri"), ("Ma", "ma"),
     ("Siti Ma", "sitima"), ("Drs.", "drs"), ("Haji", "haji"), ("", ""), ("Se Hun", "sehun")],
)  # fmt: skip
def test_a_name_that_only_resembles_a_degree_is_kept(name, known_as):
    assert person_key(name) == known_as


@pytest.mark.parametrize(
    ("raw", "shown"),
    [("  galak", "Galak"), ("LIDYA  SAPTONO", "Lidya Saptono"), ("Siti McArthur", "Siti McArthur"),
     ("MA'RUF AL-FATIH", "Ma'ruf Al-Fatih"), ("budi, s.kom", "Budi, S.Kom"), ("ABD. ROHMAN", "Abd. Rohman"),
     ("", "")],
)  # fmt: skip
def test_a_name_in_one_case_is_shown_in_title_case(raw, shown):
    assert display_name(raw) == shown


@given(st.lists(NAMES, max_size=8))
def test_a_column_of_names_answers_as_each_name_does(names):
    column = pl.Series("name", names, dtype=pl.String)

    assert person_key_column(column).to_list() == [person_key(name) for name in names]
    assert display_name_column(column).to_list() == [display_name(name) for name in names]


def test_a_missing_name_stays_missing():
    column = pl.Series("name", ["BUDI", None, "Özil"], dtype=pl.String)

    assert person_key_column(column).to_list() == ["budi", None, "özil"]
    assert display_name_column(column).to_list() == ["Budi", None, "Özil"]
