"""Random words: distinct, readable, and forgiving when typed."""

from quiz.core.keys import new_code, new_secret, public_key, secret_hash, tidy_code


def test_keys_are_distinct_and_fit_an_address() -> None:
    keys = {public_key() for _ in range(500)}

    assert len(keys) == 500
    assert all(key.isalnum() and key.islower() and len(key) == 12 for key in keys)


def test_a_secret_has_256_bits() -> None:
    assert len(new_secret()) == 43


def test_a_code_has_no_letters_that_look_alike() -> None:
    assert not set("".join(new_code() for _ in range(200))) & set("01OIAEU")


def test_a_code_typed_in_any_way_is_the_code() -> None:
    code = new_code()

    assert tidy_code(f" {code.lower().replace('-', ' ')} ") == code


def test_a_hash_is_not_the_secret() -> None:
    assert len(secret_hash("x")) == 64
    assert secret_hash("x") != secret_hash("y")
