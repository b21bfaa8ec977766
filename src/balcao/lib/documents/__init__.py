"""Numbers that Brazilian forms ask for, one file each, all of one shape.

`normalize_x(text)` takes what a person typed or pasted (mask or none, lower case, blanks) and returns the stored form,
or raises `InvalidDocument` whose message tells what to do. `format_x(stored)` is what is shown; it never fails, and
gives back what it does not understand. A number that passes has a valid form; whether it was issued, only its issuer
knows.
"""

from balcao.lib.documents.cep import format_cep, normalize_cep
from balcao.lib.documents.cnpj import format_cnpj, normalize_cnpj
from balcao.lib.documents.cpf import format_cpf, mask_cpf, normalize_cpf
from balcao.lib.documents.invalid import InvalidDocument
from balcao.lib.documents.money import format_money, normalize_money, parse_money
from balcao.lib.documents.nfe_key import format_nfe_key, normalize_nfe_key
from balcao.lib.documents.phone import format_phone, normalize_phone

__all__ = [
    "InvalidDocument",
    "format_cep",
    "format_cnpj",
    "format_cpf",
    "format_money",
    "format_nfe_key",
    "format_phone",
    "mask_cpf",
    "normalize_cep",
    "normalize_cnpj",
    "normalize_cpf",
    "normalize_money",
    "normalize_nfe_key",
    "normalize_phone",
    "parse_money",
]
