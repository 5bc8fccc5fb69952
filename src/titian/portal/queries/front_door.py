"""What waits for those who serve citizens: claims, corrections, deletions, support, and rounds of admission."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.admissions.following import Stage
from titian.admissions.queries.nominations import AtWork, returned_to, rounds_at_work
from titian.admissions.states import RoundState
from titian.core.formats import day
from titian.network.models import Role
from titian.network.queries import organisations_of
from titian.people.models import DeletionRequest, RequestState
from titian.people.queries import units_of, waiting_at_counter
from titian.people.support import open_promises, without_promise
from titian.portal.queries.waiting import NAMED, Task

COUNTER = {Role.REGENCY_OFFICE, Role.PROVINCIAL_OFFICE}
KEEPERS = (Role.CENTRE_HEAD, Role.CENTRE_CLERK)


def waiting_at_the_door(user: User, roles: Collection[str], today: date) -> list[Task]:
    """Return what waits for these roles of the user; each kind costs the same whatever its length."""
    held = set(roles)
    return [
        *(_deletions() if Role.DATA_PROTECTION in held else []),
        *(_support(user) if Role.DISABILITY_UNIT in held else []),
        *(_counter(user) if held & COUNTER else []),
        *(_returned(user, today) if Role.REGENCY_OFFICE in held else []),
        *(_rounds(user, held, today) if held & set(KEEPERS) else []),
    ]


def _deletions() -> Iterable[Task]:
    count = DeletionRequest.objects.filter(state=RequestState.OPEN).count()
    if count:
        yield Task(
            _("Permintaan penghapusan data"),
            reverse("people:deletions"),
            count,
            _("Undang-undang memberi waktu 3 x 24 jam sejak diminta."),
        )


def _support(user: User) -> Iterable[Task]:
    promised = len(open_promises([unit.pk for unit in units_of(user)]))
    if promised:
        yield Task(
            _("Dukungan yang masih harus diberikan"),
            reverse("people:support"),
            promised,
            _("Tanpa dukungan itu orangnya tidak dapat mengikuti tes atau pelatihan."),
        )
    asked = len(without_promise())
    if asked:
        yield Task(
            _("Kebutuhan yang belum dijawab dengan janji"),
            reverse("people:support"),
            asked,
            _("Orangnya sudah menyatakan kebutuhan dan belum tahu apakah ada dukungan."),
        )


def _counter(user: User) -> Iterable[Task]:
    changes, claims = waiting_at_counter(user)
    if changes:
        yield Task(
            _("Perubahan data identitas yang diminta"),
            reverse("people:queue"),
            changes,
            _("Pemohon dijanjikan jawaban dalam 3 x 24 jam."),
        )
    if claims:
        yield Task(
            _("Akun yang mengaku orang tercatat"),
            reverse("people:queue"),
            claims,
            _("Tanpa kode dari loket, orangnya belum dapat melihat catatannya sendiri."),
        )


def _returned(user: User, today: date) -> Iterable[Task]:
    """What centres sent back to the very office; the reason stands on the page of each."""
    found = returned_to(organisations_of(user, today, (Role.REGENCY_OFFICE,)), today)
    if found:
        first = [
            (
                _("%(programme)s, sampai %(day)s") % {"programme": one.programme, "day": day(one.closes_on)},
                reverse("admissions:nomination", args=[one.pk]),
            )
            for one in found[:NAMED]
        ]
        yield Task(
            _("Calon asrama yang dikembalikan balai"),
            f"{reverse('admissions:nominations')}?keadaan={Stage.RETURNED}",
            len(found),
            _("Baca alasannya, lengkapi, lalu calonkan lagi; sesudah pendaftaran ditutup tidak dapat lagi."),
            first,
        )


def _rounds(user: User, roles: set[str], today: date) -> Iterable[Task]:
    """Rounds at a step of this user: the draw and the proposal are a keeper's, the decision is the head's."""
    steps = [RoundState.CLOSED, RoundState.DRAWN]
    if Role.CENTRE_HEAD in roles:
        steps.append(RoundState.PROPOSED)
    found = rounds_at_work(organisations_of(user, today, KEEPERS), steps)
    yield from _undecided([one for one in found if one.undecided], today)
    first = [(one.name, reverse("admissions:round", args=[one.pk])) for one in found if one.state in steps]
    if first:
        yield Task(
            _("Seleksi yang menunggu undian atau penetapan"),
            first[0][1],
            len(first),
            _("Pelamar belum tahu hasilnya, dan kursinya belum ditawarkan."),
            first[:NAMED],
        )


def _undecided(found: list[AtWork], today: date) -> Iterable[Task]:
    """Candidates whom offices nominated for beds and nobody at the centre has answered."""
    if not found:
        return
    first = [
        (_undecided_in(one, today), reverse("admissions:nominees", args=[one.pk])) for one in found[:NAMED]
    ]
    yield Task(
        _("Seleksi dengan calon asrama dari dinas yang menunggu keputusan"),
        first[0][1],
        len(found),
        _(
            "Yang tidak diteruskan sebelum pendaftaran ditutup tidak ikut seleksi, dan dinasnya tidak dapat "
            "memperbaiki berkas yang dikembalikan sesudah itu."
        ),
        first,
    )


def _undecided_in(one: AtWork, today: date) -> str:
    told = {"round": one.name, "n": one.undecided, "day": day(one.closes_on)}
    if one.state != RoundState.OPEN or one.closes_on < today:
        return _("%(round)s: %(n)d calon, pendaftaran sudah ditutup") % told
    return _("%(round)s: %(n)d calon, sampai %(day)s") % told
