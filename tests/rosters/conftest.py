from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from factories import network as network_factory
from factories.rosters import HEADINGS, TITLE, person, save
from titian.accounts.models import User
from titian.network.models import Organisation, Role
from titian.network.queries import organisation_by_name
from titian.rosters.actions import RosterFile, load_rosters
from titian.rosters.models import Load

# Invented people: NIK and birth date agree, of Banyuwangi.
ANI = {"Nama": "Ani Lestari", "NIK": "3510054107990001", "Tanggal Lahir": "01/07/1999", "L/P": "P"}
BUDI = {"Nama": "Budi Santoso", "NIK": "3510050203980002", "Tanggal Lahir": "02/03/1998", "L/P": "L"}
CITRA = {"Nama": "Citra Dewi", "NIK": "3510054405010003", "Tanggal Lahir": "04/05/2001", "L/P": "P"}


@pytest.fixture
def centre(country: User) -> Organisation:
    return organisation_by_name("BPVP Banyuwangi")


@pytest.fixture
def clerk(centre: Organisation) -> User:
    return network_factory.member(Role.CENTRE_CLERK, centre, name="Petugas Contoh")


@pytest.fixture
def roster(tmp_path: Path) -> Callable[..., Path]:
    """Write a roster of one class: `roster(ANI, BUDI, name="a.xlsx", package="INST-100")`."""

    def write(
        *people: dict[str, Any], name: str = "roster.xlsx", package: str = "INST-100", **title: str
    ) -> Path:
        lines = [[cell.replace("INST-100", package) for cell in row] for row in TITLE]
        if "programme" in title:
            lines[0] = [f"DAFTAR PESERTA PELATIHAN {title['programme']}"]
        if "days" in title:
            lines[3] = [f"Tanggal {title['days']}"]
        rows = [
            person(**{"No": number, "No. Sertifikat": f"{package}/{one['NIK'][-4:]}", **one})
            for number, one in enumerate(people, 1)
        ]
        return save(tmp_path / name, [*lines, HEADINGS, *rows], sheet=f"{package} Barista")

    return write


@pytest.fixture
def load(centre: Organisation, clerk: User, acting_as: Any) -> Callable[..., Load]:
    """Load files as the centre's clerk, under the serving role."""

    def run(*files: Path, **options: Any) -> Load:
        with acting_as(clerk):
            return load_rosters(
                [RosterFile(file, options.pop("channel", "institutional")) for file in files],
                centre=centre, year=2022, actor=clerk, **options,
            )  # fmt: skip

    return run
