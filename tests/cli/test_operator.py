#!/usr/bin/env python3
"""test_operator.py PALABRE CONSTITUTION: the operator's life, from init to a restored backup."""
import ctypes
import os
import pathlib
import platform
import sqlite3
import stat
import struct
import subprocess
import unittest
import unittest.mock

import support

MEMBERS = "number,kind,name,category,college,state\n" + "".join(
    f"{n},natural,Member {n},users,users,admitted\n" for n in range(1, 301))


# The number of getrandom() where the tests run.
GETRANDOM = {"x86_64": 318, "aarch64": 278}.get(platform.machine())


class Filter(ctypes.Structure):
    _fields_ = [("size", ctypes.c_ushort), ("steps", ctypes.c_char_p)]


def take_randomness_away():
    """From this process and what it becomes: getrandom() fails, as under a filter that forgot it."""
    load, equal, answer = 0x20, 0x15, 0x06
    allow, no_such_call = 0x7FFF0000, 0x00050000 | 38
    steps = b"".join(struct.pack("HBBI", *step) for step in (
        (load, 0, 0, 0), (equal, 0, 1, GETRANDOM), (answer, 0, 0, no_such_call), (answer, 0, 0, allow)))
    libc = ctypes.CDLL(None)
    no_new_privileges, seccomp, by_filter = 38, 22, 2
    if libc.prctl(no_new_privileges, 1, 0, 0, 0) != 0:
        raise OSError("prctl")
    if libc.prctl(seccomp, by_filter, ctypes.byref(Filter(len(steps) // 8, steps)), 0, 0) != 0:
        raise OSError("seccomp")


class Operator(support.Case):
    def setUp(self):
        super().setUp()
        self.found()

    def test_what_holds_people_is_for_its_owner_alone(self):
        for name in ("coop.palabre", "coop.palabre.key", "coop.palabre.lock"):
            mode = stat.S_IMODE(os.stat(self.path(name)).st_mode)
            self.assertEqual(0, mode & 0o077, name)

    @unittest.skipUnless(GETRANDOM, "the number of getrandom() is not known here")
    def test_attack_65_nothing_starts_without_randomness(self):
        for words in (("serve", "--db", self.db), ("methods",)):
            result = self.run_palabre(*words, before=take_randomness_away)
            self.assertEqual(1, result.returncode, words)
            self.assertIn("random", result.stderr)

    def test_only_a_server_needs_the_library_that_asks_others(self):
        pathlib.Path(self.path("libcurl.so.4")).touch()  # no library, and found before the one of the system
        where = os.environ.get("LD_LIBRARY_PATH", "")
        with unittest.mock.patch.dict(os.environ, LD_LIBRARY_PATH=f"{self.folder}:{where}"):
            self.done("link", "--db", self.db, "--administrator")
            self.refused("(libcurl)", "serve", "--db", self.db, "--listen", "127.0.0.1:0")
        linked = subprocess.run(["ldd", support.PALABRE], check=True, capture_output=True, encoding="utf-8").stdout
        for library in ("curl", "ssl"):
            self.assertNotIn(library, linked)

    def test_a_backup_is_checked_and_restored_with_its_key(self):
        members = self.path("members.csv")
        pathlib.Path(members).write_text(MEMBERS, encoding="utf-8")
        self.done("import", "members", members, "--db", self.db)
        said = self.done("backup", "--db", self.db, "-o", self.path("copy"), "--with-key")
        self.assertIn("Les Sept", said)
        self.assertEqual(said, self.done("restore", "--check", self.path("copy")))
        self.done("restore", self.path("copy"), "--db", self.path("again"))
        self.done("rebuild", "--db", self.path("again"))
        self.done("link", "--db", self.path("again"), "--member", "300")
        self.assertEqual(0o400, stat.S_IMODE(os.stat(self.path("again.key")).st_mode))

    def test_without_the_key_a_backup_can_be_read_but_not_written(self):
        self.done("backup", "--db", self.db, "-o", self.path("copy"))
        self.assertFalse(os.path.exists(self.path("copy.key")))
        self.done("restore", "--check", self.path("copy"))
        result = self.run_palabre("restore", self.path("copy"), "--db", self.path("again"))
        self.assertEqual(0, result.returncode)
        self.assertIn("again.key", result.stderr)
        self.refused("log-key", "rebuild", "--db", self.path("again"))

    def test_nothing_is_written_over(self):
        self.done("backup", "--db", self.db, "-o", self.path("copy"))
        self.refused("file-exists", "backup", "--db", self.db, "-o", self.path("copy"))
        self.refused("file-exists", "restore", self.path("copy"), "--db", self.db)

    def test_a_backup_says_which_of_its_two_files_is_wrong(self):
        pathlib.Path(self.path("notes")).write_text("no database", encoding="utf-8")
        said = self.refused("store-foreign", "backup", "--db", self.path("notes"), "-o", self.path("copy"))
        self.assertIn("notes", said.stderr)
        self.assertFalse(os.path.exists(self.path("copy")))
        said = self.refused("store-open", "backup", "--db", self.db, "-o", self.path("nowhere/copy"))
        self.assertIn("nowhere", said.stderr)

    def test_a_changed_entry_is_found_out(self):
        self.done("backup", "--db", self.db, "-o", self.path("copy"))
        with sqlite3.connect(self.path("copy")) as db:
            db.execute("DROP TRIGGER log_entry_is_never_changed")
            db.execute("UPDATE log_entry SET bytes = CAST(replace(CAST(bytes AS TEXT), ?, ?) AS BLOB) WHERE idx = 1",
                       ('"v":1', '"v":2'))
        self.refused("log-broken", "restore", "--check", self.path("copy"))

    def test_an_old_copy_put_back_under_its_anchor_stays_read_only(self):
        self.done("backup", "--db", self.db, "-o", self.path("copy"), "--with-key")
        self.done("link", "--db", self.db, "--administrator")
        os.remove(self.db)
        for name in ("coop.palabre-wal", "coop.palabre-shm", "coop.palabre.key"):
            pathlib.Path(self.path(name)).unlink(missing_ok=True)
        self.done("restore", self.path("copy"), "--db", self.db)
        self.refused("read-only", "link", "--db", self.db, "--administrator")

    def test_another_key_signs_and_the_old_one_is_kept_for_a_while(self):
        first = pathlib.Path(self.db + ".key").read_bytes()
        printed = self.done("rotate-key", "--db", self.db).strip()
        self.assertRegex(printed, r"^\S+/log\+[0-9a-f]{8}\+\S+$")
        self.assertEqual(first, pathlib.Path(self.db + ".key.old").read_bytes())
        for name in (self.db + ".key", self.db + ".key.old"):
            self.assertEqual(0o400, stat.S_IMODE(os.stat(name).st_mode))
        self.done("rebuild", "--db", self.db)
        self.refused("key-life", "revoke-key", "--db", self.db, "--reason", "x", "--key", printed)
        self.refused("key-life", "revoke-key", "--db", self.db, "--reason", "x", "--last-size", "1000")
        self.refused("--reason", "revoke-key", "--db", self.db, code=2)
        self.refused("not-utf8", "revoke-key", "--db", self.db, "--reason", "vol\udce9")
        again = self.done("revoke-key", "--db", self.db, "--reason", "stolen").strip()
        self.assertNotEqual(printed, again)
        self.assertFalse(os.path.exists(self.db + ".key.old"))
        self.done("rebuild", "--db", self.db)

    def test_a_backup_brings_the_key_before_back_while_both_sign(self):
        self.done("rotate-key", "--db", self.db)
        self.done("backup", "--db", self.db, "-o", self.path("copy"), "--with-key")
        self.done("restore", self.path("copy"), "--db", self.path("again"))
        for name in ("copy.key.old", "again.key.old"):
            self.assertEqual(pathlib.Path(self.db + ".key.old").read_bytes(), pathlib.Path(self.path(name)).read_bytes())
            self.assertEqual(0o400, stat.S_IMODE(os.stat(self.path(name)).st_mode))
        self.done("link", "--db", self.path("again"), "--administrator")
        with sqlite3.connect(self.path("again")) as db:
            (note,) = db.execute("SELECT note FROM checkpoint ORDER BY size DESC LIMIT 1").fetchone()
        self.assertEqual(2, note.count("\u2014 "), "both keys sign")

    def test_migrating_says_what_it_would_do(self):
        self.assertIn("up to date", self.done("migrate", "--db", self.db, "--dry-run"))
        self.assertIn("up to date", self.done("migrate", "--db", self.db))

    def test_a_later_version_is_left_alone(self):
        with sqlite3.connect(self.db) as db:
            db.execute("PRAGMA user_version = 9999")
        self.refused("store-later", "migrate", "--db", self.db, "--dry-run")
        self.refused("store-later", "rebuild", "--db", self.db)

    def test_another_file_is_refused(self):
        pathlib.Path(self.path("other")).write_bytes(b"not a database at all, whatever its name says")
        self.refused("store-foreign", "rebuild", "--db", self.path("other"))
        self.refused("store-open", "rebuild", "--db", self.path("nothing"))

    def test_wrong_use_is_told_apart(self):
        self.refused("--check", "restore", self.path("copy"), code=2)
        self.refused("--db", "rebuild", code=2)


if __name__ == "__main__":
    support.main()
