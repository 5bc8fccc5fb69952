from __future__ import annotations

from django.db import models
from django.utils.translation import get_language


class CodeRelease(models.Model):
    """One published version of one code list."""

    code_list = models.CharField("daftar kode", max_length=40)
    version = models.CharField("versi", max_length=60)
    source = models.CharField("sumber", max_length=300)
    licence = models.CharField("lisensi", max_length=120)
    sha256 = models.CharField(max_length=64)
    loaded_at = models.DateTimeField("dimuat", auto_now_add=True)

    class Meta:
        verbose_name = "rilis daftar kode"
        verbose_name_plural = "rilis daftar kode"
        constraints = [models.UniqueConstraint(fields=["code_list", "version"], name="code_release_once")]

    def __str__(self) -> str:
        return f"{self.code_list} {self.version}"


class CodedModel(models.Model):
    """An entry of a versioned code list; a code once published is retired, never deleted."""

    code = models.CharField("kode", max_length=40, primary_key=True)
    name = models.CharField("nama", max_length=200)
    name_en = models.CharField("nama Inggris", max_length=200)
    position = models.PositiveSmallIntegerField("urutan", default=0)
    release = models.ForeignKey(CodeRelease, models.PROTECT, related_name="+", verbose_name="rilis")
    retired = models.BooleanField("tidak berlaku lagi", default=False)

    class Meta:
        abstract = True
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" and self.name_en else self.name
