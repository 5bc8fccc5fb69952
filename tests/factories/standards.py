"""Just enough of the code lists, without loading them."""

from __future__ import annotations

from datetime import date

from titian.core.text import key
from titian.standards.models import (
    Channel,
    CodeRelease,
    EducationLevel,
    Fund,
    JobStatus,
    ProviderKind,
    Region,
    UnemployedCount,
)

DAY = date(2022, 1, 1)


def release() -> CodeRelease:
    made, _new = CodeRelease.objects.get_or_create(
        code_list="test", version="1", defaults={"source": "-", "licence": "-", "sha256": "0" * 64}
    )
    return made


def region(code: str, name: str = "") -> Region:
    """Return a region by its dotted code, with those above it."""
    parent = region(code.rpartition(".")[0]) if "." in code else None
    made, _new = Region.objects.get_or_create(
        code=code,
        defaults={
            "name": name or f"Wilayah {code}",
            "name_key": key(name or f"Wilayah {code}"),
            "level": code.count(".") + 1,
            "parent": parent,
            "release": release(),
        },
    )
    return made


def unemployed(province: str, year: int, people: int) -> UnemployedCount:
    return UnemployedCount.objects.create(region=region(province), year=year, people=people, source="-")


def kind(code: str, name: str = "") -> ProviderKind:
    return _coded(ProviderKind, code, name, trains=code.startswith(("uptp", "uptd", "blk")))


def channel(code: str = "institutional", name: str = "Institusional") -> Channel:
    return _coded(Channel, code, name)


def fund(code: str = "APBN") -> Fund:
    return _coded(Fund, code, code)


def education(code: str = "SMA", rank: int = 4) -> EducationLevel:
    return _coded(EducationLevel, code, code, rank=rank)


def job_status(code: str = "employee", name: str = "Buruh/karyawan/pegawai") -> JobStatus:
    formal = "formal" if code == "employee" else "informal"
    working = code != "not_working"
    readings = {"statistics_reading": formal, "centre_reading": formal}
    return _coded(JobStatus, code, name, working=working, own_business=False, **readings)


def _coded(model, code: str, name: str, **more):
    made, _new = model.objects.get_or_create(
        code=code,
        defaults={"name": name or code, "name_en": f"{name or code} (en)", "release": release(), **more},
    )
    return made
