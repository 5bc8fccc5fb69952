"""Which classes may be applied for: found by words, place, bed, month, and by how near they are."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import cos, radians
from typing import Any

from django.db import connection
from django.db.models import Exists, F, FloatField, OuterRef, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import ASin, Cast, Cos, Power, Radians, Sin, Sqrt, TruncMonth
from django.utils.translation import get_language

from titian.admissions.models import RoundClass
from titian.admissions.states import RoundState
from titian.core.affixes import nearest, roots
from titian.core.search import named
from titian.core.text import words
from titian.network.models import Organisation
from titian.planning.models import SeatGroup
from titian.planning.seats import DISABILITY
from titian.programmes.models import Programme
from titian.standards.models import Region, RegionCentre
from titian.standards.models.region import RegionLevel
from titian.standards.queries import FieldNames, field_names

CLASS = "opening__training_class"
PLACE = f"{CLASS}__organiser__region"
EARTH = 6371.0  # km
IDLE = frozenset({"pelatihan", "kursus", "belajar", "kelas", "paket", "di", "dan", "untuk", "yang", "gratis"})
FIRST_OF_A_MONTH = 500


@dataclass(frozen=True)
class Asked:
    """What a visitor looks for; empty means all."""

    words: str = ""
    field: str = ""
    province: str = ""
    place: str = ""
    bed: str = ""  # "ya", "tidak"
    month: str = ""  # "2026-03"
    guarantee: bool = False
    near: str = ""


@dataclass(frozen=True)
class Found:
    """The keys of the classes in their order, and which words were read as others because nothing was found."""

    classes: list[int]
    read_as: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Place:
    """A regency with classes that are open, how many, and how far it is; None where not asked or not known."""

    code: str
    name: str
    classes: int
    km: float | None


@dataclass(frozen=True)
class Offered:
    """What can be chosen among: only what some open class has, so no choice is empty of itself."""

    fields: list[tuple[str, str]]
    provinces: list[tuple[str, str]]
    places: list[Place]
    months: list[str]


def announced(today: date) -> QuerySet[RoundClass]:
    """Classes of rounds that are open or will be, with what every face of the catalogue says of them."""
    return offered_class().filter(round__state=RoundState.OPEN, round__closes_on__gte=today)


def open_on(today: date) -> QuerySet[RoundClass]:
    """Classes anybody may apply for on a day."""
    return announced(today).filter(round__opens_on__lte=today)


def offered(today: date, near: str) -> Offered:
    """Return the choices of the filters; one statement, and one more where the way there is asked."""
    name_of_field = f"{CLASS}__programme__field__name{'_en' if get_language() == 'en' else ''}"
    rows = open_on(today).order_by().values_list(
        f"{CLASS}__programme__field", name_of_field, PLACE, f"{PLACE}__name",
        f"{PLACE}__parent", f"{PLACE}__parent__name", TruncMonth(f"{CLASS}__starts_on"),
    )  # fmt: skip
    fields, provinces, months = dict[str, str](), dict[str, str](), list[str]()
    names, counted = dict[str, str](), dict[str, int]()
    for field, field_name, place, name, province, province_name, month, n in _groups(
        rows, ((0, 1), (2, 3, 4, 5), (6,))
    ):
        if field:
            fields[field] = field_name
        if place:
            names[place], counted[place] = name, n
        if province:
            provinces[province] = province_name
        if month:
            months.append(f"{month:%Y-%m}")
    far = _kilometres(near, names) if near else {}
    places = [Place(code, name, counted[code], far.get(code)) for code, name in names.items()]
    places.sort(key=lambda one: (one.km is None, one.km or 0.0, one.name))
    return Offered(_by_name(fields), _by_name(provinces), places, sorted(months))


def _groups(rows: QuerySet[RoundClass, Any], sets: tuple[tuple[int, ...], ...]) -> list[tuple[Any, ...]]:
    """Return the rows grouped by each set of columns, the others empty, and behind them how many each group has."""
    asked, values = rows.query.sql_with_params()
    columns = [f"c{place}" for one in sets for place in one]
    grouped = ", ".join(f"({', '.join(f'c{place}' for place in one)})" for one in sets)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH held ({', '.join(columns)}) AS MATERIALIZED ({asked})"
            f" SELECT {', '.join(columns)}, count(*) FROM held GROUP BY GROUPING SETS ({grouped})",
            values,
        )
        return list(cursor.fetchall())


def _by_name(choices: dict[str, str]) -> list[tuple[str, str]]:
    return sorted(choices.items(), key=lambda one: one[1])


def found_by(asked: Asked, among: QuerySet[RoundClass]) -> Found:
    """Narrow the classes to what is asked, in the order they are shown."""
    terms = terms_of(asked.words)
    read_as: tuple[tuple[str, str], ...] = ()
    if not terms:
        return Found(_keys(_filtered(asked, among), asked.near))
    names = field_names()
    found = _keys(_saying(_filtered(asked, among), terms, names), asked.near)
    if not found and (read_as := _read_again(terms, among, names)):
        again = dict(read_as)
        meant = [again.get(term, term) for term in terms]
        found = _keys(_saying(_filtered(asked, among), meant, names), asked.near)
    return Found(found, read_as)


def shown(classes: Sequence[int], near: str) -> list[RoundClass]:
    """Return these classes in the order of the catalogue; asked for a distance each has its `km`."""
    return list(_in_order(offered_class().filter(pk__in=classes), near))


def _keys(found: QuerySet[RoundClass], near: str) -> list[int]:
    return list(_in_order(found, near).values_list("pk", flat=True))


def _filtered(asked: Asked, among: QuerySet[RoundClass]) -> QuerySet[RoundClass]:
    if asked.field:
        among = among.filter(**{f"{CLASS}__programme__field": asked.field})
    for region in (asked.province, asked.place):
        if region:
            among = among.filter(Q(**{PLACE: region}) | Q(**{f"{PLACE}__code__startswith": f"{region}."}))
    if asked.bed:
        with_bed = Q(opening__beds_men__gt=0) | Q(opening__beds_women__gt=0)
        among = among.filter(with_bed if asked.bed == "ya" else ~with_bed)
    if asked.month:
        year, month = map(int, asked.month.split("-"))
        among = among.filter(**{f"{CLASS}__starts_on__year": year, f"{CLASS}__starts_on__month": month})
    if asked.guarantee:
        guaranteed = SeatGroup.objects.filter(
            opening=OuterRef("opening"), guarantee=True, tiers__0__contains=[DISABILITY]
        )
        among = among.filter(Exists(guaranteed))
    return among


def terms_of(said: str) -> list[str]:
    """Return the words that tell something; "pelatihan" alone is still looked for."""
    every = words(said).split()[:6]
    return [word for word in every if word not in IDLE] or every


def _saying(among: QuerySet[RoundClass], terms: Sequence[str], names: FieldNames) -> QuerySet[RoundClass]:
    """Narrow to classes of which every word says something: programme, field, job, organiser, place or code."""
    found = named(terms, Programme, Organisation)
    for term in terms:
        places = Region.objects.filter(level__lte=RegionLevel.REGENCY, name__iregex=rf"\m{term}")
        code = "icontains" if any(sign.isdigit() for sign in term) else "istartswith"
        among = among.filter(
            Q(**{f"{CLASS}__programme__in": found[term, Programme]})
            | Q(**{f"{CLASS}__programme__field__in": fields_named(term, names)})
            | Q(**{f"{CLASS}__organiser__in": found[term, Organisation]})
            | Q(**{f"{PLACE}__in": places.values("pk")})
            | Q(**{f"{CLASS}__code__{code}": term})
        )
    return among


def fields_named(term: str, names: FieldNames) -> set[str]:
    """Return the fields so named, or that lead to a job so named, by a relative of the word or its beginning."""
    sought = roots(term)
    long = [root for root in sought if len(root) > 3]  # a shorter one must be the whole of a joined name
    told = [
        fields
        for spelling, fields in names.whole.items()
        if sought & roots(spelling) or any(root in spelling for root in long)
    ]
    told += [
        fields
        for word, fields in names.words.items()
        if sought & roots(word) or (len(term) > 3 and word.startswith(term))
    ]
    return set().union(*told)


def _read_again(
    terms: list[str], among: QuerySet[RoundClass], fields: FieldNames
) -> tuple[tuple[str, str], ...]:
    """Return typing errors with the word that was probably meant; asked only where nothing was found."""
    rows = among.order_by().values_list(
        f"{CLASS}__programme__field", f"{CLASS}__programme__name", f"{CLASS}__organiser__name", f"{PLACE}__name"
    )  # fmt: skip
    vocabulary, taught = set[str](), set[str]()
    for field, *names, _n in _groups(rows, ((0,), (1,), (2,), (3,))):
        vocabulary |= {word for name in names if name for word in words(name).split()}
        taught |= {field}
    for spellings in fields:
        vocabulary |= {spelling for spelling, leads in spellings.items() if leads & taught}
    told = [(term, nearest(term, vocabulary)) for term in terms if term not in vocabulary]
    return tuple((term, meant) for term, meant in told if meant is not None)


def _in_order(found: QuerySet[RoundClass], near: str) -> QuerySet[RoundClass]:
    if not near:
        return found.order_by("round__closes_on", "round", "position")
    home = RegionCentre.objects.filter(pk=near).first()
    same_province = Q(**{f"{PLACE}__code__startswith": f"{near[:2]}."})
    unknown = Cast(Value(None), FloatField())  # then: the own regency, its province, the rest
    far = (
        _distance(home, F(f"{PLACE}__centre__latitude"), F(f"{PLACE}__centre__longitude"))
        if home
        else unknown
    )
    found = found.annotate(km=far, own=Q(**{PLACE: near}), here=same_province)
    return found.order_by(
        F("own").desc(nulls_last=True), F("km").asc(nulls_last=True), F("here").desc(nulls_last=True),
        "round__closes_on", "round", "position",
    )  # fmt: skip


def _distance(home: RegionCentre, latitude: F, longitude: F) -> Combinable:
    """The great circle between two seats in kilometres (haversine)."""
    up = Power(Sin(Radians(latitude - home.latitude) / 2.0), 2)
    along = Power(Sin(Radians(longitude - home.longitude) / 2.0), 2)
    return 2 * EARTH * ASin(Sqrt(up + cos(radians(home.latitude)) * Cos(Radians(latitude)) * along))


def _kilometres(near: str, places: Collection[str]) -> dict[str, float]:
    home = RegionCentre.objects.filter(pk=near).first()
    if home is None:
        return {}
    far = RegionCentre.objects.filter(pk__in=places)
    return dict(far.annotate(km=_distance(home, F("latitude"), F("longitude"))).values_list("pk", "km"))


@dataclass(frozen=True)
class Day:
    """What begins or ends on one day of the calendar."""

    day: date
    opens: list[RoundClass]
    closes: list[RoundClass]
    starts: list[RoundClass]


def days_of(asked: Asked, year: int, month: int, today: date) -> list[Day]:
    """Return the days of a month on which a round opens or closes (told once) or a class starts."""
    dates = ("round__opens_on", "round__closes_on", f"{CLASS}__starts_on")
    within = Q()
    for name in dates:
        within |= Q(**{f"{name}__year": year, f"{name}__month": month})
    found = found_by(replace(asked, month="", near=""), announced(today)).classes
    told = _in_order(offered_class().filter(within, pk__in=found), "")
    days: dict[date, Day] = {}
    seen: set[tuple[str, int]] = set()
    for one in told[:FIRST_OF_A_MONTH]:
        for kind, when in (
            ("opens", one.round.opens_on), ("closes", one.round.closes_on),
            ("starts", one.opening.training_class.starts_on),
        ):  # fmt: skip
            key = (kind, one.pk if kind == "starts" else one.round_id)
            if (when.year, when.month) == (year, month) and key not in seen:
                seen.add(key)
                getattr(days.setdefault(when, Day(when, [], [], [])), kind).append(one)
    return [days[when] for when in sorted(days)]


def offered_class() -> QuerySet[RoundClass]:
    """Classes of every round that was ever announced: an address that was passed on stays good."""
    found = RoundClass.objects.exclude(round__state=RoundState.DRAFT)
    return found.select_related(
        "round__centre", "opening__minimum_education", f"{CLASS}__programme__field", f"{PLACE}__parent"
    )


def regencies_by_province() -> list[tuple[str, str, str]]:
    """Return code, name and province of every regency, those of a province together."""
    rows = Region.objects.filter(level=RegionLevel.REGENCY, retired=False)
    return list(rows.order_by("code").values_list("code", "name", "parent__name"))
