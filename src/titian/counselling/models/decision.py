"""Which of the five routes an officer chose for a person, why, and what comes next."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from titian.core.history import keeps_history
from titian.core.models import Timestamped
from titian.counselling.models.interview import InterviewVersion
from titian.network.models import Organisation
from titian.network.reach import reach_of
from titian.people.models import Person


class Route(models.TextChoices):
    """The five ways of the ministry; there is no sixth."""

    DIRECT_JOB = "direct_job", _("langsung bekerja")
    SELF_EMPLOYMENT = "self_employment", _("berusaha mandiri")
    TRAINING = "training", _("pelatihan")
    CERTIFICATION_ONLY = "certification_only", _("sertifikasi saja")
    ENTREPRENEURSHIP_AND_CAPITAL = "entrepreneurship_and_capital", _("pelatihan wirausaha dan modal")


class StepOwner(models.TextChoices):
    PERSON = "person", _("orangnya sendiri")
    OFFICER = "officer", _("pengantar kerja")
    PARTNER = "partner", _("lembaga yang dirujuk")


class DecisionQuerySet(models.QuerySet["Decision"]):
    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> DecisionQuerySet:
        """Officers of the office that decided, and the person."""
        own = models.Q(person__user=user.pk) if user.pk else models.Q(pk__in=[])
        return self.filter(own | models.Q(office__in=reach_of(user).organisations))

    def in_force(self) -> DecisionQuerySet:
        return self.filter(replaced_by=None)


@keeps_history()
class Decision(Timestamped):
    """What an office decided with a person on a day; a later one replaces it and says why."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="orang")
    office = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="dinas")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="diputuskan oleh"
    )
    decided_on = models.DateField("tanggal")
    key = models.UUIDField("kunci kirim", unique=True)
    version = models.ForeignKey(
        InterviewVersion, models.PROTECT, related_name="+", verbose_name="menurut wawancara"
    )
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="replaced_by", verbose_name="menggantikan"
    )
    change_reason = models.CharField("alasan mengubah", max_length=500, blank=True)
    is_demo = models.BooleanField("data peragaan", default=False)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = "keputusan konseling"
        verbose_name_plural = "keputusan konseling"
        constraints = [
            models.CheckConstraint(
                name="a_change_has_a_reason",
                condition=models.Q(replaces=None) | ~models.Q(change_reason=""),
                violation_error_message="Tulis mengapa keputusan sebelumnya diubah.",
            )
        ]
        indexes = [
            models.Index(fields=["person", "-decided_on"], name="decision_of_person"),
            models.Index(fields=["decided_on"], name="decision_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.decided_on}"


@keeps_history()
class DecisionRoute(models.Model):
    """One route of a decision, its reason and its next step: who does what by when."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="routes", verbose_name="keputusan")
    office = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="dinas")
    route = models.CharField("jalur", max_length=30, choices=Route.choices)
    reason = models.CharField("alasan", max_length=500)
    step = models.CharField("langkah berikut", max_length=300)
    step_owner = models.CharField("penanggung jawab", max_length=10, choices=StepOwner.choices)
    referred_to = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name="dirujuk ke"
    )
    due_on = models.DateField("paling lambat")
    done_on = models.DateField("selesai", null=True)
    done_note = models.CharField("hasil", max_length=300, blank=True)
    void = models.BooleanField("keputusannya diganti", default=False)

    class Meta:
        verbose_name = "jalur keputusan"
        verbose_name_plural = "jalur keputusan"
        constraints = [
            models.UniqueConstraint(fields=["decision", "route"], name="route_once_a_decision"),
            models.CheckConstraint(
                name="one_of_five_routes",
                condition=models.Q(route__in=Route.values),
                violation_error_message="Pilih salah satu dari lima jalur.",
            ),
            models.CheckConstraint(
                name="route_with_reason_and_step",
                condition=~models.Q(reason="") & ~models.Q(step=""),
                violation_error_message="Tulis alasan dan langkah berikutnya.",
            ),
            models.CheckConstraint(
                name="partner_step_names_the_partner",
                condition=~models.Q(step_owner="partner") | models.Q(referred_to__isnull=False),
                violation_error_message="Pilih lembaga yang dirujuk.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["office", "due_on"],
                condition=models.Q(done_on=None, void=False),
                name="open_step_of_office",
            )
        ]

    def __str__(self) -> str:
        return f"{self.decision_id} {self.route}"


class Verdict(models.TextChoices):
    KEPT = "kept", _("tetap")
    CHANGED = "changed", _("diubah")


class Comparison(models.Model):
    """What an officer was shown of similar people after choosing, and what the officer then said."""

    decision = models.OneToOneField(
        Decision, models.CASCADE, related_name="comparison", verbose_name="keputusan"
    )
    shown = models.JSONField("yang ditampilkan", help_text="Rentang per jalur; tanpa data pribadi.")
    shown_at = models.DateTimeField("ditampilkan")
    clearly_better = models.CharField("jalur yang jelas lebih baik", max_length=30, blank=True)
    verdict = models.CharField("putusan", max_length=10, choices=Verdict.choices, blank=True)
    reason = models.CharField("alasan", max_length=500, blank=True)
    answered_at = models.DateTimeField("dijawab", null=True)

    class Meta:
        verbose_name = "perbandingan jalur"
        verbose_name_plural = "perbandingan jalur"
        constraints = [
            models.CheckConstraint(
                name="an_override_has_a_reason",
                condition=models.Q(verdict="")
                | models.Q(verdict="kept", clearly_better="")
                | ~models.Q(reason=""),
                violation_error_message="Tulis alasannya.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.decision_id}"


class RouteOutcome(models.Model):
    """What became of people alike on one route. Alike is schooling, age and work: never sex, disability, origin."""

    route = models.CharField("jalur", max_length=30, choices=Route.choices)
    schooling = models.CharField("jenjang sekolah", max_length=12)
    age = models.CharField("kelompok umur", max_length=12)
    worked = models.CharField("pengalaman kerja", max_length=12)
    days = models.PositiveSmallIntegerField("hari sesudah keputusan")
    decided = models.PositiveIntegerField("diputuskan")
    known = models.PositiveIntegerField("diketahui keadaannya")
    verified = models.PositiveIntegerField("bekerja, terverifikasi")
    reported = models.PositiveIntegerField("bekerja, dilaporkan lembaga")
    stated = models.PositiveIntegerField("bekerja, dilaporkan sendiri")
    as_of = models.DateField("keadaan per")

    class Meta:
        verbose_name = "hasil jalur"
        verbose_name_plural = "hasil jalur"
        constraints = [
            models.UniqueConstraint(
                fields=["route", "schooling", "age", "worked", "days"], name="route_outcome_once"
            ),
            models.CheckConstraint(
                name="no_more_in_work_than_known",
                condition=models.Q(known__lte=models.F("decided"))
                & models.Q(known__gte=models.F("verified") + models.F("reported") + models.F("stated")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.route} {self.schooling} {self.age}"
