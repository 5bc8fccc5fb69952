"""What became of a participant, as reported for the enrolment."""

from __future__ import annotations

from django.db import models

from titian.core.history import keeps_history
from titian.core.models import Timestamped
from titian.journal.models import Source
from titian.people.models import EmploymentSpell, Evidence
from titian.standards.models import JobStatus
from titian.training.models import Enrolment


@keeps_history()
class OutcomeReport(Timestamped):
    """The job status somebody reported for one enrolment, in the reporter's word and ours.

    `spell` is the employment it stands for, None where the person is reported without work. A report from a
    roster is not verified.
    """

    enrolment = models.OneToOneField(Enrolment, models.PROTECT, related_name="+", verbose_name="kepesertaan")
    status = models.ForeignKey(JobStatus, models.PROTECT, related_name="+", verbose_name="status pekerjaan")
    word = models.CharField("sebutan dalam laporan", max_length=100)
    spell = models.OneToOneField(
        EmploymentSpell, models.PROTECT, null=True, related_name="+", verbose_name="masa kerja"
    )
    evidence = models.CharField("bukti", max_length=10, choices=Evidence.choices, default=Evidence.CENTRE)
    reported_on = models.DateField("dilaporkan")
    source = models.ForeignKey(Source, models.PROTECT, null=True, related_name="+", verbose_name="sumber")

    class Meta:
        verbose_name = "laporan status kerja"
        verbose_name_plural = "laporan status kerja"

    def __str__(self) -> str:
        return self.word
