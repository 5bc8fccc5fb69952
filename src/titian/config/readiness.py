"""What an installation must be told before it may serve real people."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

SETUP = "TITIAN_SETUP"  # set by commands that prepare or examine an installation


def why_not_ready(environment: Mapping[str, str], home: Path) -> list[str]:
    """Return the reasons, each in Indonesian and English; an empty list means ready."""
    reasons = []
    if not environment.get("TITIAN_ALLOWED_HOSTS", "").strip():
        reasons.append(
            "TITIAN_ALLOWED_HOSTS belum diisi: sebutkan nama host situs ini, misalnya titian.contoh.go.id. "
            "/ TITIAN_ALLOWED_HOSTS is not set: name the hosts of this site."
        )
    if not (home / "keys.json").exists():
        reasons.append(
            f"Berkas kunci {home / 'keys.json'} tidak ada: jalankan ./titian init, atau pulihkan berkas itu "
            "dari cadangan. / The keys file is missing: run ./titian init, or restore it from your backup."
        )
    if environment.get("TITIAN_TLS", "") not in {"proxy", "direct"}:
        reasons.append(
            "TITIAN_TLS belum diisi: tulis proxy bila TLS diakhiri di reverse proxy (yang mengirim "
            "X-Forwarded-Proto), atau direct bila dilayani langsung. / TITIAN_TLS is not set: proxy where a "
            "reverse proxy ends TLS (and sends X-Forwarded-Proto), or direct."
        )
    return reasons
