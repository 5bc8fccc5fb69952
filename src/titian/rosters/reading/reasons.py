"""Why a row was held or warned of, in words that say nothing of the person; the loader's own sentences quote cells."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, Promise] = {
    "": _("Sudah ada di paket yang sama."),
    "repeated_in_class": _("Sudah ada di paket yang sama."),
    "name_missing": _("Nama kosong."),
    "nik_missing": _("NIK kosong."),
    "nik_precision_lost": _("NIK tersimpan sebagai bilangan, angka terakhirnya hilang."),
    "nik_length": _("NIK bukan 16 angka."),
    "nik_unknown_province": _("NIK diawali kode provinsi yang tidak ada."),
    "nik_invalid": _("NIK memuat tanggal lahir atau nomor urut yang tidak mungkin."),
    "date_unreadable": _("Ada tanggal yang tidak terbaca."),
    "under_minimum_age": _("Belum mencapai umur terendah pada hari pertama pelatihan."),
    "birth_date_disagrees_with_nik": _("Tanggal lahir tidak sesuai dengan NIK."),
    "sex_disagrees_with_nik": _("Jenis kelamin tidak sesuai dengan NIK."),
    "dates_out_of_order": _("Urutan tanggal tidak mungkin."),
    "job_status_unclear": _("Status pekerjaan tidak jelas tanpa nama pemberi kerja."),
    "word_unknown": _("Ada isian yang tidak dikenal."),
    "text_too_long": _("Ada isian yang terlalu panjang."),
    "name_disagrees_with_known_nik": _("NIK sudah tercatat atas nama lain."),
    "certificate_number_taken": _("Nomor sertifikat pelatihan sudah dipakai peserta lain."),
    "competency_number_taken": _("Nomor sertifikat kompetensi sudah dipakai peserta lain."),
    "package_taken": _("Kode paket sudah dipakai paket lain."),
    "package_repeated": _("Kode paket dipakai lebih dari satu lembar."),
    "no_heading_row": _("Lembar tidak mempunyai baris judul kolom."),
    "package_missing": _("Kode paket tidak ditemukan."),
    "class_dates_missing": _("Tanggal paket tidak ditemukan."),
    "programme_missing": _("Nama program tidak ditemukan."),
    "guardian_consent_missing": _("Belum 18 tahun: perlu persetujuan wali."),
    "unknown_regency": _("Kabupaten/kota tidak dikenal."),
    "unknown_district": _("Kecamatan tidak ditemukan dari alamat."),
    "class_over_capacity": _("Peserta melebihi kursi."),
    "classes_overlap": _("Ikut dua paket pada waktu yang sama."),
    "member_number_taken": _("Nomor BPJS Ketenagakerjaan sudah dipakai orang lain."),
    "birth_date_from_nik": _("Tanggal lahir diambil dari NIK."),
    "sex_from_nik": _("Jenis kelamin diambil dari NIK."),
    "phone_unreadable": _("Nomor telepon tidak terbaca."),
    "wage_unreadable": _("Upah tidak terbaca."),
    "class_year_differs": _("Tahun paket lain dari tahun muatan."),
    "dates_missing": _("Tanggal pelatihan tidak ditemukan."),
    "field_unknown": _("Kejuruan tidak dikenal."),
    "fund_unknown": _("Sumber dana tidak dikenal."),
    "certification_body_unknown": _("LSP tidak dikenal sebagai mitra."),
}


def reason_of(code: str) -> str:
    """Return the sentence of a code; a code not known here stands for itself."""
    return str(REASONS.get(code, code))
