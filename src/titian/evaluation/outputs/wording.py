"""How figures read: never without what they are a part of, and honest where little or nothing is known."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from titian.core import formats
from titian.evaluation.document import Figure, FigureState, Unit

FEW = 30  # Below this many people one percentage would claim too much: the interval is told instead.


class Reading(NamedTuple):
    """A figure in words: what one reads first, and what it rests on."""

    main: str
    detail: str

    @property
    def without_number(self) -> bool:
        """Words may break over lines where a number may not."""
        return not any(character.isdigit() for character in self.main)


def count(number: int | None) -> str:
    return formats.number(number)


def share(part: float | None, places: int = 2) -> str:
    """Return 0.5481 as '54,81 %'; a whole percentage has no decimals."""
    if part is None:
        return formats.percent(None)
    percent = round(part * 100, places)
    return formats.percent(part, 0 if percent == int(percent) else places)


def bounds(low: float | None, high: float | None) -> str:
    """Return an interval of proportions in whole per cent, such as '81–100 %'; a narrow one with a decimal."""
    if low is None or high is None:
        return ""
    digits = 0 if formats.number(low * 100) != formats.number(high * 100) else 1
    return f"{formats.number(low * 100, digits)}–{formats.percent(high, digits)}"


def span(low: int, high: int) -> str:
    """Return a range of counts, or one count where both ends meet."""
    return count(low) if low == high else f"{count(low)}–{count(high)}"


def day(when: date | None) -> str:
    return formats.day(when)


def of_total(part: int, total: int) -> str:
    return _("%(part)s dari %(total)s") % {"part": count(part), "total": count(total)}


def state(figure: Figure) -> str:
    """Return why there is no figure."""
    return _("belum dapat dihitung") if figure.state is FigureState.TOO_YOUNG else _("belum didata")


def reading(figure: Figure) -> Reading:
    """Return the figure as a reader should take it."""
    if not figure.known or figure.value is None:
        return Reading(state(figure), _left_out(figure))
    if figure.unit is not Unit.SHARE:
        return Reading(_amount(figure), _joined(_rests_on(figure), _left_out(figure)))
    interval = bounds(figure.low, figure.high)
    few = figure.denominator is not None and figure.denominator < FEW
    if interval and few:
        return Reading(interval, _joined(_parts(figure), _left_out(figure)))
    told = _("rentang %(interval)s") % {"interval": interval} if interval else ""
    return Reading(_share_of(figure), _joined(_parts(figure), told, _left_out(figure)))


def on_tile(figure: Figure) -> Reading:
    """Return the figure for a tile: the number large, its unit below."""
    if not figure.known or figure.value is None or figure.unit is Unit.SHARE:
        return reading(figure)
    digits = 0 if figure.value == int(figure.value) else 1
    return Reading(formats.number(figure.value, digits), _joined(unit_name(figure.unit), _left_out(figure)))


def in_cell(figure: Figure) -> Reading:
    """Return the figure for a narrow column: parts, interval and what was left out in lines of their own."""
    if not figure.known:
        return Reading(state(figure), "")
    read = reading(figure)
    if figure.unit is not Unit.SHARE:
        return read
    interval = bounds(figure.low, figure.high)
    lines = [_parts(figure), "" if read.main == interval else interval, _left_out(figure).replace("; ", "\n")]
    return Reading(read.main, "\n".join(line for line in lines if line))


def one_line(figure: Figure) -> str:
    """Return the figure and what it rests on in one line, for a narrow table."""
    read = reading(figure)
    return f"{read.main} ({read.detail})" if read.detail else read.main


def unit_name(unit: Unit) -> str:
    return {
        Unit.SHARE: "%",
        Unit.PACKAGES: _("paket"),
        Unit.PEOPLE: _("orang"),
        Unit.SEATS: _("kursi"),
        Unit.RUPIAH: _("rupiah"),
        Unit.RUPIAH_A_MONTH: _("rupiah per bulan"),
        Unit.DAYS: _("hari"),
        Unit.REGENCIES: _("kabupaten/kota"),
        Unit.SEATS_PER_1000: _("kursi per 1.000 penganggur"),
    }[unit]


def _share_of(figure: Figure) -> str:
    if figure.state is FigureState.RANGE and figure.value_high is not None and figure.value is not None:
        digits = 0 if {figure.value, figure.value_high} <= {0.0, 1.0} else 1
        return f"{formats.number(figure.value * 100, digits)}–{formats.percent(figure.value_high, digits)}"
    return share(figure.value)


def _parts(figure: Figure) -> str:
    if figure.numerator is None or figure.denominator is None:
        return ""
    part = span(figure.numerator, figure.numerator_high or figure.numerator)
    return _("%(part)s dari %(total)s") % {"part": part, "total": count(figure.denominator)}


def _rests_on(figure: Figure) -> str:
    """Return what an amount is of; a count is of nothing but itself."""
    if figure.denominator is None or figure.numerator is not None:
        return _parts(figure)
    return _("dari %(n)s orang") % {"n": count(figure.denominator)}


def _amount(figure: Figure) -> str:
    value = figure.value or 0
    if figure.unit is Unit.RUPIAH:
        return formats.rupiah(round(value))
    if figure.unit is Unit.RUPIAH_A_MONTH:
        return _("%(amount)s per bulan") % {"amount": formats.rupiah(round(value))}
    text = formats.number(value, 0 if value == int(value) else 1)
    return f"{text} {unit_name(figure.unit)}"


def _left_out(figure: Figure) -> str:
    return _joined(
        _("%(n)s belum didata") % {"n": count(figure.missing)} if figure.missing else "",
        _("%(n)s belum cukup lama lulus") % {"n": count(figure.too_young)} if figure.too_young else "",
    )


def _joined(*parts: str) -> str:
    return "; ".join(part for part in parts if part)
