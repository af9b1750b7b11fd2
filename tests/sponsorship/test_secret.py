"""The word that signs sessions where nobody has chosen one."""

from concurrent.futures import ThreadPoolExecutor

from sponsorship.ops.secret import kept_secret


def test_it_is_made_once_and_kept_for_its_owner_alone(tmp_path):
    file = tmp_path / "secret_key"

    first = kept_secret(file)

    assert len(first) >= 50
    assert kept_secret(file) == first
    assert file.stat().st_mode & 0o777 == 0o600
    assert kept_secret(tmp_path / "other") != first


def test_all_who_start_at_once_read_the_same(tmp_path):
    file = tmp_path / "secret_key"
    with ThreadPoolExecutor(8) as pool:
        read = set(pool.map(kept_secret, [file] * 32))

    assert len(read) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]
