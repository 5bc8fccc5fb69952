"""The questions of the interview: six parts, and how long an answer may be relied on."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


class Question(NamedTuple):
    """One question. `days` is how long its answer holds; `choices` is empty where words are free."""

    code: str
    part: str
    label: Words
    days: int
    choices: tuple[tuple[str, Words], ...] = ()

    def words(self, value: str) -> str:
        """Return an answer as people read it."""
        return str(dict(self.choices).get(value, value))


PARTS: tuple[tuple[str, Words], ...] = (
    ("work", _("Riwayat kerja")),
    ("skills", _("Keterampilan")),
    ("schooling", _("Sekolah")),
    ("needs", _("Kebutuhan")),
    ("constraints", _("Hambatan")),
    ("preferences", _("Keinginan")),
)
YES_NO = (("yes", _("ya")), ("no", _("tidak")))
SEASON, HALF_YEAR, YEAR, LONG = 90, 182, 365, 1826
SCHOOLING = (
    ("none", _("tidak bersekolah atau tidak tamat SD")),
    ("primary", _("SD atau sederajat")),
    ("lower", _("SMP atau sederajat")),
    ("upper", _("SMA, SMK atau sederajat")),
    ("higher", _("diploma atau sarjana")),
)
WORKED = (
    ("never", _("belum pernah bekerja")),
    ("under_2", _("kurang dari 2 tahun")),
    ("two_to_five", _("2 sampai 5 tahun")),
    ("over_5", _("lebih dari 5 tahun")),
)
QUESTIONS: tuple[Question, ...] = (
    Question(
        "work_now", "work", _("Keadaan kerja sekarang"), SEASON,
        (("none", _("tidak bekerja")), ("casual", _("kerja serabutan")), ("employed", _("bekerja")),
         ("own_business", _("punya usaha sendiri"))),
    ),
    Question("worked_years", "work", _("Lama pengalaman kerja seluruhnya"), YEAR, WORKED),
    Question("last_job", "work", _("Pekerjaan terakhir dan tugasnya"), YEAR),
    Question("left_because", "work", _("Mengapa berhenti"), LONG),
    Question("skills", "skills", _("Yang dapat dikerjakan tanpa dibimbing"), YEAR),
    Question("proof", "skills", _("Sertifikat atau bukti keterampilan"), YEAR),
    Question(
        "digital", "skills", _("Memakai komputer atau telepon pintar"), YEAR,
        (("none", _("belum bisa")), ("phone", _("telepon pintar saja")), ("office", _("komputer untuk kantor"))),
    ),
    Question("schooling", "schooling", _("Pendidikan terakhir"), LONG, SCHOOLING),
    Question("school_field", "schooling", _("Jurusan dan tahun lulus"), LONG),
    Question("reads", "schooling", _("Dapat membaca dan menulis"), LONG, YES_NO),
    Question("support", "needs", _("Dukungan yang diperlukan agar dapat ikut"), HALF_YEAR),
    Question(
        "income", "needs", _("Seberapa mendesak penghasilan"), SEASON,
        (("weeks", _("dalam beberapa minggu")), ("months", _("dalam beberapa bulan")),
         ("can_wait", _("dapat menunggu"))),
    ),
    Question("care", "constraints", _("Mengasuh anak atau merawat keluarga"), HALF_YEAR, YES_NO),
    Question(
        "travel", "constraints", _("Sejauh apa dapat bepergian setiap hari"), HALF_YEAR,
        (("village", _("di desa sendiri")), ("regency", _("di kabupaten sendiri")), ("further", _("lebih jauh"))),
    ),
    Question("away", "constraints", _("Dapat tinggal di asrama atau merantau"), HALF_YEAR, YES_NO),
    Question("hindrance", "constraints", _("Hambatan lain yang disebut orangnya"), HALF_YEAR),
    Question("wanted_work", "preferences", _("Pekerjaan yang diinginkan"), HALF_YEAR),
    Question(
        "wanted_route", "preferences", _("Jalur yang diinginkan orangnya"), HALF_YEAR,
        (("direct_job", _("langsung bekerja")), ("self_employment", _("berusaha mandiri")),
         ("training", _("pelatihan")), ("certification_only", _("sertifikasi saja")),
         ("entrepreneurship_and_capital", _("pelatihan wirausaha dan modal")), ("unsure", _("belum tahu"))),
    ),
    Question("business", "preferences", _("Rencana usaha, bila ada"), HALF_YEAR),
)  # fmt: skip
BY_CODE = {question.code: question for question in QUESTIONS}


def of_part(part: str) -> tuple[Question, ...]:
    """Return the questions of one part, in order."""
    return tuple(question for question in QUESTIONS if question.part == part)


def expires_on(code: str, said_on: date) -> date:
    """Return the day until which an answer may be relied on."""
    return said_on + timedelta(days=BY_CODE[code].days)
