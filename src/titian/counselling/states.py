"""The lives of an appointment, a queue ticket, a version of an interview and a notice."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from titian.journal.lifecycle import Lifecycle, Move


class AppointmentState(models.TextChoices):
    INVITED = "invited", _("diundang")
    CONFIRMED = "confirmed", _("akan datang")
    ARRIVED = "arrived", _("sudah datang")
    SERVED = "served", _("sudah dilayani")
    NO_SHOW = "no_show", _("tidak datang")
    CANCELLED = "cancelled", _("dibatalkan")


A = AppointmentState
EXPECTED = (A.INVITED, A.CONFIRMED)  # who may still come
APPOINTMENT = Lifecycle(
    Move("confirm_appointment", (A.INVITED,), A.CONFIRMED, _("Saya akan datang")),
    Move("arrive", (A.INVITED, A.CONFIRMED, A.NO_SHOW), A.ARRIVED, _("Sudah datang")),
    Move("serve_appointment", (A.ARRIVED,), A.SERVED, _("Selesai dilayani")),
    Move("miss_appointment", (A.INVITED, A.CONFIRMED), A.NO_SHOW, _("Tidak datang")),
    Move("cancel_appointment", (A.INVITED, A.CONFIRMED), A.CANCELLED, _("Batalkan janji")),
)


class TicketState(models.TextChoices):
    WAITING = "waiting", _("menunggu")
    CALLED = "called", _("dipanggil")
    SERVED = "served", _("sudah dilayani")
    ABSENT = "absent", _("tidak ada saat dipanggil")


T = TicketState
TICKET = Lifecycle(
    Move("call_ticket", (T.WAITING, T.ABSENT), T.CALLED, _("Panggil")),
    Move("serve_ticket", (T.CALLED,), T.SERVED, _("Selesai dilayani")),
    Move("miss_ticket", (T.CALLED,), T.ABSENT, _("Tidak ada")),
)


class VersionState(models.TextChoices):
    CURRENT = "current", _("berlaku")
    FORMER = "former", _("digantikan")
    CONFLICTING = "conflicting", _("berbenturan, menunggu pilihan")
    SET_ASIDE = "set_aside", _("disisihkan")


V = VersionState
VERSION = Lifecycle(
    Move("replace_version", (V.CURRENT,), V.FORMER, _("Gantikan")),
    Move("prefer_version", (V.CONFLICTING,), V.CURRENT, _("Pakai versi ini")),
    Move("set_version_aside", (V.CONFLICTING,), V.SET_ASIDE, _("Sisihkan")),
)


class NoticeState(models.TextChoices):
    QUEUED = "queued", _("menunggu dikirim")
    SENT = "sent", _("terkirim")
    FAILED = "failed", _("gagal dikirim")
    DROPPED = "dropped", _("tidak perlu lagi")


N = NoticeState
NOTICE = Lifecycle(
    Move("send_notice", (N.QUEUED,), N.SENT, _("Kirim")),
    Move("fail_notice", (N.QUEUED,), N.FAILED, _("Nyatakan gagal")),
    Move("drop_notice", (N.QUEUED,), N.DROPPED, _("Tidak perlu lagi")),
)
