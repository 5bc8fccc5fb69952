"""The headings we write ourselves, in the order of our own sheets; our reader knows each of them."""

from __future__ import annotations

from collections.abc import Mapping

FIELD_LABELS: Mapping[str, str] = {
    "source_document": "Dokumen Asal",
    "source_sheet": "Lembar Asal",
    "source_row": "Baris Asal",
    "package": "Paket",
    "programme": "Program Pelatihan",
    "organiser": "Penyelenggara",
    "field_word": "Kejuruan",
    "fund_word": "Sumber Dana",
    "hours": "Jumlah JP",
    "starts_on": "Tanggal Mulai",
    "ends_on": "Tanggal Selesai",
    "number_in_class": "No",
    "name": "Nama",
    "nik": "NIK",
    "birth_place": "Tempat Lahir",
    "birth_date": "Tanggal Lahir",
    "birth_place_and_date": "Tempat, Tanggal Lahir",
    "sex": "L/P",
    "education": "Pendidikan",
    "disability": "Disabilitas",
    "disability_kind": "Ragam Disabilitas",
    "address": "Alamat",
    "district": "Kecamatan",
    "regency": "Kab/Kota",
    "phone": "No. HP",
    "result": "Hasil",
    "certificate_number": "No. Sertifikat",
    "competence": "Uji Kompetensi",
    "competency_certificate_number": "No. Sertifikat Kompetensi",
    "member_number": "No. BPJS Ketenagakerjaan",
    "job_status": "Penempatan",
    "employer_name": "Perusahaan/Usaha",
    "job_title": "Jabatan",
    "work_starts_on": "Tanggal Mulai Bekerja",
    "wage": "Upah",
    "note": "Keterangan",
}
