"""What waits for this user, the most harmful to leave first, and who has not sent what is due."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import CharField, Count, Exists, F, Max, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.core.formats import day
from titian.network.models import Invitation, Organisation
from titian.network.reach import reach_of
from titian.planning.models import PlanVersion, Target, TrainingClass, TrainingClassQuerySet
from titian.protection.models import Cover
from titian.rosters.models import Load, StagedRow, UploadedRoster, UploadState, Verdict
from titian.rosters.permissions import roster_work
from titian.rosters.queries.hand_ins import links_to_hand_in
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


def waiting_for(
    user: User, reached: list[int], invited: list[Invitation], today: date, waiting: list[Waiting]
) -> list[Task]:
    """Return what this user can do something about; each kind costs the same whatever its length."""
    loads, brings = roster_work(user)
    counts = _counts(user, reached, today)
    return [
        *(_carried(user) if counts["news"] else []),
        *(_sendings(counts["sent"]) if loads else []),
        *(_sent_back(counts["returned"]) if brings else []),
        *_held_rows(reached, repairs=loads),
        *_without_cover(_classes(user, today), today),
        *_without_results(waiting, today),
        *_unconfirmed(counts["unconfirmed"]),
        *_targets_without_classes(reached),
        *_invitations(invited),
    ]


def classes_waiting(user: User, today: date) -> list[Waiting]:
    """Return which classes this user answers for wait for participants or results."""
    return [] if reach_of(user).sees_all else waiting_among(_lately(today).ids_seen_by(user))


def due_from(waiting: list[Waiting], today: date) -> list[Due]:
    """Return the organisers of classes that began and have no participants yet, the longest due first."""
    began: dict[tuple[int, str, int], list[date]] = {}
    for one in waiting:
        if not one.has_participants and one.starts_on <= today - ROSTER_WITHIN:
            began.setdefault((one.organiser_id, one.organiser, one.year), []).append(one.starts_on)
    found = [(min(days), name, year, len(days)) for (_pk, name, year), days in began.items()]
    return [_due(name, year, n, first) for first, name, year, n in sorted(found)]


def _classes(user: User, today: date) -> QuerySet[TrainingClass]:
    """The classes somebody below this user answers for; a ministry chases centres, not each of their classes."""
    return _lately(today).none() if reach_of(user).sees_all else _lately(today).visible_to(user)


def _lately(today: date) -> TrainingClassQuerySet:
    return TrainingClass.objects.filter(starts_on__gt=today - LOOK_BACK)


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


def _counts(user: User, reached: list[int], today: date) -> Counter[str]:
    """Return how many files were sent or returned, loads ended unseen, and organisations nobody confirmed."""
    senders = {one.organisation_id for one in links_to_hand_in(user, today)}
    later = UploadedRoster.objects.filter(
        sender=OuterRef("sender"), year=OuterRef("year"), uploaded_at__gt=OuterRef("uploaded_at")
    )
    returned = UploadedRoster.objects.filter(~Exists(later), state=UploadState.RETURNED, sender__in=senders)
    asked: dict[str, QuerySet[Any]] = {
        "sent": UploadedRoster.objects.filter(state=UploadState.SENT, centre__in=reached),
        # What the centre returned, until something is sent for that year again.
        "returned": returned,
        "news": Load.objects.filter(news_for=user),
        "unconfirmed": Organisation.objects.filter(confirmed=False, pk__in=reached),
    }
    told = [
        found.order_by()
        .annotate(what=Value(kind))
        .values("what")
        .annotate(n=Count("pk"))
        .values_list("what", "n")
        for kind, found in asked.items()
    ]
    return Counter(dict(told[0].union(*told[1:], all=True)))


def _carried(user: User) -> Iterable[Task]:
    """Loads that ended in the background while the one who asked for it was elsewhere."""
    ended = Load.objects.filter(news_for=user).select_related("centre").order_by("pk")
    first = [
        (
            _("%(centre)s %(year)d: tidak dapat dijalankan") % {"centre": one.centre.name, "year": one.year}
            if one.carry_refusal
            else _("%(centre)s %(year)d: selesai dijalankan") % {"centre": one.centre.name, "year": one.year},
            reverse("rosters:load", args=[one.pk]),
        )
        for one in ended
    ]
    if first:
        yield Task(
            _("Muatan yang Anda minta dijalankan sudah berakhir"),
            first[0][1],
            len(first),
            _("Buka untuk melihat berapa baris yang tercatat dan mana yang ditahan."),
            first[:NAMED],
        )


def _sendings(count: int) -> Iterable[Task]:
    if count:
        yield Task(
            _("Berkas daftar peserta kiriman yang belum dibaca"),
            f"{reverse('rosters:history')}#kiriman",
            count,
            _("Peserta di berkas itu belum tercatat, dan pengirimnya menunggu jawaban."),
        )


def _sent_back(count: int) -> Iterable[Task]:
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
    rows = found.order_by("starts_on", "pk").values_list("pk", "code", "programme__name", "year")
    yield from _about_classes(
        list(rows),
        _("Paket berjalan atau segera mulai dengan peserta tanpa perlindungan"),
        _("Kecelakaan di bengkel tidak dijamin siapa pun selama peserta belum terdaftar."),
    )


def _without_results(waiting: list[Waiting], today: date) -> Iterable[Task]:
    ended = [one for one in waiting if one.lacks_results and one.ends_on < today - RESULTS_WITHIN]
    yield from _about_classes(
        [(one.class_id, one.code, one.programme, one.year) for one in ended],
        _("Paket selesai lebih dari %(n)d hari tanpa hasil lengkap") % {"n": RESULTS_WITHIN.days},
        _("Peserta tanpa hasil tidak mendapat sertifikat dan tidak dihitung lulus."),
    )


def _about_classes(rows: list[tuple[int, str, str, int]], label: str, why: str) -> Iterable[Task]:
    if rows:
        first = [
            (f"{programme} ({code}, {year})", reverse("portal:class", args=[pk]))
            for pk, code, programme, year in rows[:NAMED]
        ]
        yield Task(label, first[0][1], len(rows), why, first)


def _unconfirmed(count: int) -> Iterable[Task]:
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


def _invitations(rows: list[Invitation]) -> Iterable[Task]:
    if rows:
        first = [
            (
                _("%(name)s, sampai %(day)s") % {"name": one.organisation, "day": day(one.expires_at)},
                reverse("portal:organisation", args=[one.organisation_id]),
            )
            for one in rows[:NAMED]
        ]
        yield Task(
            _("Undangan yang belum dipakai"),
            first[0][1],
            len(rows),
            _("Yang diundang belum dapat bekerja; undangan berakhir setelah 14 hari."),
            first,
        )
