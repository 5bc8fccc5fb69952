import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("tiga kata saja", ""),
        ("pena-kuda-ap", ""),
        ("93715820465183", ""),  # digits alone are no fault
        ("3510056206990001", "known_number"),  # NIK of a woman born on the 22nd
        ("3510 0531 0199 0001", "known_number"),
        ("3510053299990001", ""),  # no such day
        ("0812-3456-7890", "known_number"),
        ("+6281234567890", "known_number"),
        ("pena-kuda-a", "password_too_short"),
        ("qwertyuiop123", "password_too_common"),
    ],
)
def test_a_password_is_long_and_no_number_that_others_know_and_otherwise_free(password, code):
    try:
        validate_password(password)
        found = ""
    except ValidationError as refusal:
        found = refusal.error_list[0].code
    assert found == code
