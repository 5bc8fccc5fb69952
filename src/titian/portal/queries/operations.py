"""What can a programme ask of us? Read from the schema, so that the page never says otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from titian.network.models import Scope
from titian.portal.api import api

GROUPS = {
    "codelists": _("Daftar kode"),
    "rosters": _("Daftar peserta"),
    "evaluation": _("Evaluasi"),
    "public": _("Angka publik"),
}
PURPOSES = {  # what an operation is for, by the name of its view
    "code_lists": _("Daftar kode yang berlaku, dengan versi, sumber dan lisensinya."),
    "code_list_entries": _("Isian satu daftar kode menurut urutannya, termasuk yang tidak berlaku lagi."),
    "code_list_versions": _("Versi satu daftar kode yang pernah dimuat, terbaru lebih dahulu."),
    "region_entries": _("Provinsi, kabupaten/kota dan kecamatan menurut kode Kemendagri."),
    "loads": _("Riwayat muatan balai Anda dan binaannya, terbaru lebih dahulu."),
    "hand_in": _("Mengirim berkas daftar peserta untuk dibaca dan dinilai; belum ada yang dicatat."),
    "report": _("Laporan satu muatan: jumlah, baris ditahan, berulang dan hilang, menurut sel."),
    "carry_out_load": _("Menjalankan satu muatan: semua baris yang diterima dicatat, atau tidak satu pun."),
    "undo_load": _("Membatalkan satu muatan: yang dibawanya pergi, yang diubahnya kembali."),
    "held": _("Baris yang ditahan: letak, alasan dan sel yang perlu diperbaiki, tanpa isinya."),
    "centres": _("Balai yang evaluasinya boleh Anda baca, dengan tahunnya."),
    "document": _("Evaluasi satu balai dan tahun, sebatas yang boleh Anda baca."),
    "indicators": _("Arti setiap angka: pertanyaan, pembilang, penyebut, jendela waktu dan sumber."),
    "published": _("Balai yang menerbitkan angka, dengan tahunnya."),
    "tables": _("Tabel yang diterbitkan satu balai untuk satu tahun; sel kecil dilindungi."),
}


@dataclass(frozen=True)
class Parameter:
    name: str
    where: str
    required: bool


@dataclass(frozen=True)
class Operation:
    """One way to ask; `scope` is '' where no token is needed."""

    anchor: str
    method: str
    path: str
    purpose: str
    scope: str
    parameters: list[Parameter]
    statuses: list[str]


def operations() -> list[tuple[str, list[Operation]]]:
    """Return the operations by group, in the order of the schema."""
    schema: dict[str, Any] = api.get_openapi_schema()
    groups: dict[str, list[Operation]] = {}
    for path, methods in schema["paths"].items():
        for method, told in methods.items():
            tag = told["tags"][0]
            groups.setdefault(tag, []).append(
                Operation(
                    told["operationId"],
                    method.upper(),
                    path,
                    str(PURPOSES[_view(told["operationId"])]),
                    _scope(tag, method) if told.get("security") else "",
                    [*map(_parameter, told.get("parameters", [])), *_body(told, schema)],
                    [str(status) for status in told["responses"]],
                )
            )
    return [(str(GROUPS[tag]), rows) for tag, rows in groups.items()]


def _view(operation: str) -> str:
    return operation.split("_api_", 1)[1]


def _scope(tag: str, method: str) -> str:
    return Scope(f"{tag}:{'read' if method == 'get' else 'write'}").value


def _parameter(told: dict[str, Any]) -> Parameter:
    return Parameter(told["name"], told["in"], told.get("required", False))


def _body(told: dict[str, Any], schema: dict[str, Any]) -> list[Parameter]:
    found = []
    for content_type, content in told.get("requestBody", {}).get("content", {}).items():
        shape = content["schema"]
        if "$ref" in shape:
            shape = schema["components"]["schemas"][shape["$ref"].rsplit("/", 1)[1]]
        required = shape.get("required", [])
        found += [Parameter(name, content_type, name in required) for name in shape.get("properties", {})]
    return found
