"""Coming in by oneself, before there is a record."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from titian.people.models.person import Person


class Registration(models.Model):
    """What a visitor has told so far, sealed; only who holds the key can go on. No person yet."""

    key_hash = models.BinaryField("sidik kunci", unique=True)
    sealed = models.BinaryField("isian tersegel")
    key_version = models.PositiveSmallIntegerField("versi kunci")
    step = models.PositiveSmallIntegerField("langkah selesai", default=0)
    started_at = models.DateTimeField("dimulai")
    saved_at = models.DateTimeField("disimpan")
    submitted_at = models.DateTimeField("dikirim", null=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+", verbose_name="akun"
    )

    class Meta:
        verbose_name = "pendaftaran"
        verbose_name_plural = "pendaftaran"

    def __str__(self) -> str:
        return f"{self.pk}"


class Claim(models.Model):
    """An account says to be a person on record; an officer who saw the card hands out the code that joins them."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="akun"
    )
    person = models.ForeignKey(Person, models.CASCADE, related_name="claims", verbose_name="orang")
    made_at = models.DateTimeField("diajukan")
    name_agrees = models.BooleanField("nama cocok")
    birth_agrees = models.BooleanField("tanggal lahir cocok")
    code_hash = models.CharField("sidik kode", max_length=64, blank=True)
    code_until = models.DateTimeField("kode berlaku sampai", null=True)
    code_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="kode diberikan oleh",
    )
    wrong_tries = models.PositiveSmallIntegerField("salah ketik", default=0)
    joined_at = models.DateTimeField("dihubungkan", null=True)

    class Meta:
        verbose_name = "pengakuan catatan"
        verbose_name_plural = "pengakuan catatan"

    def __str__(self) -> str:
        return f"{self.user_id} {self.person_id}"
