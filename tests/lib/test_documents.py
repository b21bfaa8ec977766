from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from balcao.lib.documents import (
    InvalidDocument,
    format_cep,
    format_cnpj,
    format_cpf,
    format_nfe_key,
    format_phone,
    mask_cpf,
    normalize_cep,
    normalize_cnpj,
    normalize_cpf,
    normalize_money,
    normalize_nfe_key,
    normalize_phone,
)

DIGITS = "0123456789"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

Normalize = Callable[[str], str]


# The rules once more, step by step as Receita's manual has them: weights 2, 3, … from the right, module 11.


def last_digit(body: str, highest_weight: int) -> int:
    total, weight = 0, 2
    for char in reversed(body):
        total += (ord(char) - ord("0")) * weight
        weight = 2 if weight == highest_weight else weight + 1
    return 0 if total % 11 < 2 else 11 - total % 11


def with_digits(body: str, count: int, highest_weight: int) -> str:
    for _ in range(count):
        body += str(last_digit(body, highest_weight))
    return body


cpfs = (
    st.text(DIGITS, min_size=9, max_size=9)
    .filter(lambda body: len(set(body)) > 1)
    .map(lambda body: with_digits(body, 2, 11))
)
old_cnpjs = (
    st.text(DIGITS, min_size=12, max_size=12)
    .filter(lambda body: len(set(body)) > 1)
    .map(lambda body: with_digits(body, 2, 9))
)
new_cnpjs = (
    st.text(DIGITS + LETTERS, min_size=12, max_size=12)
    .filter(lambda body: len(set(body)) > 1)
    .map(lambda body: with_digits(body, 2, 9))
)
nfe_keys = st.builds(
    lambda state, year, month, cnpj, rest: with_digits(f"{state}{year:02d}{month:02d}{cnpj}{rest}", 1, 9),
    st.sampled_from(["11", "13", "35", "53"]),
    st.integers(6, 99),
    st.integers(1, 12),
    new_cnpjs,
    st.text(DIGITS, min_size=23, max_size=23),
)


def messy(text: str) -> str:
    """As it arrives from a mail or a spreadsheet: lower case, blanks, a no-break and a zero-width space."""
    return f"\u200b {text.lower()[:3]}\u00a0{text.lower()[3:]}\t"


def refused(normalize: Normalize, text: str) -> bool:
    try:
        normalize(text)
    except InvalidDocument as refusal:
        return bool(refusal.message)
    return False


@given(cpfs)
def test_valid_cpfs_are_accepted_with_and_without_mask(cpf: str) -> None:
    for typed in (cpf, format_cpf(cpf), messy(cpf), messy(format_cpf(cpf))):
        assert normalize_cpf(typed) == cpf


@given(st.one_of(old_cnpjs, new_cnpjs))
def test_valid_cnpjs_old_and_new_are_accepted_with_and_without_mask(cnpj: str) -> None:
    for typed in (cnpj, format_cnpj(cnpj), messy(cnpj), messy(format_cnpj(cnpj))):
        assert normalize_cnpj(typed) == cnpj


@given(nfe_keys)
def test_valid_invoice_keys_are_accepted_in_groups_and_from_xml(key: str) -> None:
    for typed in (key, format_nfe_key(key), messy(key), f"NFe{key}"):
        assert normalize_nfe_key(typed) == key


# Remainders 0 and 1 share the check digit 0, so the rule itself lets some wrong digits through when a check digit is 0.
# Letters 11 apart weigh the same. Everything else is found.


@given(cpfs, st.data())
def test_any_wrong_digit_of_a_cpf_is_refused(cpf: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, 10))
    assume(cpf[9] != "0" or at > 8)
    wrong = data.draw(st.sampled_from(DIGITS).filter(lambda digit: digit != cpf[at]))

    assert refused(normalize_cpf, cpf[:at] + wrong + cpf[at + 1 :])


@given(new_cnpjs, st.data())
def test_any_wrong_character_of_a_cnpj_is_refused(cnpj: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, 13))
    assume(cnpj[12] != "0" or at > 11)
    wrong = data.draw(st.sampled_from(DIGITS + LETTERS).filter(lambda char: (ord(char) - ord(cnpj[at])) % 11))

    assert refused(normalize_cnpj, cnpj[:at] + wrong + cnpj[at + 1 :])


@given(nfe_keys, st.data())
def test_any_wrong_character_of_an_invoice_key_is_refused(key: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, 43))
    assume(key[43] != "0" or at == 43)
    wrong = data.draw(st.sampled_from(DIGITS + LETTERS).filter(lambda char: (ord(char) - ord(key[at])) % 11))

    assert refused(normalize_nfe_key, key[:at] + wrong + key[at + 1 :])


ALL = [normalize_cpf, normalize_cnpj, normalize_cep, normalize_nfe_key, normalize_phone, normalize_money]


@settings(max_examples=300)
@given(
    st.sampled_from(ALL),
    st.one_of(st.text(), st.text(DIGITS + ".,-/+() R$", max_size=60), st.text(DIGITS, min_size=8, max_size=44)),
)
def test_arbitrary_text_is_accepted_once_and_for_all_or_refused_with_words(normalize: Normalize, text: str) -> None:
    if not refused(normalize, text):
        assert normalize(normalize(text)) == normalize(text)


@given(st.text())
def test_showing_never_fails(text: str) -> None:
    for show in (format_cpf, format_cnpj, format_cep, format_nfe_key, format_phone, mask_cpf):
        assert isinstance(show(text), str)


