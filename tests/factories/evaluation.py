"""A plausible evaluation for tests of what renders one."""

from __future__ import annotations

from datetime import date

from titian.evaluation.document import (
    AgreementRow,
    Counts,
    Definition,
    Evaluation,
    Figure,
    FigureState,
    KindRow,
    LetterheadLines,
    MissingRow,
    MonthPoint,
    ProgrammeRow,
    Promise,
    RegencyCount,
    RowNote,
    Slice,
    TargetRow,
    Tile,
    Unit,
)

NAMES = {
    "target_packages": ("Target paket", Unit.PACKAGES),
    "realised_packages": ("Realisasi paket", Unit.PACKAGES),
    "target_people": ("Target orang", Unit.PEOPLE),
    "realised_people": ("Realisasi orang", Unit.PEOPLE),
    "target_rupiah": ("Pagu anggaran", Unit.RUPIAH),
    "realised_rupiah": ("Realisasi anggaran", Unit.RUPIAH),
    "fill": ("Keterisian paket", Unit.SHARE),
    "passed": ("Kelulusan", Unit.SHARE),
    "assessed": ("Uji kompetensi dari yang lulus", Unit.SHARE),
    "competent": ("Kompeten dari yang diuji", Unit.SHARE),
    "covered": ("Peserta terlindungi", Unit.SHARE),
    "status_working": ("Bekerja menurut laporan lembaga", Unit.SHARE),
    "status_employee": ("Buruh/karyawan menurut laporan lembaga", Unit.SHARE),
    "status_own_account": ("Usaha sendiri menurut laporan lembaga", Unit.SHARE),
    "status_casual": ("Pekerja bebas menurut laporan lembaga", Unit.SHARE),
    "status_none": ("Belum bekerja menurut laporan lembaga", Unit.SHARE),
    "placed_3_graduates": ("Bekerja dalam 3 bulan, dari lulusan", Unit.SHARE),
    "placed_6_graduates": ("Bekerja dalam 6 bulan, dari lulusan", Unit.SHARE),
    "placed_12_graduates": ("Bekerja dalam 12 bulan, dari lulusan", Unit.SHARE),
    "placed_3_enrolled": ("Bekerja dalam 3 bulan, dari peserta", Unit.SHARE),
    "placed_6_enrolled": ("Bekerja dalam 6 bulan, dari peserta", Unit.SHARE),
    "placed_12_enrolled": ("Bekerja dalam 12 bulan, dari peserta", Unit.SHARE),
    "formal_statistics": ("Pekerjaan formal (pembacaan BPS)", Unit.SHARE),
    "informal_statistics": ("Pekerjaan informal (pembacaan BPS)", Unit.SHARE),
    "formal_centre": ("Pekerjaan formal (pembacaan BLK)", Unit.SHARE),
    "informal_centre": ("Pekerjaan informal (pembacaan BLK)", Unit.SHARE),
    "own_business": ("Usaha sendiri", Unit.SHARE),
    "own_business_formal_statistics": ("Usaha sendiri yang formal (pembacaan BPS)", Unit.SHARE),
    "field_match": ("Kesesuaian bidang", Unit.SHARE),
    "days_to_work": ("Waktu tunggu (median)", Unit.DAYS),
    "wage": ("Upah pertama (median)", Unit.RUPIAH_A_MONTH),
    "women": ("Perempuan", Unit.SHARE),
    "disability": ("Penyandang disabilitas", Unit.SHARE),
    "education_primary": ("Berpendidikan SD ke bawah", Unit.SHARE),
    "education_junior": ("Berpendidikan SMP", Unit.SHARE),
    "education_senior": ("Berpendidikan SMA/SMK", Unit.SHARE),
    "education_tertiary": ("Berpendidikan tinggi", Unit.SHARE),
    "not_working_at_entry": ("Tidak bekerja saat masuk", Unit.SHARE),
    "regencies_reached": ("Kabupaten/kota terjangkau", Unit.REGENCIES),
    "seats_per_1000_unemployed": ("Kursi per 1.000 penganggur", Unit.SEATS_PER_1000),
}
CHANNEL_NAMES = {
    "institutional": "Pelatihan institusional",
    "industry": "Pelatihan di industri",
    "bootcamp": "Bootcamp",
    "community": "BLK Komunitas",
}
REGENCIES = {
    "35.10": ("Kabupaten Banyuwangi", "Banyuwangi", 1292, 5, 3),
    "35.09": ("Kabupaten Jember", "Jember", 806, 4, 3),
    "35.11": ("Kabupaten Bondowoso", "Bondowoso", 300, 4, 2),
    "35.12": ("Kabupaten Situbondo", "Situbondo", 288, 5, 2),
    "35.13": ("Kabupaten Probolinggo", "Kab. Probolinggo", 401, 3, 2),
    "35.74": ("Kota Probolinggo", "Kota Probolinggo", 183, 3, 1),
}


