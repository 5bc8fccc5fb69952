"""Every figure of every page of the evaluation from roll-ups, against the same figures from the raw records."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import date

from django.db import connection, connections
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from benchmarks import _participations, database
from benchmarks.measuring import p95, seconds
from benchmarks.report import Figure, Report
from titian.accounts.actions import system_actor
from titian.accounts.models import User
from titian.config.warm_up import warm_up
from titian.core.access import acting_as
from titian.core.periods import since
from titian.evaluation.actions.fold import FOLD
from titian.evaluation.actions.roll import REFRESHED_AT_ONCE, refresh_stale, roll_all, rolling
from titian.evaluation.outputs.tables.people import FIRST, FIRST_OF_REGENCY
from titian.evaluation.queries import cells
from titian.evaluation.queries.cells import Question
from titian.evaluation.queries.cohort import READ_OFF
from titian.evaluation.queries.compare import CUTS as COMPARED_BY
from titian.evaluation.queries.evaluate import CUTS as OF_THE_PAGE
from titian.evaluation.queries.placement import month_points
from titian.evaluation.queries.slices import slices
from titian.network.models import Membership, Organisation, Role

DATABASE = True
SIZES = {"small": 40_000, "full": 5_000_000}
PAGES = {"small": 20, "full": 200}  # pages of each kind for the p95
RAW_RUNS = {"small": 1, "full": 1}
MOVED = {"small": 2_000, "full": 20_000}
FEW, RUNS = (1, 100), 3
# A comparison shows at most six figures; over several centres those that add up.
ASKED = frozenset({"passed", "competent", "placed_6_graduates", "women", "wage", "days_to_work"})
ADDING_UP = frozenset(
    {"passed", "competent", "placed_6_graduates", "women", "status_working", "formal_statistics"}
)
# What the tables of a centre's page show of each value; of the whole year they show all.
SHOWN = {
    "regency": FIRST_OF_REGENCY,
    "programme": ("passed", "competent", "status_working", "placed_6_graduates"),
    "sex": FIRST,
    "education": FIRST,
}
WITHIN, TIMES, A_RECORD = 0.050, 100, 100e-6


def run(size: str) -> Report:
    warm_up()  # pages are read as a web process reads them
    name = str(connection.settings_dict["NAME"])
    with database.owner(name) as owner:
        start = time.perf_counter()
        nation = _participations.make(owner, SIZES[size])
        made = time.perf_counter() - start
    today = timezone.localdate()
    rolled = _roll_up(today)
    readers = _readers(nation)
    figures = [figure for reader in readers for figure in _pages(reader, size, today)]
    figures += _folding(nation, size, today)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_total_relation_size('evaluation_rollup') / 1048576,"
            " pg_total_relation_size('evaluation_participation') / 1048576"
        )
        rollup_mb, record_mb = cursor.fetchone()
    with acting_as(system_actor("shell").pk), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM evaluation_rollup")
        (rows,) = cursor.fetchone()
    return Report(
        "How long does every figure of an evaluation page take, and keeping the sums it is read from?",
        {
            "records": nation.records, "centres": _participations.CENTRES, "years": _participations.YEARS,
            "roll_up_rows": rows, "roll_up_mb": rollup_mb, "records_mb": record_mb,
            "generated_seconds": round(made, 1), "rolled_up_from_nothing_seconds": round(rolled, 1),
        },
        tuple(figures),
        (
            "Not from roll-ups: a day in the past (as_of), one cut narrowed by another, offices that see some"
            " regencies, and medians or different regencies over several centres or years: docs/methods/rollups.md.",
        ),
    )  # fmt: skip


class Reader:
    """Whose page it is and what is asked there."""

    def __init__(
        self,
        words: str,
        user: User,
        questions: list[tuple[Question, tuple[str, ...], bool]],
        shown: dict[str, tuple[str, ...]] | None = None,
    ) -> None:
        self.words, self.user, self.questions, self.shown = words, user, questions, shown

    def reads(self, question: Question, cuts: tuple[str, ...], whole_page: bool) -> dict[str, object]:
        """Return the page once every figure that the reader is shown is there, with its interval."""
        page = _page(question, cuts, whole_page)
        for cut, found in page.items():
            for part in found.values() if isinstance(found, dict) else ():
                shown = part.codes if self.shown is None else self.shown.get(cut, ())
                figures = tuple(part.figures) if self.shown is None else tuple(map(part.figure, shown))
                assert len(figures) == len(shown)
        return page


def _roll_up(today: date) -> float:
    with acting_as(system_actor("fold", using=FOLD).pk, using=FOLD), connections[FOLD].cursor() as cursor:
        start = time.perf_counter()
        roll_all(cursor, today=today)
        took = time.perf_counter() - start
    with database.superuser(str(connection.settings_dict["NAME"])) as owner:
        owner.execute("VACUUM ANALYZE evaluation_rollup")
        owner.execute("VACUUM ANALYZE evaluation_participation")
    return took


def _readers(nation: _participations.Nation) -> list[Reader]:
    today, year = timezone.localdate(), nation.last_year
    readers = []
    for words, pk in (("a middling centre", nation.small), ("the largest centre", nation.large)):
        head = User.objects.create_user(username=f"head{pk}", name="Kepala", password=None)
        Membership.objects.create(
            user=head, organisation_id=pk, role=Role.CENTRE_HEAD, period=since(date(2000, 1, 1))
        )
        asked = [(Question(pk, year, today, False, "35"), OF_THE_PAGE, True)]
        readers.append(Reader(f"{words}: the page of a year", head, asked, SHOWN))
        readers.append(
            Reader(f"{words}: the same year for machines, every figure of every value", head, asked)
        )
        compared = [
            (
                Question(pk, year, today, False, "35", (pk,), (year,), needs=ASKED),
                _with_whole(cut.dimension),
                False,
            )
            for cut in COMPARED_BY
        ]
        readers.append(Reader(f"{words}: a comparison", head, compared))
    planner = User.objects.create_user(username="planner", name="Perencana", password=None)
    Membership.objects.create(
        user=planner,
        organisation=Organisation.objects.filter(kind="directorate_general").first(),
        role=Role.NATIONAL_PLANNER,
        period=since(date(2000, 1, 1)),
    )
    everywhere = tuple(900_000 + place for place in range(1, _participations.CENTRES + 1))
    for words, years in (
        ("one year", (year,)),
        ("ten years", tuple(range(_participations.FIRST_YEAR, year + 1))),
    ):
        compared = [
            (
                Question(everywhere[0], year, today, False, "35", everywhere, years, needs=ADDING_UP),
                _with_whole(cut.dimension),
                False,
            )
            for cut in COMPARED_BY
        ]
        readers.append(Reader(f"the ministry: a comparison of all centres, {words}", planner, compared))
    return readers


def _with_whole(dimension: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(("", dimension)))


def _page(question: Question, cuts: tuple[str, ...], whole_page: bool) -> dict[str, object]:
    """Return what the pages are made of; figures are reckoned when they are read."""
    found = cells.cells_of(question, cuts)
    codes = question.needs
    whole = slices(found, "", names={}, codes=codes)[""]
    gate = {figure.code: figure for figure in whole.figures}
    answer: dict[str, object] = {
        cut: slices(found, cut, names={}, gate=gate, codes=codes) for cut in cuts if cut
    }
    return {**answer, "": tuple(whole.figures), "months": month_points(question) if whole_page else None}


def _bare(question: Question, cuts: tuple[str, ...]) -> Callable[[], object]:
    """The limit: the stored rows as they are, fetched without sums or figures."""
    centres, years = question.of_centres, question.of_years

    def fetch() -> object:
        with connection.cursor() as cursor:
            stored = [0] if len(centres) > 1 else centres
            held = ["" if cut == "year" else cut for cut in cuts]
            if len(centres) == 1:
                held = sorted({READ_OFF[cut][0] for cut in held if cut in READ_OFF})
            cursor.execute(
                "SELECT * FROM evaluation_rollup WHERE centre_id = ANY (%s) AND year = ANY (%s) AND cut = ANY (%s)",
                [stored, years, held],
            )
            return cursor.fetchall()

    return fetch


def _pages(reader: Reader, size: str, today: date) -> list[Figure]:
    with acting_as(reader.user.pk):
        times, bare = [], []
        for number in range(PAGES[size]):
            question, cuts, whole_page = reader.questions[number % len(reader.questions)]
            times.append(seconds(lambda q=question, c=cuts, w=whole_page: reader.reads(q, c, w)))
            bare.append(seconds(_bare(question, cuts)))
        raw, ours = [], []
        store_of, cells._store_of = cells._store_of, lambda _question: None
        try:
            # Ten years of a nation are minutes to count: once is enough.
            whole = len(reader.questions) == 1 or len(reader.questions[0][0].of_years) > 1
            sample = reader.questions[:1] + ([] if whole else reader.questions[4:5])
            counted = []
            for question, cuts, whole_page in sample:
                start = time.perf_counter()
                counted.append(reader.reads(question, cuts, whole_page))
                raw.append(time.perf_counter() - start)
        finally:
            cells._store_of = store_of
        for (question, cuts, whole_page), answer in zip(sample, counted, strict=True):
            ours.append(seconds(lambda q=question, c=cuts, w=whole_page: reader.reads(q, c, w)))
            _refuse_difference(_page(question, cuts, whole_page), answer)
    slow, ratio = p95(times), sum(raw) / sum(ours)
    return [
        Figure(
            reader.words, slow, "the same figures from the raw records (indexed by centre and year)",
            sum(raw) / len(raw), "the stored rows fetched bare", p95(bare),
            statistic=f"p95 of {len(times)} pages", wanted="50 ms at p95 and 100x the raw records",
            met=(slow <= WITHIN and ratio >= TIMES) if size == "full" else None,
            more={"times_raw_same_questions": ratio, "median": sorted(times)[len(times) // 2]},
        )
    ]  # fmt: skip


def _refuse_difference(rolled: dict[str, object], counted: dict[str, object]) -> None:
    """Counts that nobody asked for may be absent; each figure asked for is the same."""
    for cut, found in rolled.items():
        if isinstance(found, dict):
            other = counted[cut]
            assert isinstance(other, dict)
            assert found.keys() == other.keys(), cut
            for code, one in found.items():
                assert one.figures == other[code].figures, (cut, code)
        else:
            assert getattr(found, "figures", found) == getattr(counted[cut], "figures", counted[cut]), cut


def _folding(nation: _participations.Nation, size: str, today: date) -> list[Figure]:
    """Touched records of one roster (a centre's year), and as many strewn over the whole nation; few and many."""
    figures = []
    for words, chosen in (
        ("a roster of one centre's year", "centre_id = 900001 AND year = %(year)s ORDER BY enrolment_id"),
        ("records strewn over all centres and years", "true ORDER BY hashint8(enrolment_id)"),
    ):
        for touched in (*FEW, MOVED[size]):
            with (
                acting_as(system_actor("fold", using=FOLD).pk, using=FOLD),
                connections[FOLD].cursor() as cursor,
            ):
                cursor.execute(
                    f"SELECT enrolment_id FROM evaluation_participation WHERE {chosen} LIMIT {touched}",
                    {"year": nation.last_year},
                )
                figures.append(_fold(cursor, words, [pk for (pk,) in cursor.fetchall()], size, today))
    _refuse_drift(nation, today)
    return figures


def _fold(cursor: CursorWrapper, words: str, ids: list[int], size: str, today: date) -> Figure:
    """Every record changes in a sum of every cut; two in five of them go to another cell of one cut as well."""
    change = (
        "UPDATE evaluation_participation SET passed = NOT coalesce(passed, false),"
        " education = CASE education WHEN 'SD' THEN 'SMP' WHEN 'SMP' THEN 'SD' ELSE education END"
        " WHERE enrolment_id = ANY (%s)"
    )
    times, bare = [], []
    for _run in range(RUNS):
        start = time.perf_counter()
        cursor.execute(change, [ids])
        bare.append(time.perf_counter() - start)
        cursor.execute(change, [ids])
        start = time.perf_counter()
        with rolling(cursor, ids, today=today):
            inside = time.perf_counter()
            cursor.execute(change, [ids])
            inside = time.perf_counter() - inside
        times.append(time.perf_counter() - start - inside)
    with rolling(cursor, ids, today=today):
        start = time.perf_counter()
    unchanged = time.perf_counter() - start
    cursor.execute(
        "INSERT INTO evaluation_staleblock (centre_id, year) SELECT DISTINCT centre_id, year "
        "FROM evaluation_participation WHERE enrolment_id = ANY (%s) ON CONFLICT DO NOTHING",
        [ids],
    )
    start = time.perf_counter()
    renewed = refresh_stale(cursor, today=today, most=REFRESHED_AT_ONCE)
    renewing = time.perf_counter() - start
    each, peer = statistics.median(times) / len(ids), statistics.median(bare) / len(ids)
    return Figure(
        f"folding a touched record into both levels: {words} ({len(ids)} records)", each,
        "a bare UPDATE of the same records", peer, "the same UPDATE", peer,
        statistic=f"seconds a record, the median of {RUNS} folds; recounting medians of up to"
        f" {REFRESHED_AT_ONCE} centre-years included", wanted="100 microseconds, of many",
        met=each <= A_RECORD if size == "full" and len(ids) > max(FEW) else None,
        more={
            "centre_years_recounted": renewed, "recounting_seconds_a_record": renewing / len(ids),
            "unchanged_seconds_a_record": unchanged / len(ids),
        },
    )  # fmt: skip


def _refuse_drift(nation: _participations.Nation, today: date) -> None:
    """After the folds the sums of the country and of a centre are still those of a full recount."""
    with acting_as(system_actor("shell").pk):
        for centre in (nation.large, nation.small):
            question = Question(centre, nation.last_year, today, False, "35", needs=ADDING_UP)
            rolled, counted = cells._rolled(question, OF_THE_PAGE), cells._counted(question, OF_THE_PAGE)
            assert rolled is not None
            for cut, rows in rolled.items():
                for code, row in rows.items():
                    wrong = [
                        part
                        for part, value in row.items()
                        if value is not None
                        and part in cells.sums_of_people()[0].keys() & counted[cut][code].keys()
                        and value != counted[cut][code][part]
                    ]
                    assert not wrong, (cut, code, wrong)
