"""Judgements about applications and rounds: the answer is the reason in words, or None."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from titian.core import formats

LEAST_DICE = 20
MOST_CHOICES = 10
MARKS_APART = 20
SHORTEST_REASON = 10
OLDEST = 999


@dataclass(frozen=True)
class Facts:
    """What the rules know of an applicant."""

    birth_date: date
    sex: str
    regency: str | None
    education_rank: int | None
    reads: bool
    works: bool
    studies: bool


@dataclass(frozen=True)
class EntryRules:
    """Who may enter a class, as its opening says; regions are codes of regencies or provinces."""

    starts_on: date
    minimum_age: int
    maximum_age: int | None
    education_rank: int | None
    education_name: str
    must_read: bool
    must_not_work: bool
    must_not_study: bool
    regions: tuple[str, ...]
    region_names: str
    only_sex: str
    only_sex_reason: str


def day_number(day: date) -> int:
    """Return a day as year, month and day in one number: the difference of two, cut to 10,000s, is an age."""
    return day.year * 10_000 + day.month * 100 + day.day


def age_on(born: date, day: date) -> int:
    return (day_number(day) - day_number(born)) // 10_000


def months_before(day: date, months: int) -> date:
    """Return the same day so many months earlier; where that month is shorter, its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def caution_of_repeat(programme: str, ended_on: date, *, months: int) -> str:
    """A warning, not a refusal: somebody else may be waiting for a first training."""
    return _(
        "Anda selesai mengikuti %(programme)s pada %(day)s, kurang dari %(n)d bulan yang lalu. Lamaran tetap "
        "diterima; balai akan menanyakan alasannya."
    ) % {"programme": programme, "day": formats.day(ended_on), "n": months}


class Broken(NamedTuple):
    """Which entry rules are not met: of one person, or a column of each for many."""

    too_young: Any
    too_old: Any
    education: Any
    reading: Any
    working: Any
    studying: Any
    elsewhere: Any
    sex: Any


def broken_rules(
    rules: EntryRules,
    *,
    born: Any,
    sex: Any,
    education_rank: Any,
    reads: Any,
    works: Any,
    studies: Any,
    lives_there: Any,
) -> Broken:
    """Judge one person, or the columns of many. `born` as `day_number` tells it; an unknown education is 0."""
    age = (day_number(rules.starts_on) - born) // 10_000
    return Broken(
        age < rules.minimum_age,
        age > (OLDEST if rules.maximum_age is None else rules.maximum_age),
        education_rank < (rules.education_rank or 0),
        rules.must_read > reads,
        rules.must_not_work & works,
        rules.must_not_study & studies,
        bool(rules.regions) > lives_there,
        bool(rules.only_sex) & (sex != rules.only_sex),
    )


def why_not_eligible(facts: Facts, rules: EntryRules) -> list[str]:
    """Return every entry rule that is not met, in words for the applicant; none is eligible."""
    broken = broken_rules(
        rules,
        born=day_number(facts.birth_date),
        sex=facts.sex,
        education_rank=facts.education_rank or 0,
        reads=facts.reads,
        works=facts.works,
        studies=facts.studies,
        lives_there=lives_in(facts.regency, rules.regions),
    )
    told = []
    age = age_on(facts.birth_date, rules.starts_on)
    if broken.too_young:
        told.append(
            _("Pada hari pertama pelatihan Anda berusia %(age)d tahun; usia paling muda %(least)d tahun.")
            % {"age": age, "least": rules.minimum_age}
        )
    if broken.too_old:
        told.append(
            _("Pada hari pertama pelatihan Anda berusia %(age)d tahun; usia paling tua %(most)d tahun.")
            % {"age": age, "most": rules.maximum_age}
        )
    if broken.education:
        told.append(
            _("Pendidikan paling rendah %(level)s atau sederajat.") % {"level": rules.education_name}
            if facts.education_rank is not None
            else _("Pendidikan Anda belum didata; paket ini meminta paling rendah %(level)s.")
            % {"level": rules.education_name}
        )
    if broken.reading:
        told.append(_("Paket pelatihan ini meminta peserta dapat membaca dan menulis."))
    if broken.working:
        told.append(_("Paket pelatihan ini hanya untuk orang yang sedang tidak bekerja."))
    if broken.studying:
        told.append(_("Paket pelatihan ini hanya untuk orang yang sedang tidak bersekolah atau kuliah."))
    if broken.elsewhere:
        told.append(_("Paket pelatihan ini hanya untuk warga %(regions)s.") % {"regions": rules.region_names})
    if broken.sex:
        said = _("laki-laki") if rules.only_sex == "L" else _("perempuan")
        told.append(
            _("Paket pelatihan ini hanya untuk %(sex)s, berdasarkan %(law)s.")
            % {"sex": said, "law": rules.only_sex_reason}
        )
    return told


