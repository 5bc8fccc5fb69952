"""The codes a row or sheet can bear: how grave, what they say to the reader, which cells to correct."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Severity(StrEnum):
    HELD = "held"
    WARNING = "warning"
    REPEATED = "repeated"
    NOTE = "note"


@dataclass(frozen=True)
class Verdict:
    """One code. `sentence` takes named parameters; `fields` are the cells a person may correct."""

    code: str
    severity: Severity
    sentence: str
    fields: tuple[str, ...] = ()


def _verdict(code: str, severity: Severity, sentence: object, *fields: str) -> tuple[str, Verdict]:
    return code, Verdict(code, severity, sentence, fields)  # type: ignore[arg-type]


H, W, N = Severity.HELD, Severity.WARNING, Severity.NOTE

# fmt: off
VERDICTS: Mapping[str, Verdict] = dict(
    (
        _verdict(
            "name_missing", H,
            _("Nama peserta kosong. Tanpa nama, peserta tidak dapat dicatat. Isi nama sesuai KTP."),
            "name",
        ),
        _verdict(
            "nik_missing", H,
            _("NIK kosong. NIK menjaga agar satu orang tidak tercatat dua kali. Isi 16 angka NIK dari KTP."),
            "nik",
        ),
        _verdict(
            "nik_precision_lost", H,
            _(
                "NIK %(nik)s tersimpan sebagai bilangan. Excel hanya menyimpan 15 angka, jadi angka "
                "terakhir "
                "tidak dapat dipercaya. Ubah sel menjadi teks, lalu ketik ulang 16 angka NIK dari KTP."
            ),
            "nik",
        ),
        _verdict(
            "nik_length", H,
            _(
                "NIK %(nik)s bukan 16 angka (terbaca %(length)d tanda). Orang yang dimaksud tidak dapat "
                "dipastikan. "
                "Periksa KTP, lalu isi 16 angka NIK."
            ),
            "nik",
        ),
        _verdict(
            "nik_unknown_province", H,
            _(
                "Dua angka pertama NIK %(nik)s bukan kode provinsi mana pun. Kemungkinan salah ketik. "
                "Periksa KTP, lalu perbaiki NIK."
            ),
            "nik",
        ),
        _verdict(
            "nik_invalid", H,
            _(
                "NIK %(nik)s memuat tanggal lahir atau nomor urut yang tidak mungkin. "
                "Periksa KTP, lalu perbaiki NIK."
            ),
            "nik",
        ),
        _verdict(
            "date_unreadable", H,
            _(
                'Tanggal "%(text)s" tidak dapat dibaca. Tanggal diperlukan untuk memeriksa umur dan masa '
                'kerja. '
                "Tulis sebagai hari/bulan/tahun, misalnya 31/12/1999."
            ),
            "birth_date", "work_starts_on",
        ),
        _verdict(
            "under_minimum_age", H,
            _(
                "Peserta lahir %(birth_date)s, belum mencapai umur terendah pada hari pertama pelatihan. "
                "Periksa tanggal lahir dan NIK; bila benar, peserta tidak dapat diterima dalam paket ini."
            ),
            "birth_date", "nik",
        ),
        _verdict(
            "birth_date_disagrees_with_nik", H,
            _(
                "Tanggal lahir %(birth_date)s tidak sesuai dengan NIK %(nik)s. Salah satunya keliru. "
                "Periksa KTP, lalu perbaiki yang salah."
            ),
            "birth_date", "nik",
        ),
        _verdict(
            "sex_disagrees_with_nik", H,
            _(
                "Jenis kelamin %(sex)s tidak sesuai dengan NIK %(nik)s (tanggal perempuan ditambah 40). "
                "Periksa KTP, lalu perbaiki yang salah."
            ),
            "sex", "nik",
        ),
        _verdict(
            "dates_out_of_order", H,
            _(
                "Urutan tanggal tidak mungkin: paket selesai sebelum mulai, atau bekerja sebelum cukup umur. "
                "Periksa tanggal paket, tanggal lahir dan tanggal mulai bekerja."
            ),
            "starts_on", "ends_on", "work_starts_on", "birth_date",
        ),
        _verdict(
            "job_status_unclear", H,
            _(
                'Penempatan tertulis "%(status_word)s" tanpa nama pemberi kerja, sehingga pekerja lepas '
                'dan usaha '
                "sendiri tidak dapat dibedakan. Isi tempat bekerja, atau tulis status yang jelas."
            ),
            "job_status", "employer_name",
        ),
        _verdict(
            "word_unknown", H,
            _(
                'Isian "%(word)s" pada kolom %(column)s tidak dikenal, sehingga artinya tidak dapat ditebak. '
                "Gunakan kata yang baku, atau minta pengelola menambahkan kata itu."
            ),
        ),
        _verdict(
            "text_too_long", H,
            _("Ada isian yang terlalu panjang untuk disimpan utuh. Ringkas isian itu, lalu muat lagi."),
            "name", "birth_place", "address", "employer_name", "job_title", "note",
        ),
        _verdict(
            "name_disagrees_with_known_nik", H,
            _(
                "NIK %(nik)s sudah tercatat atas nama lain (%(known_name)s). Satu NIK hanya milik satu "
                "orang. "
                "Periksa KTP, lalu perbaiki NIK atau nama."
            ),
            "name", "nik",
        ),
        _verdict(
            "certificate_number_taken", H,
            _(
                "Nomor sertifikat %(certificate_number)s sudah dipakai peserta lain. Satu nomor hanya "
                "untuk satu "
                "sertifikat. Periksa buku nomor, lalu perbaiki."
            ),
            "certificate_number", "competency_certificate_number",
        ),
        _verdict(
            "competency_number_taken", H,
            _(
                "Nomor sertifikat kompetensi %(competency_certificate_number)s sudah dipakai peserta lain. "
                "Satu nomor hanya untuk satu sertifikat. Periksa sertifikatnya, lalu perbaiki."
            ),
            "competency_certificate_number",
        ),
        _verdict(
            "package_taken", H,
            _(
                "Kode paket %(package)s sudah dipakai paket lain di balai dan tahun yang sama. "
                "Satu kode hanya untuk satu paket. Perbaiki kode paketnya."
            ),
            "package",
        ),
        _verdict(
            "package_repeated", H,
            _(
                "Kode paket %(package)s dipakai lebih dari satu lembar dalam muatan ini. "
                "Satu kode hanya untuk satu paket. Perbaiki kode paket salah satu lembar."
            ),
            "package",
        ),
        _verdict(
            "repeated_in_class", Severity.REPEATED,
            _(
                "Peserta dengan NIK yang sama sudah ada di atas dalam paket ini. Baris ini tidak "
                "dihitung lagi. "
                "Bila sebenarnya dua orang, perbaiki NIK salah satunya."
            ),
            "nik",
        ),
        _verdict(
            "guardian_consent_missing", W,
            _(
                "Peserta belum 18 tahun pada hari pertama pelatihan. Data anak memerlukan persetujuan "
                "orang tua atau "
                "wali. Simpan surat persetujuannya."
            ),
        ),
        _verdict(
            "unknown_regency", W,
            _(
                'Kabupaten/kota "%(regency)s" tidak dikenal, sehingga domisili belum didata. '
                "Periksa ejaannya."
            ),
            "regency",
        ),
        _verdict(
            "unknown_district", W,
            _(
                'Kecamatan tidak ditemukan dari alamat "%(address)s" dalam kabupaten/kota domisili. '
                "Peserta tetap diterima; lengkapi nama kecamatannya bila diketahui."
            ),
            "district", "address",
        ),
        _verdict(
            "class_over_capacity", W,
            _(
                "Paket ini berisi %(accepted)s peserta, melebihi %(capacity)s kursi. "
                "Periksa apakah ada peserta paket lain yang terbawa."
            ),
        ),
        _verdict(
            "classes_overlap", W,
            _(
                "Peserta juga tercatat pada paket %(other_class)s yang waktunya bertumpuk. Yang sudah "
                "terjadi tetap "
                "disimpan; periksa apakah kedua paket benar diikuti."
            ),
        ),
        _verdict(
            "member_number_taken", W,
            _(
                "Nomor BPJS Ketenagakerjaan %(member_number)s sudah dipakai orang lain. "
                "Periksa kartu peserta, lalu perbaiki nomornya."
            ),
            "member_number",
        ),
        _verdict(
            "birth_date_from_nik", W,
            _("Tanggal lahir kosong, jadi diambil dari NIK. Periksa bila perlu."), "birth_date",
        ),
        _verdict(
            "sex_from_nik", W, _("Jenis kelamin kosong, jadi diambil dari NIK. Periksa bila perlu."), "sex",
        ),
        _verdict(
            "phone_unreadable", W,
            _('Nomor telepon "%(phone)s" tidak dapat dibaca dan tidak disimpan. Periksa nomornya.'), "phone",
        ),
        _verdict(
            "wage_unreadable", W,
            _('Upah "%(wage)s" tidak dapat dibaca, jadi belum didata. Tulis angka rupiah, misalnya 2500000.'),
            "wage",
        ),
        _verdict(
            "no_heading_row", H,
            _(
                "Tidak ada baris judul kolom yang memuat Nama atau NIK. Beri judul pada kolom, atau "
                "jelaskan dengan "
                '--map "JUDUL=data".'
            ),
        ),
        _verdict(
            "package_missing", H,
            _(
                "Kode paket tidak ditemukan pada judul maupun nama lembar. "
                'Tulis baris "Paket: KODE" di atas tabel.'
            ),
        ),
        _verdict(
            "class_dates_missing", H,
            _(
                "Tanggal mulai dan selesai paket tidak ditemukan, jadi umur dan masa penempatan tidak dapat "
                'dihitung. Tulis misalnya "Tanggal 1 Maret 2022 s.d. 30 Maret 2022" di atas tabel.'
            ),
            "starts_on", "ends_on",
        ),
        _verdict(
            "class_year_differs", W,
            _(
                "Paket mulai %(starts_on)s, sedangkan berkas ini dimuat untuk tahun %(year)s. "
                "Periksa tahun dan tanggalnya."
            ),
        ),
        _verdict(
            "dates_missing", W,
            _(
                "Tanggal mulai dan selesai pelatihan tidak ditemukan di atas tabel. Tulis misalnya "
                '"Tanggal 1 Maret 2022 s.d. 30 Maret 2022".'
            ),
        ),
        _verdict(
            "programme_missing", H,
            _(
                "Nama program pelatihan tidak ditemukan, jadi paket tidak dapat dicatat. Tulis misalnya "
                '"DAFTAR PESERTA PELATIHAN BARISTA" di atas tabel.'
            ),
            "programme",
        ),
        _verdict(
            "field_unknown", W,
            _('Kejuruan "%(word)s" tidak dikenal, jadi belum didata. Periksa ejaannya.'),
        ),
        _verdict(
            "fund_unknown", W,
            _('Sumber dana "%(word)s" tidak dikenal, jadi belum didata. Periksa ejaannya.'),
        ),
        _verdict(
            "certification_body_unknown", W,
            _(
                'LSP "%(certification_body)s" tidak dikenal sebagai mitra, jadi hasil uji tercatat tanpa LSP dan '
                "belum terhitung pada janji LSP mana pun. Tulis namanya seperti di halaman Lembaga, atau minta "
                "pengelola mendaftarkan lembaganya, lalu muat lagi."
            ),
            "certification_body",
        ),
        _verdict(
            "total_differs", W,
            _(
                "Jumlah yang tertulis (%(declared)d) berbeda dari banyaknya peserta yang terbaca "
                "(%(counted)d). "
                "Periksa apakah ada baris yang hilang."
            ),
        ),
        _verdict(
            "unknown_column", W,
            _(
                'Kolom %(letter)s berjudul "%(heading)s" tidak dikenal dan belum dipakai. Jelaskan dengan '
                '--map "%(heading)s=%(field)s", atau --map "%(heading)s=-" bila memang tidak perlu.'
            ),
        ),
        _verdict(
            "column_twice", W,
            _(
                'Kolom %(letter)s berjudul "%(heading)s" memuat data yang sudah ada di kolom lain, jadi '
                'tidak '
                "dipakai. Hapus salah satunya atau ganti judulnya."
            ),
        ),
        _verdict(
            "line_skipped", N,
            _('Baris %(row)d ("%(text)s") bukan peserta, jumlah, atau tanda tangan, jadi dilewati.'),
        ),
        _verdict(
            "cell_too_long", W,
            _("Kolom %(letter)s memuat isian yang sangat panjang. Periksa apakah berkas ini benar."),
        ),
        _verdict(
            "sheet_hidden", N,
            _("Lembar ini tersembunyi, jadi tidak dibaca. Tampilkan bila perlu dibaca."),
        ),
        _verdict("sheet_not_table", N, _("Lembar ini berupa grafik atau makro, jadi tidak dibaca.")),
        _verdict("sheet_empty", N, _("Lembar ini kosong.")),
    )
)
# fmt: on
