"""The public catalogue among 10,000 open classes: what a search costs, beside the same search read row by row."""

from __future__ import annotations

from statistics import median

from django.db import connection
from django.db.models import F, Value
from django.db.models.functions import Concat, Lower
from django.test import Client
from django.utils import timezone

from benchmarks import database
from benchmarks.measuring import paired, seconds
from benchmarks.report import Figure, Report
from titian.admissions.queries.catalogue import CLASS, PLACE, Asked, announced, found_by, open_on, shown
from titian.core.affixes import PREFIXES, SHORTEST_ROOT, roots

DATABASE = True
CLASSES = {"small": 2_000, "full": 10_000}
RUNS = {"small": 3, "full": 9}
ROUND = 16
WANTED = 0.2  # seconds, of a whole page
PATH = "/pelatihan-dibuka/"
# Another form of a word, a word and a place, a job that no class is named after, a typing error, nothing.
SEARCHES = ("penjahit", "las banyuwangi", "welder", "barsita", "")
NAMES = (
    "Menjahit Pakaian Wanita", "Menjahit Pakaian dengan Mesin", "Pengelasan SMAW 3G", "Las GTAW", "Barista Kopi",
    "Pembuatan Roti dan Kue", "Tata Kecantikan Kulit", "Tata Rias Pengantin", "Pemasangan Instalasi Listrik",
    "Instalasi Panel Surya", "Servis Sepeda Motor Injeksi", "Pemeliharaan Kendaraan Ringan", "Operator Komputer",
    "Desain Grafis", "Pemrograman Web", "Teknisi Pendingin Ruangan", "Pengolahan Hasil Pertanian",
    "Budidaya Ikan Air Tawar", "Furnitur Kayu", "Mekanik Alat Berat", "Pelayanan Hotel", "Bahasa Jepang",
    "Gambar Bangunan AutoCAD", "Membatik", "Administrasi Perkantoran",
)  # fmt: skip
LEVELS = ("", " Tingkat Dasar", " Tingkat Lanjut", " bagi Penyandang Disabilitas", " Wirausaha")
POPULATE = (
    """
    CREATE TEMP TABLE place AS SELECT code, row_number() OVER (ORDER BY code) - 1 AS n FROM standards_region
    WHERE level = 2 AND NOT retired
    """,
    """
    INSERT INTO network_organisation (kind_id, name, name_key, short_name, region_id, confirmed, is_demo, created_at,
        updated_at)
    SELECT (SELECT code FROM standards_providerkind ORDER BY code LIMIT 1), 'Balai Latihan Kerja ' || r.name,
        'benchblk' || p.n, '', p.code, true, true, now(), now()
    FROM place p JOIN standards_region r USING (code)
    """,
    """
    CREATE TEMP TABLE house AS SELECT id, row_number() OVER (ORDER BY id) - 1 AS n FROM network_organisation
    WHERE name_key LIKE 'benchblk%%'
    """,
    """
    INSERT INTO programmes_programme (owner_id, name, name_key, field_id, minimum_age, created_at, updated_at)
    SELECT h.id, b.name || l.name, 'bench' || b.n || '-' || l.n, f.code, 17, now(), now()
    FROM house h CROSS JOIN LATERAL generate_series(0, 19) AS s
    JOIN unnest(%(names)s::text[]) WITH ORDINALITY AS b(name, n) ON b.n = 1 + (h.n * 7 + s) %% %(n_names)s
    JOIN unnest(%(levels)s::text[]) WITH ORDINALITY AS l(name, n) ON l.n = 1 + (h.n + s / 5) %% 5
    JOIN (SELECT code, row_number() OVER (ORDER BY code) AS n, count(*) OVER () AS every FROM standards_field) f
        ON f.n = 1 + b.n %% f.every
    """,
    """
    CREATE TEMP TABLE taught AS SELECT id, owner_id, row_number() OVER (ORDER BY name_key, id) - 1 AS n,
        count(*) OVER () AS every FROM programmes_programme WHERE name_key LIKE 'bench%%'
    """,
    """
    CREATE TEMP TABLE made AS SELECT nextval('planning_trainingclass_id_seq') AS class_id,
        nextval('planning_opening_id_seq') AS opening_id, n FROM generate_series(0, %(classes)s - 1) AS n
    """,
    """
    INSERT INTO planning_trainingclass (id, centre_id, year, code, organiser_id, programme_id, channel_id, wave,
        capacity, starts_on, ends_on, is_demo, created_at, updated_at)
    SELECT m.class_id, t.owner_id, 2026, 'BENCH-' || m.n, t.owner_id, t.id,
        (SELECT code FROM standards_channel ORDER BY code LIMIT 1), '', 16, %(today)s::date + 40 + m.n %% 90,
        %(today)s::date + 80 + m.n %% 90, true, now(), now()
    FROM made m JOIN taught t ON t.n = m.n %% t.every
    """,
    """
    INSERT INTO planning_opening (id, training_class_id, decree, seats, reserves, beds_men, beds_women,
        accessible_beds_men, accessible_beds_women, minimum_age, must_read, must_not_work, must_not_study, regions,
        only_sex, only_sex_reason, written_weight, interview_weight, band, pass_mark, locked, created_at, updated_at)
    SELECT opening_id, class_id, 'KEP 1', 16, 2, n %% 2 * 8, n %% 2 * 8, 0, 0, 17, true, false, false, '{}', '', '',
        60, 40, 1, 0, true, now(), now() FROM made
    """,
    """
    INSERT INTO admissions_admissionround (id, state, centre_id, name, opens_on, closes_on, offer_days,
        repeat_months, root, leaves, thrown, seed, published, aborted_reason, is_demo, created_at, updated_at)
    SELECT 1000000 + n, 'open', (SELECT id FROM house h WHERE h.n = g.n %% (SELECT count(*) FROM house)),
        'Gelombang ' || n, %(today)s::date - 3, %(today)s::date + 5 + n %% 25, 5, 12, '', '[]', '', '', '{}', '',
        true, now(), now()
    FROM generate_series(0, %(classes)s / %(round)s) AS g(n)
    """,
    """
    INSERT INTO admissions_roundclass (round_id, opening_id, position)
    SELECT 1000000 + n / %(round)s, opening_id, n %% %(round)s FROM made
    """,
    # Classes of former years, which no search reads.
    """
    INSERT INTO planning_trainingclass (centre_id, year, code, organiser_id, programme_id, channel_id, wave,
        capacity, starts_on, ends_on, is_demo, created_at, updated_at)
    SELECT t.owner_id, 2020 + g.n %% 6, 'OLD-' || g.n, t.owner_id, t.id,
        (SELECT code FROM standards_channel ORDER BY code LIMIT 1), '', 16, DATE '2020-01-01' + (g.n %% 2000)::int,
        DATE '2020-03-01' + (g.n %% 2000)::int, true, now(), now()
    FROM generate_series(0, 6 * %(classes)s) AS g(n) JOIN taught t ON t.n = g.n %% t.every
    """,
)