def lives_in(regency: str | None, regions: Sequence[str]) -> bool:
    return regency is not None and any(regency == code or regency.startswith(f"{code}.") for code in regions)


def why_list_is_refused(
    choices: Sequence[tuple[int, int]], *, offered: frozenset[int], sex: str, beds: dict[int, tuple[int, int]]
) -> str | None:
    """Judge a ranked list of (class, term). `beds`: class -> beds in the men's and in the women's dormitory."""
    if not choices:
        return _("Pilih paling sedikit satu paket.")
    if len(choices) > MOST_CHOICES:
        return _("Paling banyak %(n)d pilihan. Kosongkan yang selebihnya.") % {"n": MOST_CHOICES}
    if len(set(choices)) < len(choices):
        return _("Paket yang sama dengan cara ikut yang sama hanya dapat dipilih satu kali.")
    for round_class, term in choices:
        if round_class not in offered:
            return _("Salah satu paket tidak ada dalam seleksi ini. Muat ulang halaman, lalu pilih lagi.")
        if term and term != (1 if sex == "L" else 2):
            return _(
                "Tempat tidur hanya dapat dipilih di asrama putra untuk laki-laki dan putri untuk perempuan."
            )
        if term and not beds[round_class][term - 1]:
            return _("Salah satu paket tidak menyediakan asrama bagi Anda. Pilih pulang pergi.")
    return None


def why_not_apply(*, is_open: bool, opens_on: date, closes_on: date, today: date) -> str | None:
    if not is_open or today > closes_on:
        return _("Pendaftaran seleksi ini sudah ditutup. Lihat pelatihan lain yang dibuka.")
    if today < opens_on:
        return _("Pendaftaran baru dibuka pada %(day)s.") % {"day": formats.day(opens_on)}
    return None


def why_round_may_not_open(*, classes: int, used: Sequence[str], late: Sequence[str]) -> str | None:
    if not classes:
        return _("Seleksi ini belum mempunyai paket.")
    if used:
        return _("Paket %(classes)s sudah dipakai seleksi lain.") % {"classes": ", ".join(used)}
    if late:
        return _("Paket %(classes)s mulai sebelum pendaftaran ditutup.") % {"classes": ", ".join(late)}
    return None


def why_round_may_not_close(closes_on: date, *, today: date) -> str | None:
    if today <= closes_on:
        return _("Pendaftaran baru berakhir sesudah %(day)s.") % {"day": formats.day(closes_on)}
    return None


LONGEST_WAIT_DAYS = 60


def why_draw_time_is_refused(draw_at: datetime | None, *, now: datetime) -> str | None:
    """With a beacon the time of the draw is said when the list is sealed: later than the seal, and not too late."""
    if draw_at is None:
        return _("Sebutkan waktu undian: putaran suarnya diumumkan bersama segel daftar.")
    if draw_at <= now + timedelta(hours=1):
        return _(
            "Waktu undian paling cepat satu jam sesudah daftar disegel, agar nilainya belum dapat diketahui."
        )
    if draw_at > now + timedelta(days=LONGEST_WAIT_DAYS):
        return _("Waktu undian paling lama %(n)d hari sesudah daftar disegel.") % {"n": LONGEST_WAIT_DAYS}
    return None


