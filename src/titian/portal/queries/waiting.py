"""What waits for this user, the most harmful to leave first, and who has not sent what is due."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.core.formats import day
from titian.network.models import Invitation
from titian.network.reach import Reach, reach_of
from titian.planning.models import classes_seen
from titian.rosters.models import Load, UploadState, Verdict
from titian.rosters.permissions import roster_work
from titian.rosters.queries.hand_ins import links_to_hand_in
from titian.training.queries import Waiting, waiting_among

COVER_LOOK_AHEAD = timedelta(days=14)
RESULTS_WITHIN = timedelta(days=30)
ROSTER_WITHIN = timedelta(days=7)
LOOK_BACK = timedelta(days=5 * 366)
NAMED = 3
MISSING = "belum-masuk"  # the section of the evaluation page that lists held rows

# Of what was returned, only that after which nothing was sent for the year. A promise that names no wave is kept by the
# classes of any; of each centre the latest planned year counts, by the version in force.
DESK = f"""
    SELECT (SELECT count(*) FROM rosters_load WHERE news_for_id = %(user)s),
        (SELECT count(*) FROM rosters_uploadedroster
         WHERE state = '{UploadState.SENT}' AND centre_id = ANY(%(reached)s::bigint[])),
        (SELECT count(*) FROM rosters_uploadedroster back
         WHERE back.state = '{UploadState.RETURNED}' AND back.sender_id = ANY(%(senders)s::bigint[]) AND NOT EXISTS (
            SELECT FROM rosters_uploadedroster later WHERE later.sender_id = back.sender_id
                AND later.year = back.year AND later.uploaded_at > back.uploaded_at)),
        (SELECT count(*) FROM network_organisation WHERE NOT confirmed AND id = ANY(%(reached)s::bigint[])),
        array_to_json(ARRAY(
            SELECT json_build_array(centre.id, centre.name, held.year, count(*))
            FROM rosters_stagedrow held JOIN network_organisation centre ON centre.id = held.centre_id
            WHERE held.live AND held.verdict = '{Verdict.HELD}' AND held.centre_id = ANY(%(reached)s::bigint[])
            GROUP BY centre.id, centre.name, held.year ORDER BY held.year DESC, centre.name)),
        array_to_json(ARRAY(
            SELECT json_build_array(centre.id, centre.name, latest.year, count(*))
            FROM network_organisation centre, LATERAL (
                SELECT id, year FROM planning_planversion WHERE centre_id = centre.id
                ORDER BY year DESC, number DESC LIMIT 1) latest
            JOIN planning_target target ON target.version_id = latest.id AND target.packages > 0
            WHERE centre.id = ANY(%(reached)s::bigint[]) AND NOT EXISTS (
                SELECT FROM planning_trainingclass opened WHERE opened.centre_id = centre.id
                    AND opened.year = latest.year AND opened.channel_id = target.channel_id
                    AND opened.fund_id = target.fund_id AND (target.wave = '' OR opened.wave = target.wave))
            GROUP BY centre.id, centre.name, latest.year ORDER BY centre.name))
"""


WITHOUT_COVER = """
    SELECT held.id, held.code, programme.name, held.year
    FROM planning_trainingclass held JOIN programmes_programme programme ON programme.id = held.programme_id
    WHERE held.id IN ({among}) AND held.starts_on <= %s AND held.ends_on >= %s AND EXISTS (
        SELECT FROM training_enrolment enrolment WHERE enrolment.training_class_id = held.id AND NOT EXISTS (
            SELECT FROM protection_cover
            WHERE person_id = enrolment.person_id AND training_class_id = enrolment.training_class_id))
    ORDER BY held.starts_on, held.id
"""


@dataclass(frozen=True)
class Task:
    """Something that waits, how much of it, why it matters, and the first few of it."""

    label: str
    url: str
    count: int
    why: str
    first: list[tuple[str, str]] = field(default_factory=list)


class Desk(NamedTuple):
    """How much of each kind; held rows and targets without a class by centre and year: id, name, year, how many."""

    news: int
    sent: int
    returned: int
    unconfirmed: int
    held: list[tuple[int, str, int, int]]
    empty: list[tuple[int, str, int, int]]


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
    desk = _desk(user, reached, today)
    return [
        *(_carried(user) if desk.news else []),
        *(_sendings(desk.sent) if loads else []),
        *(_sent_back(desk.returned) if brings else []),
        *_held_rows(desk.held, repairs=loads),
        *_without_cover(reach_of(user), today),
        *_without_results(waiting, today),
        *_unconfirmed(desk.unconfirmed),
        *_targets_without_classes(desk.empty),
        *_invitations(invited),
    ]


def classes_waiting(user: User, today: date) -> list[Waiting]:
    """Return which classes this user answers for wait for participants or results."""
    reach = reach_of(user)
    return [] if reach.sees_all else waiting_among(*classes_seen(reach, since=today - LOOK_BACK))


def due_from(waiting: list[Waiting], today: date) -> list[Due]:
    """Return the organisers of classes that began and have no participants yet, the longest due first."""
    began: dict[tuple[int, str, int], list[date]] = {}
    for one in waiting:
        if not one.has_participants and one.starts_on <= today - ROSTER_WITHIN:
            began.setdefault((one.organiser_id, one.organiser, one.year), []).append(one.starts_on)
    found = [(min(days), name, year, len(days)) for (_pk, name, year), days in began.items()]
    return [_due(name, year, n, first) for first, name, year, n in sorted(found)]


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


def _desk(user: User, reached: list[int], today: date) -> Desk:
    """Return it in one statement; what is not asked about takes no time to be built."""
    senders = [one.organisation_id for one in links_to_hand_in(user, today)]
    with connection.cursor() as cursor:
        cursor.execute(DESK, {"user": user.pk, "reached": reached, "senders": senders})
        return Desk(*cursor.fetchone())


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


def _held_rows(found: list[tuple[int, str, int, int]], *, repairs: bool) -> Iterable[Task]:
    for centre, name, year, count in found:
        yield Task(
            _("Baris daftar peserta %(centre)s %(year)d yang ditahan") % {"centre": name, "year": year},
            f"{reverse('rosters:queue')}?balai={centre}&tahun={year}"
            if repairs
            else f"{reverse('evaluation:rakor', args=[centre, year])}#{MISSING}",
            count,
            _("Orang di baris itu belum tercatat dan tidak masuk angka mana pun."),
        )


def _without_cover(reach: Reach, today: date) -> Iterable[Task]:
    """A ministry chases centres, not each of their classes."""
    if reach.sees_all:
        return
    among, values = classes_seen(reach, since=today - LOOK_BACK)
    with connection.cursor() as cursor:
        cursor.execute(WITHOUT_COVER.format(among=among), [*values, today + COVER_LOOK_AHEAD, today])
        rows = cursor.fetchall()
    yield from _about_classes(
        rows,
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


def _targets_without_classes(found: list[tuple[int, str, int, int]]) -> Iterable[Task]:
    for centre, name, year, count in found:
        yield Task(
            _("Target %(centre)s %(year)d tanpa satu paket pun") % {"centre": name, "year": year},
            reverse("portal:plan", args=[centre, year]),
            count,
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
