"""What waits for this user, the most harmful to leave first, and who has not sent what is due."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import CharField, Count, Exists, F, Max, Min, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.core.formats import day
from titian.network.models import Organisation
from titian.network.queries.invitations import open_invitations
from titian.network.reach import Charge, reach_of
from titian.planning.models import PlanVersion, Target, TrainingClass
from titian.protection.models import Cover
from titian.rosters.models import StagedRow, UploadedRoster, UploadState, Verdict
from titian.rosters.permissions import roster_work
from titian.rosters.queries.hand_ins import ways_to_hand_in
from titian.training.models import Enrolment
from titian.training.queries import Waiting, waiting_among

COVER_LOOK_AHEAD = timedelta(days=14)
RESULTS_WITHIN = timedelta(days=30)
ROSTER_WITHIN = timedelta(days=7)
LOOK_BACK = timedelta(days=5 * 366)
NAMED = 3
MISSING = "belum-masuk"  # the section of the evaluation page that lists held rows


@dataclass(frozen=True)
class Task:
    """Something that waits, how much of it, why it matters, and the first few of it."""

    label: str
    url: str
    count: int
    why: str
    first: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Due:
    """What somebody should have sent, since when, and words to ask for it."""

    who: str
    what: str
    due_on: date
    reminder: str


def waiting_for(user: User, reached: list[int], charge: Charge, today: date, waiting: Waiting) -> list[Task]:
    """Return what this user can do something about; each kind costs the same whatever its length."""
    loads, brings = roster_work(user)
    return [
        *(_sendings(reached) if loads else []),
        *(_sent_back(user, today) if brings else []),
        *_held_rows(reached, repairs=loads),
        *_without_cover(_classes(user, today), today),
        *_without_results(waiting.for_results, today),
        *_unconfirmed(reached),
        *_targets_without_classes(reached),
        *_invitations(charge),
    ]


def classes_waiting(user: User, today: date) -> Waiting:
    """Return which classes this user answers for wait for participants or results."""
    ids = list(_classes(user, today).values_list("pk", flat=True))
    return waiting_among(ids) if ids else Waiting([], [])


def due_from(waiting: Waiting, today: date) -> list[Due]:
    """Return the organisers of classes that began and have no participants yet, the longest due first."""
    empty = (
        TrainingClass.objects.filter(pk__in=waiting.for_participants, starts_on__lte=today - ROSTER_WITHIN)
        .values("organiser", "organiser__name", "year")
        .annotate(n=Count("pk"), began=Min("starts_on"))
        .order_by("began", "organiser__name", "year")
    )
    return [_due(row["organiser__name"], row["year"], row["n"], row["began"]) for row in empty]


def _classes(user: User, today: date) -> QuerySet[TrainingClass]:
    """The classes somebody below this user answers for; a ministry chases centres, not each of their classes."""
    classes = TrainingClass.objects.filter(starts_on__gt=today - LOOK_BACK)
    return classes.none() if reach_of(user).sees_all else classes.visible_to(user)


def _due(organiser: str, year: int, packages: int, began: date) -> Due:
    due_on = began + ROSTER_WITHIN
    what = _("Daftar peserta %(n)d paket tahun %(year)d") % {"n": packages, "year": year}
    reminder = _(
        "Yth. Pengelola %(organiser)s. Daftar peserta %(n)d paket pelatihan tahun %(year)d belum kami terima; "
        "paket pertama mulai %(began)s dan daftarnya ditunggu sampai %(due)s. Selama daftar belum ada, "
        "peserta belum tercatat terlindungi dan hasilnya tidak masuk evaluasi. Mohon dikirim melalui Titian. "
        "Terima kasih."
    ) % {"organiser": organiser, "n": packages, "year": year, "began": day(began), "due": day(due_on)}
    return Due(organiser, what, due_on, reminder)


def _sendings(reached: list[int]) -> Iterable[Task]:
    count = UploadedRoster.objects.filter(state=UploadState.SENT, centre__in=reached).count()
    if count:
        yield Task(
            _("Berkas daftar peserta kiriman yang belum dibaca"),
            f"{reverse('rosters:history')}#kiriman",
            count,
            _("Peserta di berkas itu belum tercatat, dan pengirimnya menunggu jawaban."),
        )


def _sent_back(user: User, today: date) -> Iterable[Task]:
    """What the centre returned to the organisations of this user, until something is sent for that year again."""
    ways = ways_to_hand_in(user, today)
    since = OuterRef("uploaded_at")
    later = UploadedRoster.objects.filter(
        sender=OuterRef("sender"), year=OuterRef("year"), uploaded_at__gt=since
    )
    returned = UploadedRoster.objects.filter(
        ~Exists(later), state=UploadState.RETURNED, sender__in=[way.sender for way in ways]
    )
    count = returned.count() if ways else 0
    if count:
        yield Task(
            _("Berkas daftar peserta yang dikembalikan balai"),
            reverse("rosters:hand_in"),
            count,
            _("Pesertanya belum tercatat; baca alasannya, perbaiki, lalu kirim lagi."),
        )


def _held_rows(reached: list[int], *, repairs: bool) -> Iterable[Task]:
    held = (
        StagedRow.objects.filter(live=True, verdict=Verdict.HELD, centre__in=reached)
        .values("centre_id", "centre__name", "year")
        .annotate(n=Count("pk"))
        .order_by("-year", "centre__name")
    )
    for row in held:
        place = {"centre": row["centre__name"], "year": row["year"]}
        yield Task(
            _("Baris daftar peserta %(centre)s %(year)d yang ditahan") % place,
            f"{reverse('rosters:queue')}?balai={row['centre_id']}&tahun={row['year']}"
            if repairs
            else f"{reverse('evaluation:rakor', args=[row['centre_id'], row['year']])}#{MISSING}",
            row["n"],
            _("Orang di baris itu belum tercatat dan tidak masuk angka mana pun."),
        )


def _without_cover(classes: QuerySet[TrainingClass], today: date) -> Iterable[Task]:
    covered = Cover.objects.filter(person=OuterRef("person"), training_class=OuterRef("training_class"))
    bare = Enrolment.objects.filter(~Exists(covered), training_class=OuterRef("pk"))
    found = classes.filter(Exists(bare), starts_on__lte=today + COVER_LOOK_AHEAD, ends_on__gte=today)
    yield from _about_classes(
        found.order_by("starts_on", "pk"),
        _("Paket berjalan atau segera mulai dengan peserta tanpa perlindungan"),
        _("Kecelakaan di bengkel tidak dijamin siapa pun selama peserta belum terdaftar."),
    )


def _without_results(class_ids: list[int], today: date) -> Iterable[Task]:
    found = TrainingClass.objects.filter(pk__in=class_ids, ends_on__lt=today - RESULTS_WITHIN)
    yield from _about_classes(
        found.order_by("ends_on", "pk"),
        _("Paket selesai lebih dari %(n)d hari tanpa hasil lengkap") % {"n": RESULTS_WITHIN.days},
        _("Peserta tanpa hasil tidak mendapat sertifikat dan tidak dihitung lulus."),
    )


def _about_classes(found: QuerySet[TrainingClass], label: str, why: str) -> Iterable[Task]:
    rows = list(found.values_list("pk", "code", "programme__name", "year"))
    if rows:
        first = [
            (f"{programme} ({code}, {year})", reverse("portal:class", args=[pk]))
            for pk, code, programme, year in rows[:NAMED]
        ]
        yield Task(label, first[0][1], len(rows), why, first)


def _unconfirmed(reached: list[int]) -> Iterable[Task]:
    count = Organisation.objects.filter(confirmed=False, pk__in=reached).count()
    if count:
        yield Task(
            _("Lembaga yang belum dikonfirmasi"),
            f"{reverse('network:organisations')}?konfirmasi=belum",
            count,
            _("Daftar peserta menyebut lembaga yang belum dikenal; namanya perlu dicocokkan."),
        )


def _targets_without_classes(reached: list[int]) -> Iterable[Task]:
    """In the latest planned year of each centre, by the version in force."""
    versions = PlanVersion.objects.filter(centre=OuterRef("version__centre"))
    latest = versions.order_by("-year", "-number").values("pk")[:1]
    opened = TrainingClass.objects.filter(
        centre=OuterRef("version__centre"),
        year=OuterRef("version__year"),
        channel=OuterRef("channel"),
        fund=OuterRef("fund"),
    ).annotate(promised=Cast(OuterRef("wave"), CharField()))
    # A promise that names no wave is kept by the classes of any.
    opened = opened.filter(Q(promised="") | Q(wave=F("promised")))
    empty = (
        Target.objects.filter(~Exists(opened), version__centre__in=reached, packages__gt=0, version=latest)
        .values(centre=F("version__centre"), name=F("version__centre__name"), year=F("version__year"))
        .annotate(n=Count("pk"), newest=Max("version"))
        .order_by("name")
    )
    for row in empty:
        yield Task(
            _("Target %(centre)s %(year)d tanpa satu paket pun")
            % {"centre": row["name"], "year": row["year"]},
            reverse("portal:plan", args=[row["centre"], row["year"]]),
            row["n"],
            _("Uangnya sudah direncanakan, tetapi belum ada paket yang memakainya."),
        )


def _invitations(charge: Charge) -> Iterable[Task]:
    waiting = (
        open_invitations(timezone.now())
        .filter(Q(organisation__in=charge.inviting), purpose="join")
        .order_by("expires_at", "pk")
    )
    rows = list(waiting.values_list("organisation", "organisation__name", "expires_at"))
    if rows:
        first = [
            (
                _("%(name)s, sampai %(day)s") % {"name": name, "day": day(expires)},
                reverse("portal:organisation", args=[pk]),
            )
            for pk, name, expires in rows[:NAMED]
        ]
        yield Task(
            _("Undangan yang belum dipakai"),
            first[0][1],
            len(rows),
            _("Yang diundang belum dapat bekerja; undangan berakhir setelah 14 hari."),
            first,
        )
