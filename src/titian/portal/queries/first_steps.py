"""Where does somebody begin who is here for the first day?"""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from titian.network.models import Role


@dataclass(frozen=True)
class Step:
    """One of the three things to do next."""

    label: str
    url: str
    why: str


def first_steps(roles: set[str], organisation_id: int | None, *, hands_in: bool = False) -> list[Step]:
    """Return the three things to do next in the weightiest of these roles; a citizen has none."""
    if hands_in:
        return _sends()
    if organisation_id is not None:
        for role, steps in _BY_ROLE:
            if roles & role:
                return steps(organisation_id)
    return [
        Step(
            _("Periksa data Anda"),
            reverse("portal:my_data"),
            _("Lihat apa yang tercatat dan dari mana asalnya."),
        ),
        Step(
            _("Baca cara data dilindungi"),
            reverse("portal:privacy"),
            _("Siapa boleh melihat, dan kepada siapa Anda bertanya."),
        ),
        _guard(),
    ]


def _guard() -> Step:
    return Step(
        _("Pasang pengaman kedua"),
        reverse("mfa_index"),
        _("Kode dari telepon Anda membuat kata sandi yang bocor tidak cukup untuk masuk."),
    )


def _classes(why: str) -> Step:
    return Step(_("Buka daftar paket pelatihan"), reverse("portal:classes"), why)


def _evaluation() -> Step:
    return Step(
        _("Buka evaluasi tahunan"),
        reverse("evaluation:index"),
        _("Lihat target dan hasil tahun terakhir, dengan arti setiap angka."),
    )


def _leads(organisation_id: int) -> list[Step]:
    return [
        _guard(),
        Step(
            _("Isi kop surat dan penanda tangan"),
            reverse("network:letterhead", args=[organisation_id]),
            _("Tampil di laporan yang Anda terbitkan."),
        ),
        Step(
            _("Undang petugas Anda"),
            reverse("network:invite", args=[organisation_id]),
            _("Setiap orang memakai akun sendiri, supaya tercatat siapa melakukan apa."),
        ),
    ]


def _plans(organisation_id: int) -> list[Step]:
    return [
        _guard(),
        _evaluation(),
        Step(
            _("Cocokkan lembaga yang belum dikonfirmasi"),
            f"{reverse('network:organisations')}?konfirmasi=belum",
            _("Nama yang salah ejaan memecah angka satu lembaga menjadi dua."),
        ),
    ]


def _office(organisation_id: int) -> list[Step]:
    return [
        _evaluation(),
        Step(
            _("Lihat lembaga di wilayah Anda"),
            reverse("network:organisations"),
            _("Siapa menyelenggarakan pelatihan, dan siapa membinanya."),
        ),
        _guard(),
    ]


def _clerk(organisation_id: int) -> list[Step]:
    return [
        _classes(_("Periksa paket balai Anda: peserta, hasil dan perlindungannya.")),
        Step(
            _("Lihat apa yang menunggu"),
            reverse("portal:home"),
            _("Beranda mengurutkan pekerjaan menurut akibatnya bila ditunda."),
        ),
        _guard(),
    ]


def _sends() -> list[Step]:
    return [
        Step(
            _("Kirim daftar peserta pertama Anda"),
            reverse("rosters:hand_in"),
            _("Balai pembina membacanya; hasilnya tampil di halaman yang sama."),
        ),
        _classes(_("Temukan paket Anda dan pesertanya.")),
        _guard(),
    ]


def _teaches(organisation_id: int) -> list[Step]:
    return [
        _classes(_("Temukan paket Anda dan pesertanya.")),
        Step(_("Baca arti angka"), reverse("portal:definitions"), _("Kapan peserta dihitung lulus atau bekerja.")),
        _guard(),
    ]  # fmt: skip


def _partner(organisation_id: int) -> list[Step]:
    return [
        Step(
            _("Lihat perjanjian lembaga Anda"),
            reverse("portal:agreements"),
            _("Apa yang dijanjikan, kepada siapa, sampai kapan."),
        ),
        Step(_("Baca arti angka"), reverse("portal:definitions"), _("Apa yang dihitung sebagai realisasi janji.")),
        _guard(),
    ]  # fmt: skip


_BY_ROLE = [
    ({Role.NATIONAL_PLANNER}, _plans),
    ({Role.CENTRE_HEAD, Role.ADMINISTRATOR}, _leads),
    ({Role.CENTRE_CLERK}, _clerk),
    ({Role.PROVINCIAL_OFFICE, Role.REGENCY_OFFICE}, _office),
    ({Role.INSTRUCTOR}, _teaches),
    ({Role.CERTIFICATION_BODY, Role.INSURER_OFFICER, Role.EMPLOYER}, _partner),
]
