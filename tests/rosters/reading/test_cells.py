"""Dates, words, places, phones and money as people write them."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from titian.rosters.reading.dates import date_column, date_range, one_date
from titian.rosters.reading.vocabulary import Vocabulary

MONTHS = dict(Vocabulary.from_files().words["month"])
START = date(2022, 8, 4)


def column_of(texts: list[str | None], latest: date | None = None) -> list[date | None]:
    told = pl.Series([latest] * len(texts), dtype=pl.Date) if latest else None
    return date_column(pl.Series("text", texts, dtype=pl.String), MONTHS, latest=told).to_list()


@pytest.mark.parametrize(
    "text",
    ["30/03/1987", "30-03-1987", "30.03.1987", "30/3/1987", "30 Maret 1987", "30 MARET 1987", "30 Mar 1987",
     "30-Mar-1987", "1987-03-30", "1987/03/30", "1987-03-30 00:00:00", "31866", "30-03-87", "30/03/87",
     "30 Mar 87",
     "Senin, 30 Maret 1987", "30  Maret  1987", " 30 Maret 1987 ", "30\u00a0Maret 1987", "30 March 1987"],
)  # fmt: skip
def test_one_day_in_many_writings(text):
    assert one_date(text, MONTHS, latest=START) == date(1987, 3, 30)
    assert column_of([text], START) == [date(1987, 3, 30)]


@pytest.mark.parametrize(
    "text",
    ["31/02/1987", "30 Brumaire 1987", "kemarin", "1987", "30/13/1987", "12/1987", "30/03", "30/03/987",
     "0/1/1987",
     "99999", "1987-13-01", "30/03/19877"],
)  # fmt: skip
def test_no_day_is_guessed(text):
    assert one_date(text, MONTHS, latest=START) is None
    assert column_of([text], START) == [None]


@given(
    st.lists(
        st.one_of(
            st.text(max_size=12),
            st.builds("{}{}{}{}{}".format, st.integers(0, 40), st.sampled_from("/-. "),
                      st.one_of(st.integers(0, 14), st.sampled_from(sorted(MONTHS))), st.sampled_from("/-. "),
                      st.integers(0, 10_500)),
        ),
        min_size=1, max_size=6,
    )
)  # fmt: skip
def test_a_column_of_dates_answers_as_each_date_does(texts):
    assert column_of(texts, START) == [one_date(text, MONTHS, latest=START) for text in texts]
    assert column_of(texts) == [one_date(text, MONTHS) for text in texts]


@given(st.dates(date(1923, 1, 1), START))
def test_two_digits_of_a_year_lie_in_the_last_century_that_is_not_the_future(born):
    assert one_date(born.strftime("%d-%m-%y"), MONTHS, latest=START) == max(
        (day for day in (_in(1900, born), _in(2000, born)) if day and day <= START), default=None
    )


def _in(century: int, day: date) -> date | None:
    try:
        return date(century + day.year % 100, day.month, day.day)
    except ValueError:
        return None


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Tanggal 11 September 2022 s.d. 9 Oktober 2022", (date(2022, 9, 11), date(2022, 10, 9))),
        ("11 September s/d 9 Oktober 2022", (date(2022, 9, 11), date(2022, 10, 9))),
        ("11 s.d 30 September 2022", (date(2022, 9, 11), date(2022, 9, 30))),
        ("20 Desember s.d. 9 Januari 2023", (date(2022, 12, 20), date(2023, 1, 9))),
        ("11/09/2022 - 09/10/2022", (date(2022, 9, 11), date(2022, 10, 9))),
        ("11-09-2022 sampai dengan 09-10-2022", (date(2022, 9, 11), date(2022, 10, 9))),
        ("2022-09-11 s.d. 2022-10-09", (date(2022, 9, 11), date(2022, 10, 9))),
        ("Angkatan I tahun 2022", None),
    ],
)
def test_first_and_last_day_of_a_class(text, days):
    assert date_range(text, MONTHS) == days


@pytest.mark.parametrize("cell", [date(1987, 3, 30), "30/03/1987", 31866, "1987-03-30", "30-03-87"])
def test_excel_dates_and_serial_numbers_are_dates(row, cell):
    found = row({"Tanggal Lahir": cell})

    assert (found["birth_date"], found["codes"]) == (date(1987, 3, 30), [])


@pytest.mark.parametrize(
    ("cell", "phone"),
    [(81234567890.0, "+6281234567890"), ("081234567890", "+6281234567890"), ("+62 812-3456-7890",
     "+6281234567890"),
     ("6281234567890", "+6281234567890"), ("0812 3456 7890 / 0813 1111 2222", "+6281234567890"),
     ("(0333) 421234", "+62333421234"), ("12", None), ("", None)],
)  # fmt: skip
def test_phones_find_their_country_and_their_lost_zero(row, cell, phone):
    assert row({"No. HP": cell})["phone"] == phone


@pytest.mark.parametrize(
    ("cell", "wage"),
    [("Rp 1.300.000", 1_300_000), (1300000, 1_300_000), ("1.300.000,00", 1_300_000), ("Rp1.300.000,-",
     1_300_000),
     ("2,5 juta", 2_500_000), ("2 jt", 2_000_000), ("1,300,000", 1_300_000), ("-", None), ("", None)],
)  # fmt: skip
def test_wages_are_whole_rupiah(row, cell, wage):
    found = row({"Upah": cell})

    assert (found["wage"], found["warnings"]) == (wage, [])


@pytest.mark.parametrize(
    ("word", "employer", "status", "kept"),
    [
        ("Bekerja", "PT A", "employee", "PT A"),
        ("bekerja formal", "PT A", "employee", "PT A"),
        ("WIRAUSAHA", "Usaha sendiri", "own_business_unknown", None),
        ("usaha mandiri", "Usaha Sendiri", "own_business_unknown", None),
        ("Pekerja bebas", "CV B", "casual_unknown", "CV B"),
        ("Buruh lepas", "", "casual_unknown", None),
        ("informal", "Hotel C", "casual_unknown", "Hotel C"),
        ("Belum bekerja", "", "not_working", None),
        ("-", "-", "not_working", None),
        ("", "", None, None),
    ],
)
def test_placement_words_are_read_as_the_word_list_says(row, word, employer, status, kept):
    found = row({"Penempatan": word, "Perusahaan/Usaha": employer})

    assert (found["status"], found["employer_name"], found["codes"]) == (status, kept, [])


def test_informal_work_of_ones_own_names_no_employer_so_it_is_held(row):
    assert row({"Penempatan": "informal", "Perusahaan/Usaha": "Usaha sendiri"})["codes"] == [
        "job_status_unclear"
    ]


@pytest.mark.parametrize(
    ("cell", "known", "kind"),
    [("Ya", True, None), ("v", True, None), ("√", True, None), ("TIDAK", False, None), ("-", False, None),
     ("", None, None), ("Tuna Rungu", True, "sensory")],
)  # fmt: skip
def test_disability_that_is_not_stated_stays_unknown(row, cell, known, kind):
    found = row({"Disabilitas": cell})

    assert (found["disability"], found["disability_kind"]) == (known, kind)


@pytest.mark.parametrize(
    ("cell", "competent"),
    [("K", True), ("Kompeten", True), ("BK", False), ("Belum Kompeten", False), ("-", None), ("", None)],
)
def test_who_was_not_assessed_is_neither_competent_nor_not(row, cell, competent):
    assert row({"Uji Kompetensi": cell})["competent"] is competent


@pytest.mark.parametrize(
    ("cell", "code"),
    [("Kabupaten Probolinggo", "35.13"), ("Kab. Probolinggo", "35.13"), ("PROBOLINGGO", "35.13"),
     ("KOTA PROBOLINGGO", "35.74"), ("Kodya Probolinggo", "35.74"), ("Surabaya", "35.78"), ("Entah", None)],
)  # fmt: skip
def test_a_bare_name_is_the_kabupaten_where_there_are_both(row, cell, code):
    assert row({"Kab/Kota": cell})["regency"] == code


@pytest.mark.parametrize(
    "address",
    [
        "Srono",
        "Ds. Srono",
        "Kec. Srono",
        "Jl. Mawar 5, Kecamatan Srono",
        "Dsn Krajan, Srono",
        "Jl Mawar 5 Srono",
    ],
)
def test_a_district_is_found_in_the_address(row, address):
    assert row({"Alamat": address})["district"] == "35.10.08"