def why_beacon_is_not_asked(
    *, named: bool, due_at: datetime, sealed_at: datetime, now: datetime, settled: bool
) -> str | None:
    if not named:
        return _("Benih seleksi ini datang dari dadu; tidak ada suar yang diumumkan.")
    if settled:
        return _("Benih dari suar sudah diambil, atau sudah dinyatakan tidak dapat diambil.")
    if due_at <= sealed_at:
        return _("Putaran suar itu terbit sebelum daftar disegel, jadi nilainya tidak boleh dipakai.")
    if now < due_at:
        return _("Putaran suar itu baru terbit pada %(when)s.") % {"when": formats.moment(due_at)}
    return None


def why_dice_must_wait(*, named: bool, given_up: bool) -> str | None:
    """Dice are the way out where the beacon that was announced cannot be had, and not a second choice."""
    if named and not given_up:
        return _(
            "Benih datang dari suar yang diumumkan. Dadu hanya bila suar dinyatakan tidak dapat dipakai."
        )
    return None


def why_dice_are_refused(thrown: str) -> str | None:
    if not re.fullmatch("[1-6]*", thrown):
        return _("Mata dadu hanya angka 1 sampai 6. Ketik lagi dari dadunya.")
    if len(thrown) < LEAST_DICE:
        return _("Lemparkan paling sedikit %(n)d dadu; yang diketik baru %(typed)d.") % {
            "n": LEAST_DICE,
            "typed": len(thrown),
        }
    return None


def why_not_proposed(*, unchecked: int, unrated: int, apart: int) -> str | None:
    """Everybody's papers are judged and everybody tested is marked by two before the rule runs."""
    if unchecked:
        return ngettext(
            "Berkas %(n)d lamaran belum diperiksa.", "Berkas %(n)d lamaran belum diperiksa.", unchecked
        ) % {"n": unchecked}
    if unrated:
        return _("Nilai %(n)d tes belum diisi oleh dua penilai.") % {"n": unrated}
    if apart:
        return _(
            "Nilai kedua penilai berselisih lebih dari %(most)d pada %(n)d tes. Bicarakan dan perbaiki lebih dahulu."
        ) % {"most": MARKS_APART, "n": apart}
    return None


def why_run_is_out_of_turn(*, is_first: bool, state: str) -> str | None:
    """A first result comes between the draw and its confirmation; whatever fills or mends seats comes after that."""
    if is_first and state not in ("drawn", "proposed"):
        return _("Hasil diusulkan sesudah undian dan sebelum ditetapkan.")
    if not is_first and state != "confirmed":
        return _("Kursi diisi kembali sesudah hasil ditetapkan.")
    return None


def why_not_confirmed(*, proposer_id: int, confirmer_id: int, same_bundle: bool) -> str | None:
    if proposer_id == confirmer_id:
        return _(
            "Yang menetapkan harus orang lain daripada yang mengusulkan. Mintalah rekan Anda yang mengusulkan."
        )
    if not same_bundle:
        return _("Usulan sudah berubah sejak Anda membacanya. Muat ulang, lalu baca lagi.")
    return None


def why_departure_is_not_asked(*, has_result: bool, standing: bool, open_one: bool) -> str | None:
    """A change against the rule is asked for when there is an outcome to depart from, one at a time for a person."""
    if not has_result:
        return _("Perubahan di luar aturan diminta sesudah hasil diusulkan.")
    if not standing:
        return _("Lamaran ini tidak ikut dalam hasil: ditarik, atau kursinya sudah dilepas.")
    if open_one:
        return _("Masih ada perubahan untuk lamaran ini yang belum selesai.")
    return None


