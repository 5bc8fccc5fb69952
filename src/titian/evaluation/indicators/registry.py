"""Every indicator once: what it asks, how it is counted, and where it comes from."""

from __future__ import annotations

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from titian.evaluation.document import Unit
from titian.evaluation.indicators.indicator import (
    CASUAL,
    OWN_ACCOUNT,
    Indicator,
    education_between,
    everyone,
    graduates,
    is_not,
    status_in,
    working_graduates,
)
from titian.evaluation.indicators.measures import Amount, ClassFill, Median, Planned, Share, placed_within

YEAR = _("Tahun anggaran paket")
ENDING = _("Sampai paket berakhir; tanpa tanggal sendiri, hasil dianggap bertanggal akhir paket")
REPORTED = _("Keadaan menurut laporan, tanpa batas waktu")
AFTER = _("Pekerjaan pertama yang mulai pada atau sesudah hari terakhir paket")
PRACTICE = _("Praktik laporan balai pelatihan")
TRACING = _("Perpres 68/2022 pasal 17 (penelusuran lulusan); jangka bulan menurut praktik")
COMPETENCE = _("PP 10/2018 (BNSP); Permenakertrans 8/2014 (pelatihan berbasis kompetensi)")
STATISTICS = _("Sakernas BPS: tujuh kategori status pekerjaan")
RIGHTS = _("UU 8/2016 tentang Penyandang Disabilitas")
ALL = _("Semua peserta")
GRADUATES = _("Lulusan")
WITH_STATUS = _("Peserta yang status kerjanya dilaporkan")
WITH_WORK = _("Lulusan yang mendapat pekerjaan sesudah paket berakhir")
WINDOWS = (3, 6, 12)
EDUCATION_GROUPS = (  # code, name, lowest and highest rank of the code list
    ("primary", _("SD atau di bawahnya"), 0, 2),
    ("junior", _("SMP"), 3, 3),
    ("senior", _("SMA/SMK"), 4, 4),
    ("tertiary", _("Perguruan tinggi"), 5, 10),
)


def _reading(column: str, reading: str, *, own_business: bool = False) -> Share:
    """Of first works, those the column reads so; a status that does not decide makes it a range."""
    return Share(
        (lambda t: working_graduates(t) & t.first_work_own_business) if own_business else working_graduates,
        lambda t: t[column] == reading,
        undecided=lambda t: t[column] == "unknown",
    )


TARGETS = (
    Indicator(
        "target_packages", _("Target paket"), _("Berapa paket yang dijanjikan?"),
        _("Paket dalam versi rencana yang berlaku"), "–", YEAR, _("Rencana tahunan balai"),
        Planned("packages", Unit.PACKAGES),
    ),
    Indicator(
        "realised_packages", _("Realisasi paket"), _("Berapa paket yang berjalan?"),
        _("Paket yang mempunyai peserta"), "–", YEAR, PRACTICE,
        Amount(lambda t: t.class_id.nunique(), Unit.PACKAGES),
    ),
    Indicator(
        "target_people", _("Target peserta"), _("Berapa orang yang dijanjikan dilatih?"),
        _("Orang dalam versi rencana yang berlaku"), "–", YEAR, _("Rencana tahunan balai"),
        Planned("people", Unit.PEOPLE),
    ),
    Indicator(
        "realised_people", _("Realisasi peserta"), _("Berapa kursi yang terisi?"),
        _("Kepesertaan; orang yang ikut dua paket dihitung dua kali"), "–", YEAR, PRACTICE,
        Amount(lambda t: t.count(), Unit.SEATS),
    ),
    Indicator(
        "target_rupiah", _("Pagu anggaran"), _("Berapa rupiah yang disediakan?"),
        _("Pagu dalam versi rencana yang berlaku"), "–", YEAR, _("Rencana tahunan balai"),
        Planned("rupiah", Unit.RUPIAH),
    ),
    Indicator(
        "realised_rupiah", _("Realisasi anggaran"), _("Berapa rupiah yang dibelanjakan?"),
        _("Belanja menurut rencana yang berlaku"), "–", YEAR, _("Rencana tahunan balai"),
        Planned("rupiah_spent", Unit.RUPIAH),
    ),
    Indicator(
        "fill", _("Keterisian paket"), _("Seberapa penuh paket-paketnya?"),
        ALL, _("Kapasitas paket yang berjalan"), YEAR, PRACTICE, ClassFill(),
    ),
)  # fmt: skip