def share(code: str, numerator: int, denominator: int, *, missing: int = 0, too_young: int = 0) -> Figure:
    """Return a known share with an interval of plausible width."""
    value = numerator / denominator
    half = 0.98 / denominator**0.5
    return Figure(
        code, FigureState.KNOWN, Unit.SHARE, value=value, numerator=numerator, denominator=denominator,
        low=max(0.0, value - half), high=min(1.0, value + half), missing=missing, too_young=too_young,
    )  # fmt: skip


def figures(people: int) -> tuple[Figure, ...]:
    """Return one figure of every kind and state."""
    made = []
    for place, (code, (_name, unit)) in enumerate(NAMES.items()):
        figure = Figure(
            code, FigureState.KNOWN, unit, value=float(people + place), numerator=people, denominator=1
        )
        if unit is Unit.SHARE:
            figure = share(code, people * (place + 3) // (len(NAMES) + 5), people, missing=place)
        elif unit is Unit.RUPIAH:
            figure = Figure(code, FigureState.NO_DATA, unit)
        elif unit is Unit.DAYS:
            figure = figure._replace(value=63.0, numerator=None, denominator=people // 2)
        elif unit is Unit.RUPIAH_A_MONTH:
            figure = figure._replace(value=2_100_000.0, numerator=None, denominator=people // 2)
        elif unit is Unit.SEATS_PER_1000:
            figure = figure._replace(value=2.595, numerator=people, denominator=1_260_000)
        if code.startswith("placed_12"):
            figure = Figure(code, FigureState.TOO_YOUNG, unit, too_young=people)
        if code.endswith("_statistics"):
            low = people // 4
            figure = figure._replace(
                state=FigureState.RANGE, value=low / people, value_high=(low + 40) / (people + 0),
                numerator=low, numerator_high=low + 40, low=low / people - 0.02,
                high=(low + 40) / people + 0.02,
            )  # fmt: skip
        made.append(figure)
    return tuple(made)


def counts(code: str, name: str, packages: int, people: int, **known: int) -> Counts:
    """Return counts with the named values and zero elsewhere."""
    fields = {name: 0 for name in Counts.__dataclass_fields__ if name not in ("code", "name")}
    return Counts(code=code, name=name, **{**fields, "packages": packages, "people": people,
                  "capacity": packages * 16, "distinct_people": people, **known})  # fmt: skip


CHANNELS = (
    counts("institutional", CHANNEL_NAMES["institutional"], 55, 880, passed=859, assessed=802, competent=752,
           job_own_account=185, disability=24, female=443, covered=870, job_none=313, job_employee=326,
           job_casual=56,
           unknown_disability=856, unknown_work_at_entry=880),
    counts("industry", CHANNEL_NAMES["industry"], 12, 182, passed=182, assessed=171, competent=155,
           job_employee=182, disability=3, female=89, covered=182, unknown_work_at_entry=182),
    counts("bootcamp", CHANNEL_NAMES["bootcamp"], 5, 80, passed=78, assessed=77, competent=71,
    job_employee=37,
           disability=1, female=33, covered=79, job_own_account=12, job_none=29, job_casual=2,
           unknown_work_at_entry=80),
    counts("community", CHANNEL_NAMES["community"], 133, 2128, passed=2056, assessed=818, competent=768,
           job_employee=367, disability=43, female=1025, covered=2110, job_own_account=576, job_casual=247,
           job_none=938, unknown_work_at_entry=2128),
)  # fmt: skip


def example_evaluation(*, as_of: date | None = None) -> Evaluation:
    """Return the sample year as an evaluation: real totals, plausible figures, every state once."""
    total = counts("", "Semua jalur", 205, 3270, distinct_people=3177, passed=3175, assessed=1868,
    competent=1746,
                   job_employee=912, job_own_account=773, job_casual=305, job_none=1280, disability=71,
                   female=1590,
                   covered=3241, unknown_work_at_entry=3270)  # fmt: skip
    promise = [Promise(c.packages, c.people, None, date(2022, 1, 3), "Rencana awal") for c in CHANNELS]
    first = Promise(60, 960, 3_000_000_000, date(2022, 1, 3), "Rencana awal")
    cut = Promise(55, 880, 2_750_000_000, date(2022, 6, 1), "Efisiensi anggaran")
    programmes = [("Pengelasan SMAW 3G", "Teknik Las", 31, 496), ("Barista", "Pariwisata", 18, 288),
                  ("Menjahit Pakaian Wanita Dewasa", "Garmen Apparel", 25, 400)]  # fmt: skip
    month_points = (
        *(
            MonthPoint(m, 120 * m, 3175 if m <= 8 else 2500, 0 if m <= 8 else 675,
                       120 * m / (3175 if m <= 8 else 2500), 0.03 * m, 0.06 * m)
            for m in range(12)
        ),
        MonthPoint(12, 0, 0, 3175, None, None, None),
    )  # fmt: skip
    return Evaluation(
        year=2022, centre_id=1, centre_name="BPVP Banyuwangi", as_of=as_of, read_on=date(2026, 11, 21),
        letterhead=LetterheadLines(
            lines=("KEMENTERIAN KETENAGAKERJAAN REPUBLIK INDONESIA",
                   "DIREKTORAT JENDERAL PEMBINAAN PELATIHAN VOKASI DAN PRODUKTIVITAS",
                   "BALAI PELATIHAN VOKASI DAN PRODUKTIVITAS BANYUWANGI"),
            address="Kedungrejo, Kecamatan Muncar, Kabupaten Banyuwangi", place="Banyuwangi",
            signatory="Dra. Contoh Pejabat, M.M.", signatory_number="197001011995031001",
            signatory_post="Kepala BPVP Banyuwangi"),
        channels=CHANNELS, total=total, seats=3270, distinct_people=3177,
        by_regency=tuple(RegencyCount(code, r[0], r[2], True) for code, r in REGENCIES.items()),
        figures=figures(3270),
        by_channel=tuple(Slice(c.code, c.name, c, figures(c.people)) for c in CHANNELS),
        by_regency_figures=tuple(Slice(code, r[0], counts(code, r[0], 0, r[2]), figures(r[2]))
                                 for code, r in REGENCIES.items()),
        by_programme=tuple(Slice(name, name, counts(name, name, n, p), figures(p)) for name, _f, n,
        p in programmes),
        by_sex=tuple(Slice(code, name, counts(code, name, 0, p), figures(p))
                     for code, name, p in (("L", "Laki-laki", 1680), ("P", "Perempuan", 1590))),
        by_education=tuple(Slice(code, name, counts(code, name, 0, p), figures(p))
                           for code, name, p in (("SD", "SD", 600), ("SMA", "SMA", 1300), ("SMK", "SMK",
                           1100))),
        targets=(
            TargetRow("institutional", CHANNEL_NAMES["institutional"], "Pelatihan institusional", "APBN",
            "APBN", "",
                      cut, first, 55, 880, 2_700_000_000, 859, 752, 326, 241, None),
            *(TargetRow(c.code, c.name, c.name, "APBN" if c.code != "community" else "BLKK_GRANT",
                        "APBN" if c.code != "community" else "Bantuan BLKK", "", promise[i], None, c.packages,
                        c.people, None, c.passed, c.competent, c.job_employee,
                        c.job_own_account + c.job_casual, None)
              for i, c in enumerate(CHANNELS) if i)),
        placement_by_kind=(
            KindRow("employee", "Buruh/karyawan/pegawai", 912, share("status", 912, 3270), "formal",
            "formal", False),
            KindRow("own_business_unknown", "Usaha sendiri, jenis tidak diketahui", 773, share("status", 773,
            3270),
                    "unknown", "informal", True),
            KindRow("casual_unknown", "Pekerja bebas", 305, share("status", 305, 3270), "informal",
            "informal", False),
            KindRow("not_working", "Belum bekerja", 1280, share("status", 1280, 3270), "not_counted",
            "not_counted",
                    False)),
        placement_by_month=month_points,
        missing=tuple(MissingRow(c.code, c.name, c.packages, c.packages, 0, held, repeated)
                      for c, held, repeated in zip(CHANNELS, (6, 1, 1, 13), (4, 1, 0, 4), strict=True)),
        held=(RowNote("bpvp-banyuwangi-institusional-2022.xlsx", "INST-001 Pembuatan Roti dan Kue",
        "INST-001", 8,
                      "nik_length", "NIK tidak terdiri dari 16 angka."),
              RowNote("blk-komunitas-kabupaten-jember-2022.xlsx", "K09-001 Pengelasan SMAW 3G", "K09-001", 7,
                      "under_minimum_age", "Peserta belum berusia 17 tahun pada hari pertama.")),
        repeated=(RowNote("bpvp-banyuwangi-industri-2022.xlsx", "INDU-007 Pengelasan SMAW 3G", "INDU-007",
        19, "",
                          "Orang yang sama sudah ada di paket ini."),),
        agreements=(AgreementRow("PKS pelindungan peserta 2022", "working", "Perjanjian Kerja Sama (PKS)",
                                 "BPJS Ketenagakerjaan Banyuwangi", date(2022, 1, 3), date(2022, 12, 31),
                                 "covered",
                                 "peserta terlindungi", 3270, 3241),),
        programmes=tuple(ProgrammeRow(name, field, counts(name, name, n, p), share("passed", p - 9, p),
                                      share("competent", p // 2, p - 40), share("status_working", p // 2, p),
                                      share("placed_6_graduates", p // 3, p - 9, too_young=16))
                         for name, field, n, p in programmes),
        regency_tiles=tuple(Tile(code, r[0], r[1], r[3], r[4], r[2], share("placed_6_graduates", r[2] // 2,
        r[2]))
                            for code, r in REGENCIES.items()),
        definitions=tuple(Definition(code, name, f"Berapa {name.lower()}?", "yang dihitung", "yang diketahui",
                                     "tahun anggaran", unit, "UU 13/2003") for code, (name,
                                     unit) in NAMES.items()),
        notes=("Angka 12 bulan belum dapat dihitung: paket terakhir berakhir 9 November 2022.",),
    )  # fmt: skip
