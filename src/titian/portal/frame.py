"""What surrounds every page: who is here, where they may go, in which language."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.messages import get_messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

import titian
from titian.accounts.models import User
from titian.admissions.permissions import FOLLOWERS, RATERS
from titian.core.jinja import url as address
from titian.network.models import Role
from titian.network.permissions import OPEN_NETWORK
from titian.network.queries import roles_of
from titian.people.permissions import COUNTER, STAFF
from titian.people.queries import is_on_record
from titian.portal.queries.home import own_organisation
from titian.rosters.permissions import LOADERS
from titian.rosters.queries.hand_ins import links_to_hand_in, loads_own_rosters


@dataclass(frozen=True)
class Item:
    """A place to go; `current` is the value of aria-current: the page itself, or a part of the site."""

    label: str
    url: str
    current: str = ""


@dataclass(frozen=True)
class LanguageChoice:
    code: str
    label: str
    url: str


@dataclass(frozen=True)
class Frame:
    user: str
    organisation: str
    navigation: list[Item]
    footer: list[Item]
    languages: list[LanguageChoice]
    messages: list[Message]
    protection_contact: str
    version: str
    demo: bool
    sign_in_url: str
    sign_out_url: str
    account_url: str


def frame(request: HttpRequest) -> dict[str, Frame]:
    """Context processor of both template engines."""
    user = getattr(request, "user", None)
    signed_in = user if isinstance(user, User) and user.is_authenticated else None
    return {
        "frame": Frame(
            user=str(signed_in) if signed_in else "",
            organisation=own_organisation(signed_in) if signed_in else "",
            navigation=_navigation(request, signed_in),
            footer=_footer(),
            languages=_languages(request),
            messages=list(get_messages(request)),
            protection_contact=settings.DATA_PROTECTION_CONTACT,
            version=titian.__version__,
            demo=settings.MODE == "demo",
            sign_in_url=address("account_login"),
            sign_out_url=address("account_logout"),
            account_url=address("portal:account"),
        )
    }


def _navigation(request: HttpRequest, user: User | None) -> list[Item]:
    places = [(_("Beranda"), address("portal:home"))]
    if user:
        roles = roles_of(user, timezone.localdate())
        if roles & COUNTER:
            places.append((_("Loket"), address("people:counter")))
            places.append((_("Konseling"), address("counselling:caseload")))
        if roles & {Role.DISABILITY_UNIT}:
            places.append((_("Dukungan"), address("people:support")))
        if roles & {Role.DATA_PROTECTION}:
            places.append((_("Permintaan penghapusan"), address("people:deletions")))
        if roles & STAFF:
            places.append((_("Paket pelatihan"), address("portal:classes")))
            places.append((_("Cari orang"), address("portal:find")))
            places += _rosters(user) if roles & set(LOADERS) else []
            places.append((_("Evaluasi"), address("evaluation:index")))
        if roles & set(RATERS):
            places.append((_("Seleksi"), address("admissions:rounds")))
        if roles & set(FOLLOWERS):
            places.append((_("Calon asrama"), address("admissions:nominations")))
        if roles & OPEN_NETWORK:
            places.append((pgettext("daftar", "Lembaga"), address("network:organisations")))
        if not roles or is_on_record(user):
            places.append((_("Konseling saya"), address("counselling:mine")))
            places.append((_("Lamaran saya"), address("admissions:mine")))
            places.append((_("Data saya"), address("portal:my_data")))
    else:
        places.append((_("Pelatihan yang dibuka"), address("admissions:catalogue")))
        places.append((_("Daftar"), address("people:register")))
    places.append((_("Angka publik"), address("portal:public")))
    places.append((_("Arti angka"), address("portal:definitions")))
    return [Item(label, url, _current(request.path, url)) for label, url in places]


def _current(here: str, url: str) -> str:
    """Everything below a place belongs to it, except below the home page."""
    if here == url:
        return "page"
    return "true" if url != address("portal:home") and here.startswith(url) else ""


def _rosters(user: User) -> list[tuple[str, str]]:
    """Who sends rosters to a supervising centre is led there, and not past it."""
    today = timezone.localdate()
    sends = bool(links_to_hand_in(user, today))
    places = [(_("Kirim daftar peserta"), address("rosters:hand_in"))] if sends else []
    if not sends or loads_own_rosters(user, today):
        places.append((_("Daftar peserta"), address("rosters:history")))
    return places


def _footer() -> list[Item]:
    return [
        Item(_("Pelindungan data pribadi"), address("portal:privacy")),
        Item(_("Arti angka"), address("portal:definitions")),
        Item(_("Angka publik"), address("portal:public")),
        Item(_("Pelatihan yang dibuka"), address("admissions:catalogue")),
        Item(_("Undian dan hasil"), address("admissions:draws")),
    ]


def _languages(request: HttpRequest) -> list[LanguageChoice]:
    """The other languages; a visitor comes back to the same path and filters."""
    here = request.get_full_path() if request.method == "GET" else "/"
    return [
        LanguageChoice(code, label, f"{address('portal:language', code)}?{urlencode({'next': here})}")
        for code, label in settings.LANGUAGES
        if code != get_language()
    ]
