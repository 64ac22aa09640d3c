#!/usr/bin/env python3
"""test_export.py PALABRE CONSTITUTION: a record, as whoever takes it away reads it."""
import csv
import hashlib
import io
import json
import os
import pathlib
import signal
import subprocess
import tarfile
import time

import support


class Export(support.Case):
    def setUp(self):
        """The cooperative of the demonstration: six polls of it are published, one of them secret, three are open."""
        super().setUp()
        demo = subprocess.Popen([support.PALABRE, "demo", "--db", self.db, "--listen", "127.0.0.1:0"],
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, encoding="utf-8",
                                env={**os.environ, "TMPDIR": str(self.folder)})
        for line in demo.stdout:
            if line.strip().startswith("observer"):
                break
        demo.send_signal(signal.SIGTERM)
        demo.stdout.read()
        demo.stdout.close()
        self.assertEqual(0, demo.wait(60))

    def export(self, *words, to="all.tar"):
        self.done("export", "--db", self.db, *words, "-o", self.path(to))
        return self.path(to)

    def read(self, path):
        """The files of a record; every member is a plain file, in order, and of nobody."""
        with tarfile.open(path, format=tarfile.USTAR_FORMAT) as tar:
            members = tar.getmembers()
            self.assertEqual(sorted(member.name for member in members), [member.name for member in members])
            for member in members:
                self.assertTrue(member.isreg(), member.name)
                self.assertEqual((0, 0, 0, "", "", 0o644),
                                 (member.mtime, member.uid, member.gid, member.uname, member.gname, member.mode))
            return {member.name: tar.extractfile(member).read() for member in members}

    def test_the_whole_society_is_in_it(self):
        files = self.read(self.export("--all"))
        head = json.loads(files["RECORD.json"])
        self.assertEqual(("palabre-record/1", True, 6), (head["format"], head["all"], len(head["polls"])))
        for poll in head["polls"]:
            folder = f"polls/{poll}/"
            manifest, outcome = files[folder + "manifest.json"], files[folder + "outcome.json"]
            result = json.loads(files[folder + "result.json"])
            self.assertEqual(hashlib.sha256(manifest).hexdigest(), result["manifest"])
            self.assertEqual(hashlib.sha256(outcome).hexdigest(), result["outcome"])
            self.assertEqual(json.loads(json.loads(outcome)["decision"]), result["decision"])
            self.assertEqual(json.loads(manifest)["voters"], len(files[folder + "roll.txt"].splitlines()))
            box = json.loads(files[folder + "box.json"])
            is_secret = json.loads(manifest)["secrecy"] == "secret"
            rows = files[folder + ("urn.txt" if is_secret else "openings.jsonl")].splitlines()
            self.assertEqual(box["count"], len(rows))
        for name, content in files.items():
            if name.startswith(("constitutions/", "society/", "texts/")):
                self.assertEqual(hashlib.sha256(content).hexdigest(), name.split("/")[1].removesuffix(".json"))

    def test_the_entries_give_the_root(self):
        files = self.read(self.export("--all"))
        head, leaves = json.loads(files["RECORD.json"]), []
        for name in sorted(name for name in files if name.startswith("log/tile/entries/")):
            bundle = files[name]
            while bundle:
                size = int.from_bytes(bundle[:2], "big")
                leaves.append(hashlib.sha256(b"\0" + bundle[2:2 + size]).digest())
                bundle = bundle[2 + size:]
        self.assertEqual(head["size"], len(leaves))

        def root(hashes):
            if len(hashes) == 1:
                return hashes[0]
            half = 1 << (len(hashes) - 1).bit_length() - 1
            return hashlib.sha256(b"\1" + root(hashes[:half]) + root(hashes[half:])).digest()
        self.assertEqual(head["root"], root(leaves).hex())

    def test_minisign_knows_it(self):
        path = self.export("--all")
        key = self.path("minisign.pub")
        pathlib.Path(key).write_bytes(self.read(path)["minisign.pub"])
        said = subprocess.run(["minisign", "-Vm", path, "-p", key], capture_output=True, encoding="utf-8", check=False)
        self.assertEqual(0, said.returncode, said.stderr)
        self.assertIn("record=all log=demo.invalid/log size=", said.stdout)
        data = bytearray(pathlib.Path(path).read_bytes())
        data[600] ^= 1
        pathlib.Path(path).write_bytes(data)
        self.assertNotEqual(0, subprocess.run(["minisign", "-Vm", path, "-p", key], capture_output=True,
                                              check=False).returncode)

    def test_two_exports_are_the_same_bytes(self):
        first, second = self.export("--all"), self.export("--all", to="again.tar")
        for end in ("", ".minisig"):
            self.assertEqual(pathlib.Path(first + end).read_bytes(), pathlib.Path(second + end).read_bytes())

    def test_tables_are_tables(self):
        files = self.read(self.export("--all"))
        readme = files["tables/README.md"].decode()
        for name in files:
            if name.endswith(".csv"):
                text = files[name].decode("utf-8-sig")
                rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";" if "-fr" in name else ","))
                self.assertEqual({len(rows[0])}, {len(row) for row in rows}, name)
                # No agenda was shown with its initiatives; its sitting has no incidents, nobody signed minutes, no letter was sent.
                silent = [f"tables/{each}.csv" for each in ("incidents", "initiatives", "minutes", "motions", "nominations", "notices", "recusals",
                                                              "speeches", "suspensions")]
                self.assertGreater(len(rows), 0 if name in silent else 1, name)
                if name.startswith("tables/"):
                    self.assertTrue(all(column in readme for column in rows[0]), name)

    def test_one_poll_goes_alone(self):
        poll = json.loads(self.read(self.export("--all"))["RECORD.json"])["polls"][0]
        files = self.read(self.export("--poll", poll, to="one.tar"))
        self.assertEqual([poll], json.loads(files["RECORD.json"])["polls"])
        self.assertFalse([name for name in files if name.startswith("tables/")])
        self.assertEqual({poll}, {name.split("/")[1] for name in files if name.startswith("polls/")})

    def test_a_name_is_found_where_none_is_given(self):
        said = subprocess.run([os.path.abspath(support.PALABRE), "export", "--db", self.db, "--all"], cwd=self.folder,
                              capture_output=True, encoding="utf-8", check=True).stdout
        name = said.split(":")[0]
        self.assertRegex(name, r"^palabre-all-\d+\.tar$")
        self.assertTrue(os.path.exists(self.path(name + ".minisig")))

    def test_what_stands_there_stays(self):
        path = self.export("--all")
        self.refused("file-exists", "export", "--db", self.db, "--all", "-o", path)
        self.done("export", "--db", self.db, "--all", "-o", path, "--force")
        self.assertEqual([], [name for name in os.listdir(self.folder) if name.endswith(".tmp")])

    def test_one_that_is_killed_leaves_nothing_half_done(self):
        whole, path = self.export("--all", to="whole.tar"), self.path("killed.tar")
        ended = 0
        for delay in range(0, 100, 4):
            export = subprocess.Popen([support.PALABRE, "export", "--db", self.db, "--all", "-o", path],
                                      stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(delay / 1000)
            export.kill()
            export.wait(60)
            if os.path.exists(path):
                self.assertEqual(pathlib.Path(whole).read_bytes(), pathlib.Path(path).read_bytes())
                self.assertEqual(pathlib.Path(whole + ".minisig").read_bytes(),
                                 pathlib.Path(path + ".minisig").read_bytes())
                os.remove(path)
                ended += 1
        self.export("--all", to="killed.tar")
        self.assertLess(ended, 25)

    def test_what_cannot_be_exported_is_said(self):
        self.refused("not-found", "export", "--db", self.db, "-o", self.path("x.tar"),
                     "--poll", "00000000-0000-4000-8000-000000000000")
        self.refused("--poll", "export", "--db", self.db, "--poll", "x", code=2)
        self.refused("--all", "export", "--db", self.db, code=2)
        self.refused("file-write", "export", "--db", self.db, "--all", "-o", self.path("no/all.tar"))
        os.remove(self.db + ".key")
        self.refused("log-key", "export", "--db", self.db, "--all", "-o", self.path("x.tar"))
        self.assertFalse(os.path.exists(self.path("x.tar")))


if __name__ == "__main__":
    support.main()
