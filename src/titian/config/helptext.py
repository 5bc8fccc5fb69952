"""The commands in groups; standard library only, so that it can be read before anything is installed."""

from __future__ import annotations

from typing import NamedTuple


class Command(NamedTuple):
    """What is typed after ./titian, and what it does, in both languages."""

    usage: str
    indonesian: str
    english: str


GROUPS: dict[str, list[Command]] = {
    "Mulai / Start": [
        Command("demo", "dunia peragaan di mesin ini", "the demo world on this machine"),
        Command("init", "instalasi sungguhan: administrator, balai, kop surat", "a real installation"),
        Command("serve", "melayani situs (web dan pekerjaan latar)", "serve the site and its jobs"),
        Command("worker", "hanya pekerjaan latar", "background jobs only"),
        Command("help", "daftar ini", "this list"),
    ],
    "Data": [
        Command("codelists load", "memuat daftar kode", "load the code lists"),
        Command("unemployed load BERKAS", "memuat jumlah penganggur", "load numbers of unemployed people"),
        Command("network load", "memuat jejaring lembaga", "load the network of organisations"),
        Command("targets load BERKAS", "memuat target dan anggaran", "load targets and budgets"),
        Command("rosters load BERKAS", "memuat daftar peserta dari Excel", "load rosters from Excel"),
        Command("rosters held --out BERKAS", "baris tertahan untuk diperbaiki", "held rows, to be repaired"),
        Command(
            "admissions verify BERKAS",
            "memeriksa perhitungan seleksi dari berkasnya",
            "check an admission run",
        ),
        Command("rosters template --class KODE", "daftar peserta kosong", "a blank roster"),
    ],
    "Angka / Figures": [
        Command("evaluate --year 2022 --centre NAMA", "evaluasi satu balai", "the evaluation of a centre"),
        Command("evaluation rebuild", "membangun ulang catatan kepesertaan", "rebuild the record"),
        Command("evaluation export", "catatan sebagai Parquet untuk analisis", "the record as Parquet"),
        Command(
            "analyse --by province", "pertanyaan seluruh negeri (DuckDB, Spark)", "questions of a nation"
        ),
    ],
    "Perawatan / Upkeep": [
        Command("doctor", "memeriksa instalasi dan menyebut obatnya", "examine the installation"),
        Command("backup --out BERKAS", "cadangan tersegel, tanpa kunci", "a sealed backup, without the keys"),
        Command("restore BERKAS", "memulihkan ke basis data kosong", "restore into an empty database"),
        Command("upgrade", "cadangan, lalu menyesuaikan tabel", "back up, then bring the tables up to date"),
        Command(
            "retention", "masa simpan: apa yang hilang kapan, dan penahannya", "what goes when, and holds"
        ),
        Command("keys", "keadaan dan pergantian kunci", "the keys and their rotation"),
        Command("migrate", "menyesuaikan basis data (sebagai pemilik)", "migrate (as the owner)"),
        Command("shell", "Python dengan Titian termuat", "Python with Titian loaded"),
    ],
    "Pengembang / Developers": [
        Command("test [...]", "menyiapkan dan menjalankan pengujian", "set up and run the tests"),
        Command("check", "semua yang diperiksa CI", "everything CI runs"),
        Command(
            "bench [NAMA] [--size full]", "mengukur kecepatan di samping pembanding", "speed beside a peer"
        ),
        Command("translations", "memperbarui katalog bahasa Inggris", "update the English catalogue"),
        Command("screenshots", "memotret setiap layar", "take pictures of every screen"),
        Command("<perintah Django>", "perintah Django lain diteruskan", "other Django commands pass through"),
    ],
}


def text() -> str:
    """Return the list of commands, ready to print."""
    width = max(len(command.usage) for commands in GROUPS.values() for command in commands)
    lines = ["Titian: ./titian <perintah> [--help]"]
    for group, commands in GROUPS.items():
        lines += ["", group]
        lines += [f"  {usage:{width}}  {ours} / {english}" for usage, ours, english in commands]
    return "\n".join(lines)
