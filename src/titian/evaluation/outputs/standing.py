"""Where a printed evaluation stands: a draft, a signed version or one that was withdrawn."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext as _

from titian.evaluation.models import Publication
from titian.evaluation.states import PublicationState

HASH_SHOWN = 16


class Standing(NamedTuple):
    """Nothing, or the version it is part of and its state there."""

    version: int | None = None
    state: str = ""
    sha256: str = ""

    @property
    def footer(self) -> str:
        if self.version is None:
            return _("Belum diterbitkan")
        words = {
            PublicationState.SIGNED: _("Terbitan versi %(version)s"),
            PublicationState.WITHDRAWN: _("Terbitan versi %(version)s, ditarik"),
        }.get(PublicationState(self.state), _("Rancangan versi %(version)s, belum diterbitkan"))
        return words % {"version": self.version}

    @property
    def watermark(self) -> str:
        """The word across each page, '' where the paper may be handed on as it is."""
        if self.state == PublicationState.SIGNED:
            return ""
        return _("DITARIK") if self.state == PublicationState.WITHDRAWN else _("RANCANGAN")

    @property
    def fingerprint(self) -> str:
        return f"SHA-256 {self.sha256}" if self.sha256 else ""


DRAFT = Standing()


def standing_of(publication: Publication) -> Standing:
    return Standing(publication.version, publication.state, publication.sha256)