RESULTS = (
    Indicator(
        "passed", _("Kelulusan"), _("Berapa bagian peserta yang lulus?"),
        _("Peserta yang lulus"), _("Peserta yang hasilnya diketahui"), ENDING, PRACTICE,
        Share(everyone, lambda t: t.passed, mature=lambda t: t.class_ends_on <= t.observed_on),
    ),
    Indicator(
        "assessed", _("Diuji dari yang lulus"), _("Berapa bagian lulusan yang menempuh uji kompetensi?"),
        _("Lulusan yang mempunyai hasil uji kompetensi"), GRADUATES, ENDING, COMPETENCE,
        Share(graduates, lambda t: t.assessed),
    ),
    Indicator(
        "competent", _("Kompeten dari yang diuji"), _("Berapa bagian yang diuji dinyatakan kompeten?"),
        _("Peserta berhasil uji K"), _("Peserta yang diuji"), ENDING, COMPETENCE,
        Share(lambda t: t.assessed, lambda t: t.competent),
    ),
    Indicator(
        "covered", _("Peserta terlindungi"), _("Berapa bagian peserta dijamin JKK dan JKM?"),
        _("Peserta dengan nomor kepesertaan; nomor tanpa tanggal ikut dihitung"), ALL, YEAR,
        _("Permenaker 5/2021; nota kesepahaman dengan BPJS Ketenagakerjaan"),
        Share(everyone, lambda t: t.covered),
    ),
)  # fmt: skip

STATUS = (
    Indicator(
        "status_working", _("Bekerja menurut laporan"), _("Berapa bagian dilaporkan bekerja?"),
        _("Peserta dengan status bekerja (dilaporkan lembaga, belum diverifikasi)"), WITH_STATUS, REPORTED,
        PRACTICE, Share(everyone, lambda t: t.status_working),
    ),
    Indicator(
        "status_employee", _("Karyawan menurut laporan"), _("Berapa bagian dilaporkan menjadi karyawan?"),
        _("Peserta berstatus buruh/karyawan/pegawai"), WITH_STATUS, REPORTED, STATISTICS,
        Share(everyone, status_in("employee")),
    ),
    Indicator(
        "status_own_account", _("Usaha sendiri menurut laporan"),
        _("Berapa bagian dilaporkan berusaha sendiri?"),
        _("Peserta yang berusaha sendiri, dengan atau tanpa buruh"), WITH_STATUS, REPORTED, STATISTICS,
        Share(everyone, status_in(*OWN_ACCOUNT)),
    ),
    Indicator(
        "status_casual", _("Pekerja bebas menurut laporan"), _("Berapa bagian dilaporkan bekerja bebas?"),
        _("Pekerja bebas di pertanian, di nonpertanian, atau lapangan usahanya belum didata"), WITH_STATUS,
        REPORTED, STATISTICS, Share(everyone, status_in(*CASUAL)),
    ),
    Indicator(
        "status_none", _("Belum bekerja menurut laporan"), _("Berapa bagian dilaporkan belum bekerja?"),
        _("Peserta yang dilaporkan belum bekerja"), WITH_STATUS, REPORTED, STATISTICS,
        Share(everyone, status_in("not_working")),
    ),
)  # fmt: skip


def _placed(months: int, *, of_graduates: bool) -> Indicator:
    words = {"months": months}
    return Indicator(
        f"placed_{months}_{'graduates' if of_graduates else 'enrolled'}",
        format_lazy(
            _("Bekerja dalam {months} bulan, dari lulusan")
            if of_graduates
            else _("Bekerja dalam {months} bulan, dari peserta"),
            **words,
        ),
        format_lazy(_("Berapa bagian mulai bekerja dalam {months} bulan sesudah paket berakhir?"), **words),
        format_lazy(_("Yang pekerjaan pertamanya mulai dalam {months} bulan kalender"), **words),
        _("Lulusan paket yang cukup lama berakhir dan yang nasibnya didata")
        if of_graduates
        else _("Peserta paket yang cukup lama berakhir dan yang nasibnya didata"),
        format_lazy(
            _("{months} bulan kalender sejak hari terakhir paket; paket yang lebih muda belum dihitung"),
            **words,
        ),
        TRACING,
        Share(graduates if of_graduates else everyone, placed_within(months), months=months),
    )


PLACEMENT = tuple(
    _placed(months, of_graduates=of_graduates) for of_graduates in (True, False) for months in WINDOWS
)

