from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from titian.core.periods import Dated
from titian.network.models.organisation import Organisation


class Role(models.TextChoices):
    """What a member does there. A citizen needs no membership: the person record names the user."""

    NATIONAL_PLANNER = "national_planner", _("Perencana nasional")
    PROVINCIAL_OFFICE = "provincial_office", _("Petugas dinas provinsi")
    REGENCY_OFFICE = "regency_office", _("Petugas dinas kabupaten/kota")
    CENTRE_HEAD = "centre_head", _("Kepala balai")
    CENTRE_CLERK = "centre_clerk", _("Petugas balai")
    INSTRUCTOR = "instructor", _("Instruktur")
    CERTIFICATION_BODY = "certification_body", _("Petugas LSP")
    INSURER_OFFICER = "insurer_officer", _("Petugas BPJS Ketenagakerjaan")
    EMPLOYER = "employer", _("Pemberi kerja")
    ADMINISTRATOR = "administrator", _("Administrator")
    DATA_PROTECTION = "data_protection", _("Petugas pelindungan data")
    DISABILITY_UNIT = "disability_unit", _("Petugas unit layanan disabilitas")


class Membership(Dated):
    """Who works where, as what, and since when."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="pengguna"
    )
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="memberships", verbose_name="lembaga"
    )
    role = models.CharField("peran", max_length=24, choices=Role.choices)
    may_invite = models.BooleanField(
        "boleh mengundang",
        default=False,
        db_default=False,
        help_text="Kepala dan administrator selalu boleh.",
    )

    class Meta:
        verbose_name = "keanggotaan"
        verbose_name_plural = "keanggotaan"
        indexes = [models.Index(fields=["user", "role"], name="membership_of_user")]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()} {self.organisation}"
