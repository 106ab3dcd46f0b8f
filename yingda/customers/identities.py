"""One form for every way of writing a number or an address, so that it is found by one look.

A phone number is kept as E.164 (`+8613800000001`). What is no subscriber's number, an extension or
a service number such as 10000, is kept as its bare digits.
"""

import re
import unicodedata
from typing import Final

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, ValidationResult

from yingda.customers.model import IdentityKind, Numbering

LONGEST_RAW: Final = 128
_SCHEME: Final = re.compile(r"^\s*(?:sips?|tel):", re.IGNORECASE)
_SHAPE: Final = re.compile(r"\+?[\d\s().\-/_~]*", re.ASCII)
_EMAIL: Final = re.compile(r"[^\s@<>\"',;:\\]{1,64}@[^\s@<>\"',;:\\.]+(\.[^\s@<>\"',;:\\.]+)+")
_ACCOUNT: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,63}")
_DIGITS: Final = (2, 15)


def normalise(kind: IdentityKind, raw: str, numbering: Numbering) -> str | None:
    """Return the normal form of an identity, or None for what cannot be one."""
    if kind is IdentityKind.PHONE:
        return normalise_phone(raw, numbering)
    text = unicodedata.normalize("NFKC", raw[:LONGEST_RAW]).strip()
    if kind is IdentityKind.EMAIL:
        return text.lower() if _EMAIL.fullmatch(text) else None
    return text.upper() if _ACCOUNT.fullmatch(text) else None


def normalise_phone(raw: str, numbering: Numbering) -> str | None:
    """Return the normal form of a number in any common form, or None for nonsense."""
    text = _plain(raw)
    digits = re.sub(r"\D", "", text)
    if not _SHAPE.fullmatch(text) or not _DIGITS[0] <= len(digits) <= 20:
        return None
    for written in (text, numbering.area_code + digits):
        number = _parsed(written, numbering.region)
        if number is not None:
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return digits if len(digits) <= _DIGITS[1] else None


def _plain(raw: str) -> str:
    """Return the number part of what a trunk or a person wrote, in ASCII digits."""
    text = _SCHEME.sub("", raw[:LONGEST_RAW]).partition("@")[0].partition(";")[0]
    text = unicodedata.normalize("NFKC", text).strip()
    return "".join(_ascii(character) for character in text)


def _ascii(character: str) -> str:
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    return "-" if unicodedata.category(character) == "Pd" else character


def _parsed(text: str, region: str) -> PhoneNumber | None:
    """Return the number if some subscriber can have it; new number ranges count as possible."""
    try:
        number = phonenumbers.parse(text, region)
    except NumberParseException:
        return None
    if phonenumbers.is_valid_number(number):
        return number
    reason = phonenumbers.is_possible_number_with_reason(number)
    is_long = len(str(number.national_number)) >= 9 or text.startswith("+")
    is_whole = is_long and not number.italian_leading_zero
    return number if reason == ValidationResult.IS_POSSIBLE and is_whole else None
