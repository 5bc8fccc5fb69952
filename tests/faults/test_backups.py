"""A backup restored on another machine equals the original, and whatever does not is not served."""

from __future__ import annotations

import shutil
from pathlib import Path

from faults.site import Installation
from faults.test_kills import BOOTCAMP

TABLES = (
    "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1"
)
LIVES = "SELECT count(*) FROM people_person WHERE id = %s AND nik_hash IS NOT NULL"
NOT_BACKED_UP = {"django_session", "usersessions_usersession", "cache"}


def sums(site: Installation) -> dict[str, tuple[int, str]]:
    """Count every table in words of this test's own, so that the product's sums are not their own witness."""
    found = {}
    for (table,) in site.ask(TABLES):
        if table not in NOT_BACKED_UP:
            found[table] = site.ask(
                f"SELECT count(*), coalesce(md5(string_agg(t::text, E'\\n' ORDER BY t::text)), '') FROM {table} t"
            )[0]
    return found


def moved(site: Installation, there: Installation) -> None:
    """Bring the keys to the other machine, as whoever keeps them apart would."""
    shutil.copy(site.home / "keys.json", there.home / "keys.json")
    (there.home / "keys.json").chmod(0o600)


def refusal(there: Installation, file: Path) -> str:
    done = there.run("restore", str(file))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    return done.stderr


def test_a_backup_restored_on_another_machine_equals_the_original(site, kennel, here, fresh_home, tmp_path):
    kennel.run("load", files=[BOOTCAMP], user=here["ids"]["clerk"], centre=here["centre"])
    kennel.run("fold")
    kennel.run("session", user=here["ids"]["clerk"])
    file = tmp_path / "senin.backup"
    whole = sums(site)
    told = site.titian("backup", "--out", str(file))
    assert "simpan keys.json di tempat lain" in told
    assert file.stat().st_mode & 0o777 == 0o600
    content = file.read_bytes()
    assert b"PGDMP" not in content
    assert b"people_person" not in content

    gone = site.one("SELECT max(id) FROM people_person")
    kennel.run("grant_deletion", person=gone, user=here["ids"]["clerk"])  # after the backup

    broken = tmp_path / "ubah.backup"
    broken.write_bytes(content[:-100] + bytes([content[-100] ^ 1]) + content[-99:])

    there = fresh_home("lain")
    with there.server.running(fast=True):
        assert "Kunci disimpan terpisah dari cadangan" in refusal(there, file)
        moved(site, there)
        assert "terpotong atau berubah" in refusal(there, broken)
        assert there.ask(TABLES) == []
        other = there.copy("other")
        told = there.titian("restore", str(file))
        assert "sama dengan aslinya" in told
        assert "Daftar penghapusan tidak ada di" in told
        assert there.one(LIVES, [gone]) == 1

        original, restored = whole, sums(there)
        added = {name for name in original if original[name] != restored[name]}
        assert added == {"journal_entry"}  # the restoring is noted
        assert restored["journal_entry"][0] == original["journal_entry"][0] + 1
        assert original["people_person"][0] == 81

        shutil.copy(site.home / "tombstones.jsonl", there.home)
        told = other.titian("restore", str(file))
        assert "catatan dihapus lagi" in told
        assert (site.one(LIVES, [gone]), other.one(LIVES, [gone])) == (0, 0)  # a restore brings nobody back
        assert there.one("SELECT count(*) FROM django_session") == 0  # nobody stays signed in
        assert there.ask("""
            SELECT proleakproof FROM pg_proc WHERE oid IN ('texticlike(text,text)'::regprocedure,
                                                           'ts_match_vq(tsvector,tsquery)'::regprocedure)
        """) == [(True,), (True,)]  # fmt: skip
        with there.connect(user="titian_app") as stranger:
            assert stranger.execute("SELECT count(*) FROM people_person").fetchone() == (0,)
        assert "sudah berisi" in refusal(there, file)
        # Numbers go on where they stopped, and a NIK is still read with the keys.
        assert there.titian("rosters", "list", "--json").count('"id"') == 1


def test_a_restored_database_that_differs_or_whose_wall_is_open_is_refused(
    site, kennel, fresh_home, tmp_path
):
    true, false, open_wall = (tmp_path / f"{name}.backup" for name in ("benar", "salah", "terbuka"))
    site.titian("backup", "--out", str(true))
    kennel.run("falsified", path=str(true), out=str(false), table="people_person")
    site.ask("DROP POLICY second_wall ON people_person")
    site.titian("backup", "--out", str(open_wall))
    there = fresh_home("lain")
    with there.server.running(fast=True):
        moved(site, there)
        other = there.copy("other")
        assert "jangan dipakai. Berbeda: people_person." in refusal(there, false)
        assert "jangan dipakai: people_person: no policy" in refusal(other, open_wall)


def test_a_backup_for_which_there_is_no_room_leaves_nothing_and_says_so(site, tmp_path, small_disk):
    place = small_disk(500)
    done = site.run("backup", "--out", str(place))
    assert done.returncode == 1
    assert "No space left on device" in done.stderr
    assert "Traceback" not in done.stderr
    assert list(place.iterdir()) == []