KIND_OF_WORK = (
    Indicator(
        "formal_statistics", _("Formal (pembacaan BPS)"),
        _("Berapa bagian pekerjaan itu formal menurut BPS?"),
        _("Karyawan, dan usaha dengan buruh tetap; jenis usaha yang belum didata memberi rentang"), WITH_WORK,
        AFTER, STATISTICS, _reading("first_work_statistics_reading", "formal"),
    ),
    Indicator(
        "informal_statistics", _("Informal (pembacaan BPS)"),
        _("Berapa bagian pekerjaan itu informal menurut BPS?"),
        _("Status pekerjaan lainnya; jenis usaha yang belum didata memberi rentang"), WITH_WORK,
        AFTER, STATISTICS, _reading("first_work_statistics_reading", "informal"),
    ),
    Indicator(
        "formal_centre", _("Formal (pembacaan BLK)"), _("Berapa bagian pekerjaan itu formal menurut balai?"),
        _("Karyawan"), WITH_WORK, AFTER, PRACTICE, _reading("first_work_centre_reading", "formal"),
    ),
    Indicator(
        "informal_centre", _("Informal (pembacaan BLK)"),
        _("Berapa bagian pekerjaan itu informal menurut balai?"),
        _("Usaha sendiri dan pekerja bebas; pekerja keluarga tidak dihitung sebagai penempatan"), WITH_WORK,
        AFTER, PRACTICE, _reading("first_work_centre_reading", "informal"),
    ),
    Indicator(
        "own_business", _("Usaha sendiri"), _("Berapa bagian pekerjaan itu usaha sendiri?"),
        _("Berusaha sendiri, dengan atau tanpa buruh"), WITH_WORK, AFTER, STATISTICS,
        Share(working_graduates, lambda t: t.first_work_own_business),
    ),
    Indicator(
        "own_business_formal_statistics", _("Usaha sendiri yang formal (pembacaan BPS)"),
        _("Berapa bagian usaha sendiri itu formal menurut BPS?"),
        _("Usaha dengan buruh tetap; menurut pembacaan BLK semua usaha sendiri informal"),
        _("Lulusan yang pekerjaan pertamanya usaha sendiri"), AFTER, STATISTICS,
        _reading("first_work_statistics_reading", "formal", own_business=True),
    ),
    Indicator(
        "field_match", _("Kesesuaian bidang"), _("Berapa bagian bekerja di bidang yang dilatihkan?"),
        _("Golongan jabatan (ISCO-08/KBJI) termasuk golongan yang dituju kejuruan"),
        _("Lulusan bekerja yang golongan jabatan dan kejuruannya dapat dibandingkan"), AFTER,
        _("Linearitas; tabel kejuruan ke ISCO-08 dalam daftar kode"),
        Share(working_graduates, lambda t: t.field_match),
    ),
    Indicator(
        "days_to_work", _("Waktu tunggu"), _("Berapa hari sampai pekerjaan pertama?"),
        _("Median hari dari akhir paket ke pekerjaan pertama; yang belum bekerja tidak ikut"), WITH_WORK,
        _("Paket yang sudah berakhir 12 bulan; sebelumnya hanya yang cepat bekerja yang terlihat"), TRACING,
        Median(
            working_graduates, lambda t: t.first_work_on.delta(t.class_ends_on, unit="day"), Unit.DAYS, months=12
        ),
    ),
    Indicator(
        "wage", _("Upah pertama"), _("Berapa upah sebulan pada pekerjaan pertama?"),
        _("Median upah sebulan yang dilaporkan"), WITH_WORK, AFTER, PRACTICE,
        Median(working_graduates, lambda t: t.wage, Unit.RUPIAH_A_MONTH),
    ),
)  # fmt: skip

WHO = (
    Indicator(
        "women", _("Perempuan"), _("Berapa bagian peserta perempuan?"), _("Peserta perempuan"), ALL, YEAR,
        PRACTICE, Share(everyone, lambda t: t.sex == "P"),
    ),
    Indicator(
        "disability", _("Penyandang disabilitas"), _("Berapa bagian peserta penyandang disabilitas?"),
        _("Peserta penyandang disabilitas"), _("Peserta yang keadaan disabilitasnya didata"), YEAR, RIGHTS,
        Share(everyone, lambda t: t.disability),
    ),
    *(
        Indicator(
            f"education_{code}", name, format_lazy(_("Berapa bagian peserta berpendidikan {level}?"),
            level=name),
            format_lazy(_("Peserta berpendidikan {level}"), level=name),
            _("Peserta yang pendidikannya didata"),
            YEAR, _("Daftar kode pendidikan; Paket A, B, C setara SD, SMP, SMA"),
            Share(everyone, education_between(lowest, highest)),
        )
        for code, name, lowest, highest in EDUCATION_GROUPS
    ),
    Indicator(
        "not_working_at_entry", _("Tidak bekerja saat masuk"),
        _("Berapa bagian peserta tidak bekerja saat masuk?"),
        _("Peserta yang tidak bekerja saat masuk"), _("Peserta yang keadaan kerjanya saat masuk didata"),
        YEAR,
        PRACTICE, Share(everyone, is_not("worked_at_entry")),
    ),
    Indicator(
        "regencies_reached", _("Kabupaten/kota terjangkau"), _("Dari berapa kabupaten/kota pesertanya?"),
        _("Kabupaten/kota asal peserta"), "–", YEAR, PRACTICE,
        Amount(lambda t: t.regency.nunique(), Unit.REGENCIES),
    ),
    Indicator(
        "seats_per_1000_unemployed", _("Kursi per 1.000 penganggur"),
        _("Berapa kursi untuk tiap 1.000 penganggur di provinsi balai?"),
        _("Kursi yang diisi orang dari provinsi balai"),
        _("Penganggur terbuka provinsi itu, Sakernas Agustus"), YEAR, _("BPS, Sakernas Agustus"),
        Amount(
            lambda t: t.count(where=t.province == t.home_province), Unit.SEATS_PER_1000,
            denominator=lambda t: t.unemployed.max(), per=1000,
        ),
    ),
)  # fmt: skip

REGISTRY: tuple[Indicator, ...] = (*TARGETS, *RESULTS, *STATUS, *PLACEMENT, *KIND_OF_WORK, *WHO)