def run(size: str) -> Report:
    classes, runs = CLASSES[size], RUNS[size]
    _populate(classes)
    client = Client(headers={"host": "localhost"})
    figures = []
    for words in SEARCHES:
        pair = paired(lambda said=words: _search(said), lambda said=words: _row_by_row(said), runs=runs)  # type: ignore[misc]
        pages = [seconds(lambda said=words: _page(client, said)) for _run in range(runs + 1)][1:]  # type: ignore[misc]
        page, bare = median(pages), paired(_first_rows, _first_rows, runs=runs)
        found = found_by(Asked(words=words), open_on(timezone.localdate()))
        figures.append(
            Figure(
                f"“{words}” looked for" if words else "no word, every class", pair.ours,
                "the same words as a regular expression over every open class", pair.peer,
                "count and first page without words, by SQL", bare.ours,
                f"median of {runs} paired runs, the search alone",
                f"the whole page {page * 1000:.0f} ms of {WANTED * 1000:.0f} ms",
                page < WANTED if size == "full" else None,
                {"page_seconds": page, "found": len(found.classes), "read_as": found.read_as},
            )
        )  # fmt: skip
    return Report(
        "What does a search of the public catalogue cost?",
        {"open_classes": classes, "runs": runs},
        tuple(figures),
    )


def _populate(classes: int) -> None:
    name = connection.settings_dict["NAME"]
    values = {
        "names": list(NAMES), "levels": list(LEVELS), "n_names": len(NAMES), "classes": classes, "round": ROUND,
        "today": timezone.localdate(),
    }  # fmt: skip
    with database.superuser(name) as direct:
        direct.execute("SET session_replication_role = replica")
        for statement in POPULATE:
            direct.execute(statement.encode(), values)
        direct.execute("VACUUM ANALYZE")


def _page(client: Client, words: str) -> None:
    answer = client.get(PATH, {"cari": words})
    if answer.status_code != 200:
        raise RuntimeError(f"HTTP {answer.status_code}")


def _search(words: str) -> list[int]:
    found = found_by(Asked(words=words), open_on(timezone.localdate())).classes
    return [one.pk for one in shown(found[:20], "")]


def _row_by_row(words: str) -> list[int]:
    """The peer: names put together and read one by one, as a catalogue without an index does."""
    space = Value(" ")
    names = (f"{CLASS}__programme__name", f"{CLASS}__programme__field__name", f"{CLASS}__organiser__name",
             f"{CLASS}__code", f"{PLACE}__name")  # fmt: skip
    told = Lower(Concat(*[part for name in names for part in (F(name), space)]))
    found = open_on(timezone.localdate()).annotate(told=told)
    for word in words.split():
        found = found.filter(told__regex=_pattern(word))
    found.count()
    return [one.pk for one in found.order_by("round__closes_on", "round", "position")[:20]]


def _pattern(word: str) -> str:
    """Return a regular expression that finds the word, its beginning and its relatives."""
    swallowing = {"p": "(?:mem|pem)", "t": "(?:men|pen)", "s": "(?:meny|peny)", "k": "(?:meng|peng)"}
    any_prefix = f"(?:{'|'.join(prefix for prefix, _restored in PREFIXES)})"
    forms = []
    for root in sorted(roots(word)):
        forms.append(f"{any_prefix}{{0,2}}{root}")
        if swallowed := swallowing.get(root[0]):
            forms.append(f"(?:ke|di|se|ber|ter)?{swallowed}{root[1:]}")
    relatives = rf"\m(?:{'|'.join(forms)})(?:kan|an|i)?(?:nya)?\M"
    return rf"{relatives}|\m{word}" if len(word) >= SHORTEST_ROOT else relatives


def _first_rows() -> None:
    found = announced(timezone.localdate()).order_by("round__closes_on", "round", "position")
    found.count()
    list(found.values_list("pk", CLASS, PLACE)[:20])
