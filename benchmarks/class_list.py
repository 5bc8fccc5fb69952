"""The list of classes for staff among 60,000: whole pages for a centre, an office and the ministry."""

from __future__ import annotations

from statistics import median

from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client

from benchmarks import database
from benchmarks._site import session_of
from benchmarks.measuring import paired, seconds
from benchmarks.report import Figure, Report
from titian.core.access import acting_as
from titian.planning.models import TrainingClass

DATABASE = True
CLASSES = {"small": 6_000, "full": 60_000}
RUNS = {"small": 3, "full": 9}
WANTED = 0.1  # seconds, of a whole page
PATH = "/paket/"
PAGES = ("", "?cari=las", "?cari=BENCH-4711", "?tahun=2024", "?halaman=40")
READERS = (
    ("bench_head", "centre_head", "benchbpvp"),
    ("bench_office", "regency_office", "benchdinas%"),
    ("bench_ministry", "national_planner", "benchditjen"),
)
TRADES = ("Menjahit Pakaian", "Las SMAW 3G", "Barista Kopi", "Operator Komputer", "Desain Grafis", "Tata Rias",
          "Teknisi Pendingin", "Instalasi Listrik", "Servis Sepeda Motor", "Pengolahan Hasil Pertanian")  # fmt: skip
POPULATE = (
    """
    CREATE TEMP TABLE place AS SELECT code, row_number() OVER (ORDER BY code) - 1 AS n, count(*) OVER () AS every
    FROM standards_region WHERE level = 2 AND NOT retired
    """,
    # One big centre, 133 houses it supervises, 2,900 houses of their own in every regency, six offices, the ministry.
    """
    INSERT INTO network_organisation (kind_id, name, name_key, short_name, region_id, confirmed, is_demo, created_at,
        updated_at)
    SELECT kind, 'Rekaan ' || key, key, '', (SELECT code FROM place WHERE n = i * 7 %% every), true, true, now(), now()
    FROM (
        SELECT 'uptp_bpvp' AS kind, 'benchbpvp' AS key, 0 AS i
        UNION ALL SELECT 'blk_komunitas', 'benchown' || i, i FROM generate_series(1, 133) i
        UNION ALL SELECT 'uptp_bpvp', 'benchhouse' || i, i FROM generate_series(1, 2900) i
        UNION ALL SELECT 'agency_regency', 'benchdinas' || i, i FROM generate_series(1, 6) i
        UNION ALL SELECT 'directorate_general', 'benchditjen', 1
    ) made
    """,
    """
    INSERT INTO network_supervision (period, organisation_id, supervisor_id)
    SELECT '[2020-01-01,)', o.id, c.id FROM network_organisation o, network_organisation c
    WHERE o.name_key LIKE 'benchown%%' AND c.name_key = 'benchbpvp'
    """,
    """
    CREATE TEMP TABLE house AS
    SELECT o.id, CASE WHEN o.name_key LIKE 'benchown%%' THEN c.id ELSE o.id END AS centre,
        row_number() OVER (ORDER BY o.id) - 1 AS n, count(*) OVER () AS every
    FROM network_organisation o, network_organisation c
    WHERE o.name_key ~ '^bench(own|house)' AND c.name_key = 'benchbpvp'
    """,
    """
    INSERT INTO programmes_programme (owner_id, name, name_key, minimum_age, created_at, updated_at)
    SELECT h.id, t.name, replace(lower(t.name), ' ', '') || 'bench', 17, now(), now()
    FROM house h
    JOIN unnest(%(trades)s::text[]) WITH ORDINALITY AS t(name, i) ON t.i - 1 IN (h.n %% 10, (h.n + 3) %% 10)
    """,
    """
    INSERT INTO planning_trainingclass (centre_id, year, code, organiser_id, programme_id, channel_id, wave,
        capacity, starts_on, ends_on, is_demo, created_at, updated_at)
    SELECT h.centre, 2018 + g.n / h.every %% 9, 'BENCH-' || g.n, h.id,
        (SELECT min(id) FROM programmes_programme p WHERE p.owner_id = h.id),
        (SELECT code FROM standards_channel ORDER BY code LIMIT 1), '', 16,
        make_date((2018 + g.n / h.every %% 9)::int, 1, 1) + (g.n * 37 %% 300)::int,
        make_date((2018 + g.n / h.every %% 9)::int, 1, 1) + (g.n * 37 %% 300)::int + 40, true, now(), now()
    FROM generate_series(0, %(classes)s - 1) AS g(n) JOIN house h ON h.n = g.n %% h.every
    """,
    """
    INSERT INTO planning_classrole (training_class_id, organisation_id, part, period)
    SELECT id, organiser_id, 'organiser', daterange(starts_on, NULL) FROM planning_trainingclass
    """,
    """
    INSERT INTO accounts_user (password, is_superuser, username, email, is_staff, is_active, date_joined, name,
        language, is_system, is_demo, first_day_done_at)
    SELECT '!', false, username, '', false, true, now(), username, 'id', false, true, now()
    FROM unnest(%(readers)s::text[]) username
    """,
    """
    INSERT INTO mfa_authenticator (user_id, type, data, created_at) SELECT id, 'totp', '{}', now()
    FROM accounts_user WHERE username = ANY(%(readers)s::text[])
    """,
)


def run(size: str) -> Report:
    classes, runs = CLASSES[size], RUNS[size]
    _populate(classes)
    figures = []
    for username, role, _where in READERS:
        user = get_user_model().objects.get(username=username)
        client = Client(headers={"host": "localhost"})
        client.cookies["sessionid"] = session_of(user)
        for asked in PAGES:
            pages = [seconds(lambda at=asked, by=client: _page(by, at)) for _run in range(runs + 1)][1:]  # type: ignore[misc]
            with acting_as(user.pk):
                pair = paired(_first_rows, _first_rows, runs=runs)
                seen = TrainingClass.objects.visible_to(user).count()
            page = median(pages)
            figures.append(
                Figure(
                    f"{role}, {PATH}{asked}", page,
                    "the latest 25 of all classes, without count, rights or page", pair.ours,
                    "the same", pair.peer, f"median of {runs}, the whole page",
                    f"{WANTED * 1000:.0f} ms", page < WANTED if size == "full" else None, {"seen": seen},
                )
            )  # fmt: skip
    return Report(
        "What does the list of classes cost those who work with it?",
        {"classes": classes, "runs": runs},
        tuple(figures),
    )


def _populate(classes: int) -> None:
    name = connection.settings_dict["NAME"]
    values = {"trades": list(TRADES), "classes": classes, "readers": [one for one, _role, _where in READERS]}
    with database.superuser(name) as direct:
        direct.execute("SET session_replication_role = replica")
        for statement in POPULATE:
            direct.execute(statement.encode(), values)
        for username, role, where in READERS:
            direct.execute(
                "INSERT INTO network_membership (period, role, user_id, organisation_id, may_invite)"
                " SELECT '[2022-01-01,)', %s, (SELECT id FROM accounts_user WHERE username = %s), id, false"
                " FROM network_organisation WHERE name_key LIKE %s",
                [role, username, where],
            )
        direct.execute("VACUUM ANALYZE")


def _page(client: Client, asked: str) -> None:
    answer = client.get(f"{PATH}{asked}")
    if answer.status_code != 200:
        raise RuntimeError(f"HTTP {answer.status_code}")


def _first_rows() -> None:
    list(TrainingClass.objects.order_by("-starts_on", "code", "pk")[:25])