@pytest.mark.parametrize("normalize", ALL)
@pytest.mark.parametrize("text", ["", " ", "\x00", "1" * 100_000, "\ufdfa" * 100_000, "½", "²", "🙂", "\ud800", "١٢٣"])
def test_strange_text_is_refused(normalize: Normalize, text: str) -> None:
    assert refused(normalize, text)


def test_official_examples() -> None:
    assert normalize_cnpj("12.ABC.345/01DE-35") == "12ABC34501DE35"
    assert normalize_cnpj("12abc34501de35") == "12ABC34501DE35"
    assert normalize_cnpj("00.000.000/0001-91") == "00000000000191"
    assert normalize_cpf("529.982.247-25") == "52998224725"
    # From the manual of the NF-e.
    assert normalize_nfe_key("5206 0433 0099 1100 2506 5501 2000 0007 8002 6730 1615").startswith("520604330099110")


@pytest.mark.parametrize("letter", LETTERS)
def test_every_letter_may_stand_in_a_cnpj(letter: str) -> None:
    cnpj = with_digits(f"1{letter}ABC34501DE", 2, 9)

    assert normalize_cnpj(cnpj.lower()) == cnpj


@pytest.mark.parametrize("digit", DIGITS)
def test_numbers_of_one_digit_only_are_refused(digit: str) -> None:
    assert refused(normalize_cpf, digit * 11)
    assert refused(normalize_cnpj, digit * 14)


def test_documents_are_shown_with_their_mask() -> None:
    assert format_cpf("52998224725") == "529.982.247-25"
    assert mask_cpf("52998224725") == "***.982.247-**"
    assert mask_cpf("5299822472") == "***"
    assert format_cnpj("12ABC34501DE35") == "12.ABC.345/01DE-35"
    assert format_cep("69005010") == "69005-010"
    assert format_nfe_key("52060433009911002506550120000007800267301615") == (
        "5206 0433 0099 1100 2506 5501 2000 0007 8002 6730 1615"
    )


def test_postal_codes() -> None:
    assert normalize_cep("69005-010") == normalize_cep(" 69.005-010 ") == "69005010"
    assert refused(normalize_cep, "00000-000")
    assert refused(normalize_cep, "6900501")


def test_the_state_and_month_of_an_invoice_key_are_looked_at() -> None:
    body = "3526061234567800019555001000000001100000000"
    assert not refused(normalize_nfe_key, with_digits(body, 1, 9))
    assert refused(normalize_nfe_key, with_digits("99" + body[2:], 1, 9))
    assert refused(normalize_nfe_key, with_digits(body[:4] + "13" + body[6:], 1, 9))


@pytest.mark.parametrize(
    ("typed", "stored", "shown"),
    [
        ("(92) 99123-4567", "+5592991234567", "+55 (92) 99123-4567"),
        ("92 99123 4567", "+5592991234567", "+55 (92) 99123-4567"),
        ("+55 92 99123-4567", "+5592991234567", "+55 (92) 99123-4567"),
        ("5592991234567", "+5592991234567", "+55 (92) 99123-4567"),
        ("0 92 99123-4567", "+5592991234567", "+55 (92) 99123-4567"),
        ("(92) 3133-4567", "+559231334567", "+55 (92) 3133-4567"),
        ("0800 123 4567", "+558001234567", "0800 123 4567"),
        ("+351 21 234 5678", "+351212345678", "+351 21 234 5678"),
    ],
)
def test_phones_are_stored_in_one_form(typed: str, stored: str, shown: str) -> None:
    assert normalize_phone(typed) == stored
    assert format_phone(stored) == shown


@pytest.mark.parametrize(
    ("normalize", "typed", "message"),
    [
        (normalize_cpf, "529.982.247-2", "Informe o CPF com 11 números; você digitou 10."),
        (normalize_cpf, "529.982.247-26", "O CPF não confere. Revise os números."),
        (normalize_cpf, "529.982.247-2x", "O CPF só tem números. Retire as letras e os símbolos."),
        (normalize_cnpj, "12.ABC.345/01DE-3", "Informe o CNPJ com 14 caracteres; você digitou 13."),
        (normalize_cnpj, "12.ABC.345/01DE-53", "O CNPJ não confere. Revise as letras e os números."),
        (normalize_cnpj, "12.ABC.345/01DE-3A", "Os dois últimos caracteres do CNPJ são números. Revise o final."),
        (normalize_cep, "69005-01", "Informe o CEP com 8 números; você digitou 7."),
        (normalize_phone, "99123-4567", "Falta o DDD. Informe-o antes do número: (92) 99123-4567."),
        (normalize_phone, "(92) 3133-4567 ramal 20", "Informe só o número, sem letras nem ramal: (92) 99123-4567."),
        (normalize_phone, "(92) 123", "O telefone não confere. Informe DDD e número, como (92) 99123-4567."),
        (normalize_nfe_key, "1" * 43, "Informe a chave da nota com 44 caracteres; você digitou 43."),
        (normalize_nfe_key, "1" * 44, "A chave da nota não confere. Copie-a de novo da nota."),
        (normalize_money, "1,234", "Informe o valor com vírgula antes dos centavos, como 1.234,56."),
    ],
)
def test_a_refusal_tells_in_portuguese_what_to_do(normalize: Normalize, typed: str, message: str) -> None:
    with translation.override("pt-br"), pytest.raises(InvalidDocument) as refusal:
        normalize(typed)

    assert refusal.value.message == message
    assert isinstance(refusal.value, ValueError)


def test_amounts_are_stored_with_a_dot_and_two_decimals() -> None:
    assert normalize_money("R$ 1.234,5") == "1234.50"
    assert Decimal(normalize_money("10")) == Decimal("10.00")
