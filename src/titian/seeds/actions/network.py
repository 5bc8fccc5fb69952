from __future__ import annotations

from datetime import date

from django.db import transaction

from titian.accounts.models import User
from titian.network.actions import (
    NewPromise,
    load_network,
    register_organisation,
    set_letterhead,
    sign_agreement,
    supervise,
)
from titian.network.models import Agreement, Organisation
from titian.network.models.agreement import AgreementKind, PromiseKind
from titian.network.queries import letterhead_of, organisation_by_name
from titian.seeds.files import CENTRE, YEAR, seed_table

SEATS_OF_THE_YEAR = 3270
LETTERHEAD = (
    "KEMENTERIAN KETENAGAKERJAAN REPUBLIK INDONESIA",
    "DIREKTORAT JENDERAL PEMBINAAN PELATIHAN VOKASI DAN PRODUKTIVITAS",
    "BALAI PELATIHAN VOKASI DAN PRODUKTIVITAS BANYUWANGI",
)


@transaction.atomic
def build_demo_network(actor: User) -> None:
    """Add to the public network what the demo invents: companies, a signatory, agreements with promises."""
    load_network(actor)
    centre = organisation_by_name(CENTRE)
    if letterhead_of(centre) is None:
        set_letterhead(
            centre,
            actor=actor,
            lines=LETTERHEAD,
            address="Kedungrejo, Kecamatan Muncar, Kabupaten Banyuwangi, Jawa Timur",
            place="Banyuwangi",
            signatory="Nama Kepala Balai (contoh peragaan)",
            signatory_number="0" * 18,
            signatory_post="Kepala BPVP Banyuwangi",
        )
    companies = _companies(centre, actor)
    _promise_cover(centre, actor)
    for row in seed_table("companies"):
        if row["places"]:
            _promise_work(centre, companies[row["name"]], int(row["places"]), actor)


def _companies(centre: Organisation, actor: User) -> dict[str, Organisation]:
    """Register the companies that train, so that the rosters find them as employers too."""
    rows = seed_table("companies")
    known = {
        one.name: one
        for one in Organisation.objects.filter(kind="lpk_company", name__in=[r["name"] for r in rows])
    }
    for row in rows:
        if row["name"] not in known:
            company = register_organisation("lpk_company", row["name"], actor=actor, is_demo=True)
            supervise(centre, company, actor=actor, on=date(YEAR, 1, 1), reason="Peragaan")
            known[row["name"]] = company
    return known


def _promise_cover(centre: Organisation, actor: User) -> None:
    insurer = organisation_by_name("BPJS Ketenagakerjaan")
    _sign_once(
        f"PKS pelindungan peserta pelatihan {YEAR} (contoh peragaan)",
        "Pelindungan JKK dan JKM bagi peserta pelatihan selama masa pelatihan.",
        centre,
        insurer,
        NewPromise(insurer, PromiseKind.COVERED, SEATS_OF_THE_YEAR),
        ends_on=date(YEAR, 12, 31),
        actor=actor,
    )


def _promise_work(centre: Organisation, company: Organisation, places: int, actor: User) -> None:
    _sign_once(
        f"PKS penempatan lulusan di {company.name} (contoh peragaan)",
        "Penerimaan lulusan pelatihan sebagai pekerja.",
        centre,
        company,
        NewPromise(company, PromiseKind.STARTED_WORK, places),
        ends_on=date(YEAR + 1, 12, 31),
        actor=actor,
    )


def _sign_once(
    title: str,
    scope: str,
    centre: Organisation,
    partner: Organisation,
    promise: NewPromise,
    *,
    ends_on: date,
    actor: User,
) -> None:
    if Agreement.objects.filter(title=title).exists():
        return
    sign_agreement(
        AgreementKind.WORKING,
        title,
        actor=actor,
        parties=[centre, partner],
        starts_on=date(YEAR, 1, 1),
        ends_on=ends_on,
        scope=scope,
        promises=[promise],
        is_demo=True,
    )
