"""全国地方公共団体コード: five digits and a check digit."""

import re

from django.core.exceptions import ValidationError


def check_digit(five_digits: str) -> int:
    """The sixth digit: 11 minus the weighted sum (6,5,4,3,2) modulo 11, last figure.

    Source: 総務省「全国地方公共団体コード仕様」. 13116 (豊島区) gives 4.
    """
    total = sum(weight * int(digit) for weight, digit in zip((6, 5, 4, 3, 2), five_digits, strict=True))
    return (11 - total % 11) % 10 if total >= 11 else 11 - total


def validate_organisation_code(value: str) -> None:
    """Refuse anything but six digits with the right check digit."""
    if not re.fullmatch(r"[0-9]{6}", value):
        raise ValidationError("6桁の半角数字で入力してください。")
    if int(value[5]) != check_digit(value[:5]):
        raise ValidationError("検査数字（6桁目）が合いません。")
