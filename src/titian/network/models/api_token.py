from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from titian.network.models.organisation import Organisation


class Scope(models.TextChoices):
    """What a token opens; the role it acts in decides which records it finds there."""

    CODELISTS_READ = "codelists:read", _("membaca daftar kode")
    EVALUATION_READ = "evaluation:read", _("membaca evaluasi")
    ROSTERS_READ = "rosters:read", _("membaca muatan daftar peserta dan baris yang ditahan")
    ROSTERS_WRITE = "rosters:write", _("memuat, menjalankan dan membatalkan daftar peserta")


class ApiToken(models.Model):
    """A key with which a programme of an organisation asks and acts, as a named user of its own.

    Only the digest of the key is kept: whoever reads this table cannot use it.
    """

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="api_tokens", verbose_name="lembaga"
    )
    name = models.CharField("nama", max_length=80)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="pembuat"
    )
    acts_as = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="bertindak sebagai"
    )
    digest = models.CharField("sidik kunci", max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=20, choices=Scope.choices), verbose_name="cakupan")
    made_at = models.DateTimeField("dibuat", auto_now_add=True)
    expires_at = models.DateTimeField("berlaku sampai")
    revoked_at = models.DateTimeField("dicabut", null=True)
    last_used_at = models.DateTimeField("terakhir dipakai", null=True)
    minute = models.DateTimeField("menit yang dihitung", null=True)
    used_in_minute = models.PositiveIntegerField("permintaan dalam menit itu", default=0)

    class Meta:
        verbose_name = "token API"
        verbose_name_plural = "token API"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"],
                condition=models.Q(revoked_at=None),
                name="token_name_once",
                violation_error_message="Lembaga ini sudah mempunyai token dengan nama itu.",
            ),
            models.CheckConstraint(
                name="token_opens_something",
                condition=models.Q(scopes__len__gt=0),
                violation_error_message="Token memerlukan sedikitnya satu cakupan.",
            ),
            models.CheckConstraint(
                name="token_expires_after_it_is_made",
                condition=models.Q(expires_at__gt=models.F("made_at")),
                violation_error_message="Token berakhir sesudah dibuat.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
