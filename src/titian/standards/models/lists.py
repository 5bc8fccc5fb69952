"""Short code lists (domain facts in docs/nomenclature.md)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from titian.standards.models.code import CodedModel


class EducationLevel(CodedModel):
    """Highest schooling; `rank` orders levels, equivalents share one."""

    rank = models.PositiveSmallIntegerField("jenjang")
    ipk_code = models.CharField("kode IPK", max_length=4, blank=True)

    class Meta(CodedModel.Meta):
        verbose_name = "pendidikan"
        verbose_name_plural = "pendidikan"


class DisabilityKind(CodedModel):
    """Kind of disability (UU 8/2016 article 4); `multiple` is derived, so it is no entry."""

    class Meta(CodedModel.Meta):
        verbose_name = "ragam disabilitas"
        verbose_name_plural = "ragam disabilitas"


class Formality(models.TextChoices):
    FORMAL = "formal", _("formal")
    INFORMAL = "informal", _("informal")
    UNKNOWN = "unknown", _("tidak dapat ditentukan")
    NOT_COUNTED = "not_counted", _("tidak dihitung")


class JobStatus(CodedModel):
    """Status in employment with both readings of formal and informal.

    The seven categories of Statistics Indonesia, *own business, kind unknown*, *casual, sector unknown*, and
    *not working*. A reading that the status cannot decide is `unknown` and widens the published range.
    """

    working = models.BooleanField("bekerja")
    statistics_reading = models.CharField("pembacaan BPS", max_length=12, choices=Formality.choices)
    centre_reading = models.CharField("pembacaan BLK", max_length=12, choices=Formality.choices)
    own_business = models.BooleanField("usaha sendiri")

    class Meta(CodedModel.Meta):
        verbose_name = "status pekerjaan"
        verbose_name_plural = "status pekerjaan"


class Fund(CodedModel):
    """Where the money of a class comes from."""

    public = models.BooleanField("dana publik", default=True)

    class Meta(CodedModel.Meta):
        verbose_name = "sumber dana"
        verbose_name_plural = "sumber dana"


class Channel(CodedModel):
    """The way a class is delivered: at the centre, in industry, as bootcamp, at a community centre, ..."""

    organiser_kind = models.CharField("jenis penyelenggara", max_length=40, blank=True)

    class Meta(CodedModel.Meta):
        verbose_name = "jalur pelatihan"
        verbose_name_plural = "jalur pelatihan"


class ProviderKind(CodedModel):
    """Kind of organisation; `trains` where it is a training provider."""

    trains = models.BooleanField("lembaga pelatihan", default=False)

    class Meta(CodedModel.Meta):
        verbose_name = "jenis lembaga"
        verbose_name_plural = "jenis lembaga"
