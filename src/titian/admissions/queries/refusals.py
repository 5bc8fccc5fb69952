"""Why was each class higher on a list not given, in words?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from titian.admissions.models import Application, Choice, DepartureCause, Result
from titian.admissions.queries.eligibility import entry_rules_of, facts_of
from titian.admissions.queries.published import first_run
from titian.admissions.rules import why_not_eligible
from titian.core.formats import number
from titian.planning.queries import groups_of


@dataclass(frozen=True)
class Refusal:
    """One choice that was not given, in words."""

    choice: Choice
    words: list[str]


def _cause(code: str) -> str:
    return str(DepartureCause(code).label)


def refusals_in_words(result: Result) -> list[Refusal]:
    """Return why each class higher on the list was not given: true, because the rule was run again to know it."""
    choices = {
        choice.pk: choice
        for choice in result.application.choices.select_related(
            "round_class__opening__training_class__programme", "round_class__opening__minimum_education"
        )
    }
    first = _groups_of_first_run(result)
    return [
        Refusal(
            choices[reason["choice"]],
            _words(choices[reason["choice"]], reason, first.get(reason["choice"], {}), result.application),
        )
        for reason in result.reasons
        if reason["choice"] in choices
    ]


def _groups_of_first_run(result: Result) -> dict[int, dict[int, list[Any]]]:
    """Return what the first result in force said, by choice and group, where a later run found all seats held."""
    if not any(len(group) > 3 and group[3] for reason in result.reasons for group in reason["groups"]):
        return {}
    run_id = first_run(result.application.round_id)
    former = Result.objects.filter(run=run_id, application=result.application).first()
    said = former.reasons if former else []
    return {one["choice"]: {group[0]: group for group in one["groups"]} for one in said}


def _words(
    choice: Choice, reason: dict[str, Any], first: dict[int, list[Any]], application: Application
) -> list[str]:
    opening = choice.round_class.opening
    if "removed" in reason:
        cause, basis = reason["removed"]
        return [
            _(
                "Anda dikeluarkan dari hasil ini oleh keputusan di luar aturan: %(cause)s. Dasarnya: %(basis)s."
            )
            % {"cause": _cause(cause), "basis": basis}
        ]
    if reason["mark"] is None:
        if unmet := why_not_eligible(facts_of(application), entry_rules_of(opening)):
            return unmet
        check = getattr(application, "document_check", None)
        if check is not None and not check.complete:
            return [_("Berkas tidak lengkap: %(what)s") % {"what": check.reason}]
        return [_("Anda tidak mengikuti semua tes, atau nilai Anda di bawah nilai batas %(mark)s.")
                % {"mark": opening.pass_mark}]  # fmt: skip
    told = [
        _(
            "Menurut aturan saja kursi di sini menjadi milik Anda. Ia hilang karena keputusan di luar aturan: "
            "%(cause)s. Dasarnya: %(basis)s."
        )
        % {"cause": _cause(cause), "basis": basis}
        for cause, basis in reason.get("lost", [])
    ]
    groups = groups_of(opening)
    for number_of_group, last, earlier, *more in reason["groups"]:
        group = groups[number_of_group]
        if any(more):
            told.append(
                _(
                    "Kursi %(group)s sudah dipegang orang dari hasil sebelumnya dan tidak diambil lagi dari mereka."
                )
                % {"group": group.name}
            )
            if number_of_group not in first:
                continue
            _group, last, earlier, *_more = first[number_of_group]
        if group.seats < 2:
            told.append(_("Kursi %(group)s sudah terisi.") % {"group": group.name})
        elif earlier or last is None:
            told.append(
                _("Kursi %(group)s habis oleh pelamar yang diutamakan di sana.") % {"group": group.name}
            )
        elif last == reason["mark"]:
            told.append(
                _(
                    "Kursi terakhir %(group)s diberikan pada nilai %(last)s. Nilai Anda sama; undian yang menentukan."
                )
                % {"group": group.name, "last": number(last)}
            )
        else:
            told.append(
                _("Kursi terakhir %(group)s diberikan pada nilai %(last)s. Nilai Anda %(own)s.")
                % {"group": group.name, "last": number(last), "own": number(reason["mark"])}
            )
    if not told:
        told.append(_("Tidak ada kursi di paket ini yang terbuka bagi cara ikut yang Anda pilih."))
    elif reason["needed"] is not None:
        told.append(
            _("Dengan nilai %(mark)s Anda akan diterima di sini, bila yang lain tidak berubah.")
            % {"mark": number(reason["needed"])}
        )
    return told
