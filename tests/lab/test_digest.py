"""Digest answers agree with the published examples."""

import re

import pytest

from tests.lab import digest

LOGIN = digest.Login("Mufasa", "Circle Of Life")


def test_an_answer_without_qop_is_that_of_rfc_2069() -> None:
    asked = 'Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093"'
    login = digest.Login("Mufasa", "CircleOfLife")

    given = digest.answer(asked, login, "GET", "/dir/index.html")

    assert 'response="1949323746fe6a43ef61f9606e7febea"' in given


@pytest.mark.parametrize(("algorithm", "length"), [("MD5", 32), ("SHA-256", 64)])
def test_an_answer_with_qop_can_be_checked_from_its_own_fields(algorithm: str, length: int) -> None:
    asked = f'Digest realm="r", nonce="n", qop="auth", opaque="o", algorithm={algorithm}'

    given = digest.answer(asked, LOGIN, "INVITE", "sip:1@h")

    fields = dict(re.findall(r'(\w+)="([^"]*)"', given))
    hashed = digest.HASHES[algorithm]
    secret, target = hashed(b"Mufasa:r:Circle Of Life"), hashed(b"INVITE:sip:1@h")
    wanted = hashed(f"{secret}:n:00000001:{fields['cnonce']}:auth:{target}".encode())
    assert fields["response"] == wanted
    assert len(wanted) == length
    assert fields["opaque"] == "o"


def test_the_first_challenge_with_a_known_algorithm_is_chosen() -> None:
    known = 'Digest realm="r", nonce="n"'

    assert digest.choose(['Digest realm="r", algorithm=SHA-512-256', known]) == known
    assert digest.choose(["Digest algorithm=WHIRLPOOL"]) is None
