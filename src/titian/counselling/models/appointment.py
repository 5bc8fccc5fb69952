"""Times at which an office listens, who is invited to them, and who simply comes."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from titian.core.models import Timestamped
from titian.counselling.states import APPOINTMENT, TICKET, AppointmentState, TicketState
from titian.journal.lifecycle import Stateful
from titian.network.models import Organisation
from titian.network.reach import reach_of
from titian.people.models import Person


class SlotQuerySet(models.QuerySet["Slot"]):
    def of_user(self, user: AbstractBaseUser | AnonymousUser) -> SlotQuerySet:
        """Times of the offices the user works in."""
        return self.filter(office__in=reach_of(user).organisations)


class Slot(models.Model):
    """A time at which an office sees as many people as it has officers for."""

    office = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="dinas")
    starts_at = models.DateTimeField("mulai")
    minutes = models.PositiveSmallIntegerField("lama (menit)")
    capacity = models.PositiveSmallIntegerField("kapasitas")
    place = models.CharField("tempat", max_length=100, blank=True)

    objects = SlotQuerySet.as_manager()

    class Meta:
        verbose_name = "jadwal konseling"
        verbose_name_plural = "jadwal konseling"
        constraints = [
            models.UniqueConstraint(
                fields=["office", "starts_at"],
                name="slot_once",
                violation_error_message="Jadwal pada jam itu sudah ada.",
            ),
            models.CheckConstraint(
                name="slot_takes_somebody",
                condition=models.Q(capacity__gte=1, minutes__gte=5),
                violation_error_message="Jadwal menampung paling sedikit satu orang selama lima menit.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office_id} {self.starts_at:%Y-%m-%d %H:%M}"


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> AppointmentQuerySet:
        """Officers of the office see its appointments, a person the own ones."""
        own = models.Q(person__user=user.pk) if user.pk else models.Q(pk__in=[])
        return self.filter(own | models.Q(office__in=reach_of(user).organisations))

    def holding_a_place(self) -> AppointmentQuerySet:
        return self.exclude(state=AppointmentState.CANCELLED)


class Appointment(Stateful, Timestamped):
    """One person invited to one place of a slot; no place is given twice."""

    LIFECYCLE = APPOINTMENT

    state = models.CharField(
        "keadaan", max_length=20, choices=AppointmentState.choices, default=AppointmentState.INVITED,
        editable=False,
    )  # fmt: skip
    slot = models.ForeignKey(Slot, models.PROTECT, related_name="appointments", verbose_name="jadwal")
    office = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="dinas")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="orang")
    seat = models.PositiveSmallIntegerField("tempat ke")
    key = models.UUIDField("kunci kirim", unique=True)
    purpose = models.CharField("keperluan", max_length=200, blank=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="diundang oleh"
    )

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = "janji konseling"
        verbose_name_plural = "janji konseling"
        constraints = [
            models.UniqueConstraint(
                fields=["slot", "seat"],
                condition=~models.Q(state="cancelled"),
                name="seat_of_slot_once",
                violation_error_message="Tempat itu sudah diberikan.",
            ),
            models.UniqueConstraint(
                fields=["slot", "person"],
                condition=~models.Q(state="cancelled"),
                name="one_appointment_a_slot",
                violation_error_message="Orang ini sudah diundang ke jadwal itu.",
            ),
        ]
        indexes = [
            models.Index(fields=["person"], name="appointment_of_person"),
            models.Index(
                fields=["office", "slot"], condition=models.Q(state="no_show"), name="missed_of_office"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slot_id}/{self.seat}"

    @property
    def booked_alone(self) -> bool:
        """Whether the person took the time without an officer."""
        return self.invited_by_id == self.person.user_id


class TicketKind(models.TextChoices):
    APPOINTMENT = "appointment", _("janji")
    WALK_IN = "walk_in", _("datang langsung")


class QueueTicketQuerySet(models.QuerySet["QueueTicket"]):
    def of_user(self, user: AbstractBaseUser | AnonymousUser) -> QueueTicketQuerySet:
        """Tickets of the offices the user works in."""
        return self.filter(office__in=reach_of(user).organisations)


class QueueTicket(Stateful):
    """A number of one day at one office. The person may be unknown until called."""

    LIFECYCLE = TICKET

    state = models.CharField(
        "keadaan", max_length=20, choices=TicketState.choices, default=TicketState.WAITING, editable=False
    )
    office = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="dinas")
    day = models.DateField("hari")
    number = models.PositiveSmallIntegerField("nomor")
    kind = models.CharField("jenis", max_length=12, choices=TicketKind.choices)
    key = models.UUIDField("kunci kirim", unique=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="orang")
    appointment = models.OneToOneField(
        Appointment, models.PROTECT, null=True, related_name="ticket", verbose_name="janji"
    )
    taken_at = models.DateTimeField("diambil")
    due_at = models.DateTimeField("giliran menurut")
    called_at = models.DateTimeField("dipanggil", null=True)
    called_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="dipanggil oleh"
    )
    desk = models.CharField("loket", max_length=20, blank=True)
    closed_at = models.DateTimeField("selesai", null=True)

    objects = QueueTicketQuerySet.as_manager()

    class Meta:
        verbose_name = "nomor antrean"
        verbose_name_plural = "nomor antrean"
        constraints = [
            models.UniqueConstraint(fields=["office", "day", "number"], name="ticket_number_once_a_day")
        ]
        indexes = [models.Index(fields=["office", "day", "due_at", "number"], name="ticket_turn")]

    def __str__(self) -> str:
        return f"{self.office_id}/{self.number}"

    @property
    def label(self) -> str:
        """What is called out: 'A007' with an appointment, 'B007' without."""
        return f"{'A' if self.kind == TicketKind.APPOINTMENT else 'B'}{self.number:03d}"
