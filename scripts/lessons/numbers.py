"""Numbers as prose and outputs write them: −13.8, 1,797, 96.7%, $2.6 \\cdot 10^{13}$, 3.5 billion.

A number in prose is rounded. How much can be told by its digits: 0.048 is any value that is at most
half a unit of its last digit away, `27,000` any that rounds to so many thousands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
SCALES = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12}
CHINESE_SCALES = {"万亿": 12, "亿": 8, "百万": 6, "万": 4}
WORDS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]
CHINESE_WORDS = [*"零一二三四五六七八九十", "十一", "十二"]
WORD = re.compile(rf"\b(?:{'|'.join(WORDS)})\b|十[一二]?|[零一二两三四五六七八九]", re.IGNORECASE)

POWER = (
    r"10(?:\^\{(?P<{0}braced>[-\u2212]?\d+)\}|\^(?P<{0}digit>\d)|(?P<{0}raised>⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+))"
)
NUMBER = re.compile(
    # A hyphen behind a letter, a digit or a bracket is no sign.
    r"(?:(?<![\w)\]}.])(?P<sign>[-\u2212+]))?"
    # Behind ^ or _ it is an exponent or an index, in braces or not; in \frac{…} it is a number.
    r"(?:(?<![\w.^_])(?<![\^_]\{)|(?<=[-\u2212+]))"
    r"(?:"
    + POWER.replace("{0}", "bare_")
    + r"|(?P<digits>\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?P<decimals>\.\d*)?"
    r"(?:[eE](?P<exponent>[-+\u2212]?\d+)"
    r"|\s*(?:×|·|\\cdot|\\times)\s*" + POWER.replace("{0}", "") + r")?"
    r")"
    r"(?:\s*\\?(?P<percent>%)| (?P<scale>" + "|".join(SCALES) + r")\b"
    r"| (?P<chinese_scale>" + "|".join(CHINESE_SCALES) + r"))?"
)


@dataclass(frozen=True)
class Number:
    """A number in a text."""

    value: Decimal
    """What it says."""
    unit: Decimal
    """The worth of its last digit."""
    is_power: bool
    """Whether it is a bare power of ten, which says an order of magnitude only."""
    significant: int
    """How many digits it gives; zeros at the end of a whole number may only fill it up."""
    start: int
    end: int
    text: str

    def rounds(self, value: Decimal) -> bool:
        """Whether it is this value, rounded as it is rounded itself."""
        if self.is_power:
            return value * self.value > 0 and _order(value) == _order(self.value)
        return abs(value - self.value) <= self.unit * Decimal("0.500000001")


def _order(value: Decimal) -> int:
    """The power of ten that is nearest to a number."""
    return round(abs(value).log10())


def numbers(text: str) -> Iterator[Number]:
    """The numbers in a text, in order."""
    for match in NUMBER.finditer(text):
        sign = -1 if match["sign"] in ("-", "\u2212") else 1
        bare = _exponent(match, "bare_")
        if bare is not None:
            value, digits, exponent, is_power = Decimal(1), "1", bare, True
            unit = Decimal(1)
        else:
            written, decimals = match["digits"], (match["decimals"] or "")[1:]
            digits = written.replace(",", "") + decimals
            value = Decimal(digits).scaleb(-len(decimals))
            unit = Decimal(1).scaleb(-len(decimals))
            if "," in written and not decimals:
                unit = Decimal(1).scaleb(len(digits) - len(digits.rstrip("0")))
            exponent, is_power = _exponent(match, "") or 0, False
            if not decimals:
                digits = digits.rstrip("0")
        exponent += SCALES.get(match["scale"] or "", 0) - (2 if match["percent"] else 0)
        exponent += CHINESE_SCALES.get(match["chinese_scale"] or "", 0)
        yield Number(
            sign * value.scaleb(exponent),
            unit.scaleb(exponent),
            is_power,
            len(digits.lstrip("0")),
            match.start(),
            match.end(),
            match[0],
        )


def words(text: str) -> Iterator[Number]:
    """The small whole numbers that a text writes as words."""
    for match in WORD.finditer(text):
        word = match[0].lower().replace("两", "二")
        value = Decimal((WORDS if word in WORDS else CHINESE_WORDS).index(word))
        yield Number(value, Decimal(1), False, 1, match.start(), match.end(), match[0])


def _exponent(match: re.Match[str], prefix: str) -> int | None:
    """The power of ten that a match of `NUMBER` writes, in one of its forms."""
    if not prefix and match["exponent"]:
        return int(match["exponent"].replace("\u2212", "-"))
    for form in ("braced", "digit", "raised"):
        if match[prefix + form]:
            return int(match[prefix + form].translate(SUPERSCRIPTS).replace("\u2212", "-"))
    return None