def why_departure_is_idle(*, gives_seat: bool, holds_it: bool, seated: bool) -> str | None:
    """`holds_it`: by the rule the person has that seat or one liked better. `seated`: has any seat."""
    if gives_seat and holds_it:
        return _("Menurut aturan orang ini sudah mendapat kursi itu atau yang lebih ia sukai.")
    if not gives_seat and not seated:
        return _("Menurut aturan orang ini tidak mendapat kursi, jadi tidak ada yang diambil.")
    return None


def why_departure_is_not_agreed(*, asked_by: int, agreed_by: int, heads: int) -> str | None:
    """`heads`: how many of both lead the centre."""
    if asked_by == agreed_by:
        return _("Yang menyetujui harus orang lain daripada yang meminta.")
    if not heads:
        return _("Salah satu dari keduanya harus kepala balai.")
    return None


def why_law_is_missing(cause: str, basis: str) -> str | None:
    if not cause:
        return _("Pilih golongan alasannya; golongan itu diumumkan.")
    if len(basis.strip()) < SHORTEST_REASON:
        return _("Sebutkan dasar hukumnya, paling sedikit %(n)d huruf; ia diumumkan.") % {
            "n": SHORTEST_REASON
        }
    return None


def why_reason_is_missing(reason: str) -> str | None:
    if len(reason.strip()) < SHORTEST_REASON:
        return _("Tulis alasannya, paling sedikit %(n)d huruf.") % {"n": SHORTEST_REASON}
    return None


REMIND_DAYS_BEFORE = (3, 1)  # the first and the second reminder, counted back from the last day to answer


def is_reminder_due(number: int, *, answer_by: date, today: date, last_sent: date | None) -> bool:
    """Whether reminder `number` (1, 2, ...) goes out today; one that failed is followed by another, a day apart.

    A clock that was away sends late rather than never, but not two on one day.
    """
    before = REMIND_DAYS_BEFORE[min(number, len(REMIND_DAYS_BEFORE)) - 1]
    return today >= answer_by - timedelta(days=before) and (last_sent is None or last_sent < today)


def why_offer_may_not_lapse(
    *, answer_by: date, today: date, delivered: int, due: int, last: date | None
) -> str | None:
    """No seat is lost in silence: the deadline and the day of the last of two delivered reminders have passed."""
    if today <= answer_by:
        return _("Batas menjawab %(day)s belum lewat.") % {"day": formats.day(answer_by)}
    return _why_more_reminding(delivered, due, last, today)


def reregister_by(starts_on: date, days: int, *, accepted_on: date) -> date:
    """Return the last day to register again; who accepted late has as long as the reminders take."""
    return max(starts_on - timedelta(days=days), accepted_on + timedelta(days=REMIND_DAYS_BEFORE[0]))


def why_seat_may_not_be_taken_back(
    *, by: date | None, registered: bool, today: date, delivered: int, due: int, last: date | None
) -> str | None:
    """Who accepted and does not come loses the seat as nobody does: after its day and two delivered reminders."""
    if by is None:
        return _("Seleksi ini tidak meminta daftar ulang.")
    if registered:
        return _("Orang ini sudah daftar ulang.")
    if today <= by:
        return _("Batas daftar ulang %(day)s belum lewat.") % {"day": formats.day(by)}
    return _why_more_reminding(delivered, due, last, today)


def _why_more_reminding(delivered: int, due: int, last: date | None, today: date) -> str | None:
    if delivered < due:
        return _(
            "Baru %(n)d dari %(due)d pengingat yang sampai. Hubungi orangnya, lalu catat pengingatnya."
        ) % {
            "n": delivered,
            "due": due,
        }
    if last is not None and today <= last:
        return _("Pengingat terakhir baru sampai %(day)s. Beri waktu sampai besok.") % {
            "day": formats.day(last)
        }
    return None


def masked(name: str) -> str:
    """Return 'S*** R*****': enough to find oneself on a list, too little to be found by others."""
    return " ".join(word[0] + "*" * (len(word) - 1) for word in name.split())
