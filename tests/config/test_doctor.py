import pytest

from titian.config import doctor
from titian.core.db.roles import why_role_may_not_serve


def test_keys_that_others_may_read_are_reported_with_the_remedy(tmp_path):
    path = tmp_path / "keys.json"
    path.touch(mode=0o644)
    path.chmod(0o644)
    assert doctor._keys(path) == doctor.Finding("berkas kunci", f"{path} 0644", f"chmod 600 {path}")
    path.chmod(0o600)
    assert doctor._keys(path).remedy == ""


def test_missing_keys_are_reported(tmp_path):
    assert "./titian init" in doctor._keys(tmp_path / "keys.json").remedy


def test_a_full_disk_is_reported(tmp_path, monkeypatch):
    usage = type("Usage", (), {"free": 1024**2})
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _path: usage)
    assert "Kosongkan ruang disk" in doctor._disk(tmp_path / "not" / "there" / "yet").remedy


@pytest.mark.django_db
def test_a_clock_far_off_is_reported(monkeypatch):
    assert doctor._clock().remedy == ""
    monkeypatch.setattr(doctor, "CLOCK_SECONDS", -1)
    assert "NTP" in doctor._clock().remedy


@pytest.mark.django_db
def test_all_migrations_are_applied():
    assert doctor._unapplied() == 0


@pytest.mark.django_db
def test_demo_people_in_a_real_installation_are_reported(settings, django_user_model):
    django_user_model.objects.create(username="peraga", name="Peraga", is_demo=True)
    assert doctor._demo_people().remedy == ""
    settings.PRODUCTION = True
    assert "basis data lain" in doctor._demo_people().remedy


@pytest.mark.django_db
def test_the_owner_of_the_tables_may_not_serve():
    assert "memiliki tabel" in why_role_may_not_serve()


@pytest.mark.django_db
def test_the_serving_role_may_serve(acting_as):
    with acting_as(None):
        assert why_role_may_not_serve() is None
