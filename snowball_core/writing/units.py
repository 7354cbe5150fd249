"""What stands around a number: its unit, its scale (million, Mrd., 万), and its words in English."""

from __future__ import annotations

import re
from decimal import Decimal

PERCENT = "%"
PERCENTAGE_POINT = "pp"
ORDINAL = "ordinal"
DECADE = "decade"

_UNITS = {
    PERCENT: "% ％ ٪ percent per_cent pct prozent pour_cent por_ciento por_cento per_cento procent prosent процентов",
    PERCENTAGE_POINT: "pp percentage_point percentage_points prozentpunkte prozentpunkten prozentpunkt",
    "‰": "‰ per_mille promille",
    "USD": "$ us$ usd dollar dollars us-dollar us-dollars dólares 美元 ドル",
    "EUR": "€ eur euro euros 欧元 ユーロ",
    "GBP": "£ gbp pound pounds",
    "JPY": "¥ ￥ jpy yen 円",
    "CNY": "cny rmb yuan renminbi 元",
    "INR": "₹ inr rupee rupees",
    "CHF": "chf franken francs",
    "KRW": "₩ krw 원",
    "RUB": "₽ rub ruble rubles рублей",
    "CAD": "c$ cad",
    "AUD": "a$ aud",
    "km": "km kilometre kilometres kilometer kilometers kilómetros kilomètres 公里",
    "m": "m metre metres meter meters metern mètres metros 米 メートル",
    "cm": "cm centimetre centimetres centimeter centimeters zentimeter",
    "mm": "mm millimetre millimetres millimeter millimeters",
    "mi": "mi mile miles meilen",
    "ft": "ft foot feet",
    "in": "inch inches",
    "km²": "km² km2 square_kilometres square_kilometers quadratkilometer",
    "m²": "m² m2 sqm square_metres square_meters quadratmeter",
    "ha": "ha hectare hectares hektar",
    "kg": "kg kilo kilos kilogram kilograms kilogramm",
    "g": "g gram grams gramm grammes gramos",
    "mg": "mg milligram milligrams milligramm",
    "t": "t tonne tonnes tonnen ton tons toneladas",
    "lb": "lb lbs",
    "l": "l litre litres liter liters litros",
    "ml": "ml millilitre millilitres milliliter milliliters",
    "W": "w watt watts",
    "kW": "kw kilowatt kilowatts",
    "MW": "mw megawatt megawatts",
    "GW": "gw gigawatt gigawatts",
    "kWh": "kwh kilowatt-hours kilowatt_hours kilowattstunden",
    "MWh": "mwh megawatt-hours megawatt_hours megawattstunden",
    "GWh": "gwh gigawatt-hours gigawatt_hours gigawattstunden",
    "TWh": "twh terawatt-hours terawatt_hours terawattstunden",
    "°C": "°c degrees_celsius grad_celsius celsius",
    "°F": "°f degrees_fahrenheit fahrenheit",
    "km/h": "km/h kmh",
    "mph": "mph",
    "MB": "mb megabyte megabytes",
    "GB": "gb gigabyte gigabytes",
    "TB": "tb terabyte terabytes",
    "year": "year years yr yrs jahr jahre jahren ans années año años anni anos jaar ans лет года 年",
    "month": "month months monat monate monaten mois mes meses mesi maanden 个月 か月 ヶ月",
    "week": "week weeks woche wochen semaine semaines semana semanas settimane weken 周 週間",
    "day": "day days tag tage tagen jour jours día días giorni dias dagen 天",
    "hour": "hour hours hr hrs h stunde stunden heure heures hora horas ore uur 小时 時間",
    "minute": "minute minutes min mins minuten minuto minutos minuti 分钟",
    "second": "second seconds sec secs s sekunde sekunden seconde secondes segundo segundos",
}
UNIT_OF = {name.replace("_", " "): unit for unit, names in _UNITS.items() for name in names.split()}
"""Casefolded ways of writing to units."""

STRICT = {PERCENT, PERCENTAGE_POINT, "‰", *(unit for unit in _UNITS if unit.isupper() and len(unit) == 3)}
"""Units that change a number's meaning: with and without them are not the same statement."""

_SCALES = {
    3: "thousand thousands tausend mille mila mil duizend tusen тысяч тыс 千 천",
    4: "万 萬 만",
    5: "lakh lakhs",
    6: "million millions millionen mio millón millones milhão milhões milione milioni miljoen miljon mln mn"
    " миллион миллионов млн 百万",
    7: "crore crores 千万",
    8: "億 亿 억",
    9: "billion billions bn milliarde milliarden mrd milliard milliards miliardo miliardi miljard mil_millones mld"
    " миллиард миллиардов млрд 十億 十亿",
    12: "trillion trillions tn billionen bio billón billones bilhões biljoen 兆 조",
}
SCALE_OF = {name.replace("_", " "): power for power, names in _SCALES.items() for name in names.split()}
"""Casefolded scale words to powers of ten."""

LETTER_SCALES = {"k": 3, "K": 3, "M": 6, "B": 9, "T": 12}
"""Scales that stand close behind the digits, in this case only; a small m is one behind a currency."""

_SMALL = {
    **{"zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9},
    **{"ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16},
    **{"seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50},
    **{"sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90},
}
_MULTIPLIERS = {"hundred": 100, "thousand": 1_000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_ANY = "|".join([*_SMALL, *_MULTIPLIERS])
_FIRST = rf"(?:{'|'.join(_SMALL)}|(?<=\ba )(?:{'|'.join(_MULTIPLIERS)}))"
WORDED = re.compile(rf"\b{_FIRST}(?:(?:\s+and\s+|[\s-]+)(?:{_ANY}))*\b", re.IGNORECASE)
"""A number in English words."""


def worded_value(words: str) -> Decimal:
    """The value of English number words, for example "two hundred and fifty thousand"."""
    total = group = 0
    for word in re.findall(r"[a-z]+", words.casefold()):
        if word in _SMALL:
            group += _SMALL[word]
        elif word == "hundred":
            group = (group or 1) * 100
        elif word in _MULTIPLIERS:
            total, group = total + (group or 1) * _MULTIPLIERS[word], 0
    return Decimal(total + group)
