"""Numbers in a text as values with units, whatever their notation: 1,200,000 is 1.2 million, 12 % twelve percent."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Context, Decimal

from snowball_core.writing.dates import Date
from snowball_core.writing.units import (
    DECADE,
    LETTER_SCALES,
    ORDINAL,
    SCALE_OF,
    STRICT,
    UNIT_OF,
    WORDED,
    worded_value,
)

_EXACT = Context(prec=400)
_LONGEST_VALUE = 100
"""Digits; longer runs are compared as they are written."""

_GAP = "[ \u00a0\u202f\u2009]"
_VULGAR = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅛⅜⅝⅞"
_LETTERS = "A-Za-z_\u00c0-\u024f\u0370-\u03ff\u0400-\u04ff"
_NUMERAL = re.compile(
    rf"""
    (?<![{_LETTERS}0-9])(?<![A-Z]-)(?<!\d[.,:])
    (?P<sign>(?<![\w)\]])[-−](?=\S))?
    (?:(?P<currency>US\$|C\$|A\$|[$€£¥￥₹₩₽]|(?:USD|EUR|GBP|CHF|JPY|CNY|INR|CAD|AUD)(?=\W)){_GAP}?)?
    (?P<digits>
        (?P<clock>\d{{1,2}}:\d\d(?::\d\d)?)(?!\d)
      | (?P<grouped>\d{{1,3}}(?P<separator>[,.'’]|{_GAP})\d{{3}}(?:(?P=separator)\d{{3}})*(?!\d|(?P=separator)\d)
          (?:[.,]\d+(?![\d]))?)
      | (?P<lakhs>\d{{1,2}}(?:,\d\d)+,\d{{3}}(?!\d)(?:\.\d+)?)
      | (?P<version>\d+(?:\.\d+){{2,}})
      | \d+[.,]\d+
      | \d+
      | (?=[{_VULGAR}])
    )
    (?P<vulgar>\s?[{_VULGAR}])?
    """,
    re.VERBOSE,
)


def _alternatives(names: Iterable[str]) -> str:
    """The names as a pattern, the longest first; those of spaced scripts end where the word does."""
    ends = rf"(?!\w|-[{_LETTERS}])"
    patterns = (
        re.escape(name).replace(r"\ ", r"\s") + (ends if re.match(rf"[{_LETTERS}]", name[-1]) else "")
        for name in sorted(names, key=len, reverse=True)
    )
    return "|".join(patterns)


_SCALE = re.compile(rf"(?:{_GAP}|-)?(?P<name>{_alternatives(SCALE_OF)})\.?", re.IGNORECASE)
_LETTER_SCALE = re.compile(r"(?P<name>[kKMBT])(?!\w)")
_CURRENCY_SCALE = re.compile(rf"{_GAP}?(?P<name>m)(?!\w)")
_UNIT = re.compile(rf"(?:{_GAP}|-)?(?P<name>{_alternatives(UNIT_OF)})", re.IGNORECASE)
_ORDINAL = re.compile(r"(?:st|nd|rd|th|º|ª|ème|er)\b")
_DECADE = re.compile(r"(?:['’]?s|er)\b")
_RANGE = re.compile(r"\s?[-–—−]\s?|\s(?:to|bis|à|a|until|through|til|tot)\s")
_BETWEEN = re.compile(r"\s(?:and|und|et|y|e|en)\s")
_BEFORE_BETWEEN = re.compile(r"\b(?:between|zwischen|entre|tra|fra|tussen)\s+\Z", re.IGNORECASE)


@dataclass(frozen=True)
class Number:
    """A number in a text.

    Attributes:
        start, end: where it stands, with scale and unit.
        readings: its value as a decimal string; several where the notation is ambiguous (1.200), and the
            written form where it is no quantity (3.11.2, 10:30).
        unit: what it counts in one canonical word (`units.UNIT_OF`); "" when that is not known.
        scale: the power of ten that a word gave it (million: 6).
        worded: written in words.
    """

    start: int
    end: int
    readings: frozenset[str]
    unit: str = ""
    scale: int = 0
    worded: bool = False

    @property
    def canonical(self) -> tuple[str, str]:
        """One reading, the same for every notation of the same value, and the unit."""
        return max(self.readings, key=lambda reading: (len(reading.partition(".")[0]), reading)), self.unit

    @property
    def small_word(self) -> bool:
        """A number up to ten in words without a unit, as prose uses without counting anything."""
        return self.worded and not self.unit and all(len(r) == 1 or r == "10" for r in self.readings)

    def stated_by(self, other: Number) -> bool:
        """The other number has this value, and a unit that does not contradict this one's."""
        return bool(self.readings & other.readings) and unit_fits(self.unit, other.unit)


def unit_fits(unit: str, basis: str) -> bool:
    """A number in `unit` may be stated where the basis says `basis`: the same, or one of them unsaid and harmless."""
    return unit == basis or ("" in {unit, basis} and not {unit, basis} & STRICT)


def numbers(text: str, apart_from: Sequence[Date] = ()) -> list[Number]:
    """The numbers of a text in order, but those within the given dates.

    Read are groups and decimals of any language (1,200.5, 1.200,5, 1 200, 1'200, 12,00,000), non-Latin
    digits, fractions (½), scales, units and currencies, ordinals, decades, ranges (10–20 % is twice
    percent), and English number words. Digits that belong to a name (CO2, COVID-19) are no numbers.
    """
    digits = ascii_digits(text)
    found = [_from_digits(digits, numeral) for numeral in _NUMERAL.finditer(digits)]
    found += [_from_words(digits, words) for words in WORDED.finditer(digits)]
    free = [n for n in found if not any(n.start < date.end and date.start < n.end for date in apart_from)]
    return _with_ranges(digits, sorted(free, key=lambda number: number.start))


def ascii_digits(text: str) -> str:
    """The text with decimal digits and separators of all scripts as ASCII ones; its length is kept."""
    if text.isascii():
        return text
    return "".join(_ascii(character) for character in text)


def _ascii(character: str) -> str:
    if character.isascii() or not character.isdecimal():
        return {"٫": ".", "٬": ",", "．": "."}.get(character, character)
    return str(unicodedata.decimal(character))


# --- one number ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Suffix:
    """What stands behind the digits, and where it ends."""

    end: int
    unit: str = ""
    scale: int = 0


def _from_digits(text: str, found: re.Match[str]) -> Number:
    currency = UNIT_OF.get((found["currency"] or "").casefold(), "")
    suffix = _suffix(text, found.end(), currency)
    readings = frozenset(_signed(_scaled(value, suffix.scale), found["sign"]) for value in _values(found))
    return Number(found.start(), suffix.end, readings, currency or suffix.unit, suffix.scale)


def _from_words(text: str, found: re.Match[str]) -> Number:
    unit = _UNIT.match(text, found.end())
    value = _decimal_string(worded_value(found[0]))
    name = UNIT_OF[_folded(unit)] if unit else ""
    return Number(found.start(), unit.end() if unit else found.end(), frozenset({value}), name, worded=True)


def _values(found: re.Match[str]) -> list[str]:
    """The values that the digits may have, as decimal strings."""
    if found["clock"] or found["version"] or len(found["digits"]) > _LONGEST_VALUE:
        return [found["digits"]]
    if found["grouped"]:
        return [_decimal_string(Decimal(value)) for value in _grouped(found["grouped"], found["separator"])]
    if found["lakhs"]:
        return [_decimal_string(Decimal(found["lakhs"].replace(",", "")))]
    part = Decimal(str(unicodedata.numeric(found["vulgar"].strip()))) if found["vulgar"] else 0
    return [_decimal_string(Decimal(found["digits"].replace(",", ".") or 0) + part)]


def _grouped(digits: str, separator: str) -> list[str]:
    """Digits in groups of three; one group behind a point, or behind "0,", may also be decimals."""
    plain = digits.replace(separator, "").replace(",", ".")
    single = digits.count(separator) == 1 and len(digits.partition(separator)[2]) == 3
    decimal = digits.replace(",", ".")
    if single and separator in ".," and digits.startswith("0"):
        return [decimal]
    return [plain, decimal] if single and separator == "." else [plain]


def _suffix(text: str, end: int, currency: str) -> _Suffix:
    for pattern, unit in ((_ORDINAL, ORDINAL), (_DECADE, DECADE)):
        if found := pattern.match(text, end):
            return _Suffix(found.end(), unit)
    scale = (_CURRENCY_SCALE.match(text, end) if currency else None) or _LETTER_SCALE.match(text, end)
    if scale:
        return _with_unit(text, scale.end(), LETTER_SCALES[scale["name"]] if scale["name"] != "m" else 6)
    scale = _SCALE.match(text, end)
    return _with_unit(text, scale.end(), SCALE_OF[_folded(scale)]) if scale else _with_unit(text, end, 0)


def _with_unit(text: str, end: int, scale: int) -> _Suffix:
    unit = _UNIT.match(text, end)
    return _Suffix(unit.end(), UNIT_OF[_folded(unit)], scale) if unit else _Suffix(end, "", scale)


def _folded(found: re.Match[str]) -> str:
    return re.sub(r"\s", " ", found["name"].casefold())


def _scaled(value: str, power: int) -> str:
    try:
        return _decimal_string(_EXACT.scaleb(Decimal(value), power)) if power else value
    except ArithmeticError:
        return value


def _signed(value: str, sign: str | None) -> str:
    return f"-{value}" if sign else value


def _decimal_string(value: Decimal) -> str:
    return format(value.normalize(_EXACT), "f")


# --- ranges --------------------------------------------------------------------------------------


def _with_ranges(text: str, found: list[Number]) -> list[Number]:
    """The numbers, each of a range with what the other one says of both: unit, scale, century."""
    for position in range(len(found) - 1):
        first, second = found[position : position + 2]
        if _is_range(text, first, second):
            found[position] = _completed(first, second)
            found[position + 1] = _completed(_in_same_century(first, second), first)
    return found


def _is_range(text: str, first: Number, second: Number) -> bool:
    between = text[first.end : second.start]
    if _RANGE.fullmatch(between):
        return True
    return bool(_BETWEEN.fullmatch(between) and _BEFORE_BETWEEN.search(text, max(0, first.start - 20), first.start))


def _completed(number: Number, other: Number) -> Number:
    readings = number.readings
    if other.scale and not number.scale:
        readings |= {_scaled(value, other.scale) for value in readings if ":" not in value}
    plain = other.unit not in {ORDINAL, DECADE}
    return replace(number, readings=readings, unit=number.unit or (other.unit if plain else ""))


def _in_same_century(first: Number, second: Number) -> Number:
    """In 2019–21 the second year is 2021."""
    centuries = {value[:2] for value in first.readings if len(value) == 4 and value.isdecimal()}
    if second.unit or second.scale or not all(len(value) == 2 for value in second.readings):
        return second
    return replace(second, readings=second.readings | {c + v for c in centuries for v in second.readings})
