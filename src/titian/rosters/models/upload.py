"""A file somebody handed in on screen, kept sealed until its load is settled."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from titian.network.models import Organisation
from titian.network.reach import reach_of
from titian.rosters.models.load import Load, LoadedFile
from titian.standards.models import Channel


class UploadState(models.TextChoices):
    ASKING = "asking", _("menunggu jalur dan balai")
    SENT = "sent", _("terkirim, menunggu dibaca balai")
    RETURNED = "returned", _("dikembalikan")
    WAITING = "waiting", _("menunggu dibaca")
    READ = "read", _("sudah dibaca")
    REFUSED = "refused", _("tidak dapat dibaca")


class UploadedRosterQuerySet(models.QuerySet["UploadedRoster"]):
    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> UploadedRosterQuerySet:
        """Own files, those of loads of centres this user reaches, and those an organisation sent to its centre."""
        reach = reach_of(user)
        if reach.sees_all:
            return self
        sent = models.Q(sender__in=reach.organisations) | models.Q(
            sender__isnull=False, centre__in=reach.organisations
        )
        own = models.Q(actor=user.pk, sender=None)
        return self.filter(own | sent | models.Q(load__centre__in=reach.organisations))


class UploadedRoster(models.Model):
    """One file as it was handed in; `batch` names the files handed in together.

    The content is sealed for this row and goes once the load is carried out or thrown away. With a `sender` it is
    a hand-in: an organisation sent it to the centre that supervises it, and the centre reads it or sends it back.
    """

    batch = models.UUIDField("kiriman")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="pengirim"
    )
    name = models.CharField("nama berkas", max_length=255)
    size = models.PositiveIntegerField("ukuran")
    content = models.BinaryField("isi tersandi", null=True)
    key_version = models.PositiveSmallIntegerField("versi kunci")
    centre = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name="balai penanggung jawab"
    )
    year = models.PositiveSmallIntegerField("tahun", null=True)
    channel = models.ForeignKey(Channel, models.PROTECT, null=True, related_name="+", verbose_name="jalur")
    wave = models.CharField("gelombang", max_length=20, blank=True, default="", db_default="")
    certification_body = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name="LSP"
    )
    proposed_by = models.CharField("usulan dari", max_length=10, blank=True)
    load = models.ForeignKey(Load, models.CASCADE, null=True, related_name="uploads", verbose_name="muatan")
    file = models.ForeignKey(
        LoadedFile, models.SET_NULL, null=True, related_name="uploads", verbose_name="berkas"
    )
    state = models.CharField(
        "keadaan", max_length=10, choices=UploadState.choices, default=UploadState.ASKING
    )
    refusal = models.CharField("alasan ditolak", max_length=500, blank=True)
    sender = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name="lembaga pengirim"
    )
    sha256 = models.CharField("sidik isi", max_length=64, blank=True)
    note = models.CharField("catatan pengirim", max_length=500, blank=True)
    uploaded_at = models.DateTimeField("dikirim", default=timezone.now)

    objects = UploadedRosterQuerySet.as_manager()

    class Meta:
        verbose_name = "berkas kiriman"
        verbose_name_plural = "berkas kiriman"
        indexes = [
            models.Index(fields=["batch"], name="upload_by_batch"),
            models.Index(fields=["load"], name="upload_by_load"),
            models.Index(
                fields=["sender", "-uploaded_at"],
                condition=models.Q(sender__isnull=False),
                name="upload_by_sender",
            ),
            models.Index(
                fields=["centre"], condition=models.Q(state="sent"), name="upload_waiting_at_centre"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="upload_read_with_a_load",
                condition=models.Q(state__in=["asking", "sent", "returned"], load=None)
                | models.Q(load__isnull=False),
                violation_error_message="Berkas dibaca setelah balai, tahun dan jalurnya dipilih.",
            ),
            models.CheckConstraint(
                name="upload_sent_says_where",
                condition=models.Q(sender=None) & ~models.Q(state__in=["sent", "returned"])
                | models.Q(
                    sender__isnull=False, centre__isnull=False, year__isnull=False, channel__isnull=False
                ),
                violation_error_message="Berkas kiriman menyebut pengirim, balai, tahun dan jalurnya.",
            ),
            models.UniqueConstraint(
                fields=["sender", "centre", "year", "sha256"],
                condition=models.Q(state="sent"),
                name="upload_sent_once",
                violation_error_message="Berkas yang sama sudah dikirim dan masih menunggu dibaca.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
