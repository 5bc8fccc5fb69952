"""Who did what, who looked, and where a fact was read."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import connection, models
from django.utils import timezone


class Entry(models.Model):
    """One thing done to one record or a named set of records."""

    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="pelaku"
    )
    verb = models.CharField("tindakan", max_length=60)
    subject_type = models.CharField("jenis catatan", max_length=60)
    subject_id = models.BigIntegerField("nomor catatan", null=True)
    reason = models.CharField("alasan", max_length=500, blank=True)
    details = models.JSONField("rincian", default=dict, help_text="Tanpa data pribadi.")
    at = models.DateTimeField("waktu", default=timezone.now)

    class Meta:
        verbose_name = "catatan jurnal"
        verbose_name_plural = "jurnal"
        indexes = [models.Index(fields=["subject_type", "subject_id", "-at"], name="entry_by_subject")]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_type} {self.subject_id or ''}".strip()

    @classmethod
    def write(
        cls, actor: Any, verb: str, subject: models.Model | str, *, reason: str = "", **details: Any
    ) -> Entry:
        """Note what was done; `subject` is a record or the name of a set of records."""
        if isinstance(subject, models.Model):
            subject_type, subject_id = subject._meta.label_lower, subject.pk
        else:
            subject_type, subject_id = subject, None
        entry = cls(
            actor_id=actor.pk, verb=str(verb), subject_type=str(subject_type), subject_id=subject_id,
            reason=str(reason), details=details,
        )  # fmt: skip
        with (
            connection.cursor() as cursor
        ):  # in every action: the mapper takes longer to say it than to do it
            cursor.execute(
                """
                INSERT INTO journal_entry (actor_id, verb, subject_type, subject_id, reason, details, at)
                VALUES (%s, %s, %s, %s, %s, %s::jsonb, %s) RETURNING id
                """,
                [
                    entry.actor_id, entry.verb, entry.subject_type, subject_id, entry.reason,
                    json.dumps(details), entry.at,
                ],
            )  # fmt: skip
            (entry.pk,) = cursor.fetchone()
        entry._state.adding, entry._state.db = False, connection.alias
        return entry

    @staticmethod
    def write_each(actor: Any, verb: str, subject_type: str, ids: Iterable[int], **details: Any) -> None:
        """Note the same deed for each of a few records, so that each tells who changed it."""
        Entry.objects.bulk_create(
            Entry(actor=actor, verb=verb, subject_type=subject_type, subject_id=pk, details=details)
            for pk in ids
        )


class Look(models.Model):
    """One look at protected data of one person."""

    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="pelihat"
    )
    person_id = models.BigIntegerField("nomor orang")
    what = models.CharField("data", max_length=40)
    reason = models.CharField("alasan", max_length=500, blank=True)
    at = models.DateTimeField("waktu", default=timezone.now)

    class Meta:
        verbose_name = "akses data terlindungi"
        verbose_name_plural = "akses data terlindungi"
        indexes = [models.Index(fields=["person_id", "-at"], name="look_by_person")]

    def __str__(self) -> str:
        return f"{self.what} {self.person_id}"


class LegalHold(models.Model):
    """An order to delete nothing of one person, or of nobody at all, until it is lifted."""

    person_id = models.BigIntegerField("nomor orang", null=True, help_text="Kosong: menahan semuanya.")
    reason = models.CharField("dasar", max_length=500)
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="ditahan oleh"
    )
    placed_at = models.DateTimeField("ditahan", default=timezone.now)
    lifted_at = models.DateTimeField("dicabut", null=True)

    class Meta:
        verbose_name = "penahanan penghapusan"
        verbose_name_plural = "penahanan penghapusan"
        indexes = [
            models.Index(fields=["person_id"], condition=models.Q(lifted_at=None), name="hold_in_force")
        ]

    def __str__(self) -> str:
        return f"{self.person_id or ''} {self.reason}".strip()


class SourceSheet(models.Model):
    """One table of one document from which facts were read."""

    document = models.CharField("dokumen", max_length=255)
    sha256 = models.CharField(max_length=64)
    sheet = models.CharField("lembar", max_length=255)
    columns = models.JSONField(
        "kolom", default=dict, help_text="Nama data -> huruf kolom, misalnya nik -> C."
    )
    read_at = models.DateTimeField("dibaca", default=timezone.now)

    class Meta:
        verbose_name = "lembar sumber"
        verbose_name_plural = "lembar sumber"

    def __str__(self) -> str:
        return f"{self.document} / {self.sheet}"


class Source(models.Model):
    """One row of a source sheet; with the sheet's columns it names the cell of each fact."""

    sheet = models.ForeignKey(SourceSheet, models.CASCADE, related_name="sources", verbose_name="lembar")
    row = models.PositiveIntegerField("baris")

    class Meta:
        verbose_name = "sumber"
        verbose_name_plural = "sumber"
        constraints = [models.UniqueConstraint(fields=["sheet", "row"], name="source_once_a_row")]

    def __str__(self) -> str:
        return f"{self.sheet} baris {self.row}"

    def cell(self, field: str) -> str | None:
        """Return the cell in which the document states this field, such as 'C12'."""
        column = self.sheet.columns.get(field)
        return f"{column}{self.row}" if column else None
