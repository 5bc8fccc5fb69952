"""The lives of a round, an application, an offer, a run, an appeal and a nomination."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from titian.journal.lifecycle import Lifecycle, Move


class RoundState(models.TextChoices):
    DRAFT = "draft", _("disusun")
    OPEN = "open", _("menerima lamaran")
    CLOSED = "closed", _("ditutup, menunggu undian")
    DRAWN = "drawn", _("undian selesai")
    PROPOSED = "proposed", _("hasil diusulkan")
    CONFIRMED = "confirmed", _("hasil ditetapkan")
    ABORTED = "aborted", _("dihentikan")


R = RoundState
ROUND = Lifecycle(
    Move("open_round", (R.DRAFT,), R.OPEN, _("Buka pendaftaran")),
    Move("close_round", (R.OPEN,), R.CLOSED, _("Tutup pendaftaran")),
    Move("draw_lottery", (R.CLOSED,), R.DRAWN, _("Catat undian")),
    Move("propose_result", (R.DRAWN, R.PROPOSED), R.PROPOSED, _("Usulkan hasil")),
    Move("confirm_result", (R.PROPOSED,), R.CONFIRMED, _("Tetapkan hasil")),
    Move("abort_round", (R.OPEN, R.CLOSED, R.DRAWN, R.PROPOSED), R.ABORTED, _("Hentikan seleksi")),
)


class ApplicationState(models.TextChoices):
    SUBMITTED = "submitted", _("dikirim")
    WITHDRAWN = "withdrawn", _("ditarik")


APPLICATION = Lifecycle(
    Move("submit_again", (ApplicationState.SUBMITTED, ApplicationState.WITHDRAWN), "submitted", _("Kirim")),
    Move("withdraw", (ApplicationState.SUBMITTED,), ApplicationState.WITHDRAWN, _("Tarik lamaran")),
)


class OfferState(models.TextChoices):
    OFFERED = "offered", _("ditawarkan")
    ACCEPTED = "accepted", _("diterima pelamar")
    DECLINED = "declined", _("ditolak pelamar")
    LAPSED = "lapsed", _("lewat batas waktu")
    NO_SHOW = "no_show", _("tidak hadir")
    MOVED = "moved", _("tidak berlaku lagi, diganti hasil baru")


F = OfferState
LIVE = (F.OFFERED, F.ACCEPTED)  # who sits, or may still come to sit, on the seat
OFFER = Lifecycle(
    Move("accept_offer", (F.OFFERED,), F.ACCEPTED, _("Terima tawaran")),
    Move("decline_offer", (F.OFFERED, F.ACCEPTED), F.DECLINED, _("Lepaskan kursi")),
    Move("lapse_offer", (F.OFFERED,), F.LAPSED, _("Nyatakan lewat waktu")),
    Move("note_no_show", (F.ACCEPTED,), F.NO_SHOW, _("Catat tidak hadir")),
    Move("move_offer", (F.OFFERED, F.ACCEPTED), F.MOVED, _("Pindahkan")),
)


class RunState(models.TextChoices):
    PROPOSED = "proposed", _("diusulkan")
    CONFIRMED = "confirmed", _("ditetapkan")
    REPLACED = "replaced", _("diganti usulan baru")
    ABORTED = "aborted", _("dihentikan")


RUN = Lifecycle(
    Move("confirm_run", (RunState.PROPOSED,), RunState.CONFIRMED, _("Tetapkan")),
    Move("replace_run", (RunState.PROPOSED,), RunState.REPLACED, _("Ganti")),
    Move("abort_run", (RunState.PROPOSED,), RunState.ABORTED, _("Hentikan")),
)


class AppealState(models.TextChoices):
    FILED = "filed", _("diajukan")
    UPHELD = "upheld", _("dikabulkan")
    REJECTED = "rejected", _("ditolak")


APPEAL = Lifecycle(
    Move("uphold_appeal", (AppealState.FILED,), AppealState.UPHELD, _("Kabulkan")),
    Move("reject_appeal", (AppealState.FILED,), AppealState.REJECTED, _("Tolak")),
)


class DepartureState(models.TextChoices):
    ASKED = "asked", _("akibatnya sedang dihitung")
    WEIGHED = "weighed", _("akibatnya sudah dihitung")
    PROPOSED = "proposed", _("menunggu persetujuan orang kedua")
    AGREED = "agreed", _("disetujui, menunggu penetapan hasil")
    IN_FORCE = "in_force", _("berlaku")
    DROPPED = "dropped", _("tidak jadi")


D = DepartureState
OPEN_DEPARTURES = (D.ASKED, D.WEIGHED, D.PROPOSED, D.AGREED)
DEPARTURE = Lifecycle(
    Move("weigh_departure", (D.ASKED, D.WEIGHED), D.WEIGHED, _("Hitung akibatnya")),
    Move("propose_departure", (D.WEIGHED,), D.PROPOSED, _("Usulkan perubahan")),
    Move("agree_departure", (D.PROPOSED,), D.AGREED, _("Setujui perubahan")),
    Move("enforce_departure", (D.AGREED,), D.IN_FORCE, _("Berlakukan perubahan")),
    Move("drop_departure", OPEN_DEPARTURES, D.DROPPED, _("Batalkan perubahan")),
)


class NominationState(models.TextChoices):
    NOMINATED = "nominated", _("dicalonkan, menunggu balai")
    ACCEPTED = "accepted", _("diteruskan menjadi lamaran")
    RETURNED = "returned", _("dikembalikan balai")
    WITHDRAWN = "withdrawn", _("ditarik dinas")


N = NominationState
HOLDS_A_PLACE = (N.NOMINATED, N.ACCEPTED)  # what counts against a regency's quota
NOMINATION = Lifecycle(
    Move("accept_nomination", (N.NOMINATED,), N.ACCEPTED, _("Teruskan menjadi lamaran")),
    Move("return_nomination", (N.NOMINATED,), N.RETURNED, _("Kembalikan")),
    Move("nominate_again", (N.RETURNED, N.WITHDRAWN), N.NOMINATED, _("Calonkan lagi")),
    Move("withdraw_nomination", (N.NOMINATED, N.RETURNED), N.WITHDRAWN, _("Tarik pencalonan")),
)
