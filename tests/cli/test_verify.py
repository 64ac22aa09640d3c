#!/usr/bin/env python3
"""test_verify.py PALABRE CONSTITUTION PALABRE_VERIFY: records, checked by who was not there."""
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import unittest

import support

VERIFY = sys.argv[3]
# A build with sanitizers takes minutes for what takes seconds.
IS_SANITIZED = b"__asan_init" in pathlib.Path(VERIFY).read_bytes()


class Verify(support.Case):
    def setUp(self):
        """The cooperative of the demonstration: three polls of it are published."""
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
        self.record = self.path("all.tar")
        self.done("export", "--db", self.db, "--all", "-o", self.record)

    def verify(self, *words):
        return subprocess.run([VERIFY, *words], capture_output=True, encoding="utf-8", timeout=240, check=False)

    def states(self, *words):
        result = self.verify("--json", *words)
        report = json.loads(result.stdout)
        self.assertEqual(0 if report["holds"] else 1, result.returncode)
        self.assertEqual([f"V{i}" for i in range(1, 21)], [check["check"] for check in report["checks"]])
        return {check["check"]: check["state"] for check in report["checks"]}

    def test_the_record_of_a_society_holds(self):
        states = self.states(self.record)
        absent = {"V4", "V10", "V11", "V12", "V13", "V14", "V15", "V17", "V18", "V19"}
        self.assertEqual({check: "absent" if check in absent else "ok" for check in states}, states)
        lines = self.verify(self.record).stdout.splitlines()
        self.assertEqual(21, len(lines))
        self.assertEqual("The record holds.", lines[-1])

    def test_the_record_of_each_poll_holds(self):
        words = self.verify("--json", self.record).stdout
        self.assertNotIn("failed", words)
        for poll in json.loads(subprocess.run(["tar", "-xOf", self.record, "RECORD.json"], check=True,
                                              capture_output=True).stdout)["polls"]:
            self.done("export", "--db", self.db, "--poll", poll, "-o", self.path(poll + ".tar"))
            self.assertNotIn("failed", self.states(self.path(poll + ".tar")).values())

    def test_the_log_only_grew_since(self):
        note = subprocess.run(["tar", "-xOf", self.record, "log/checkpoint"], check=True, capture_output=True).stdout
        kept = self.write("kept", note.decode("utf-8"))
        self.assertEqual("ok", self.states("--since", kept, self.record)["V4"])
        kept = self.write("other", note.decode("utf-8").replace("demo.invalid/log\n", "demo.invalid/log\n1", 1))
        self.assertEqual("failed", self.states("--since", kept, self.record)["V4"])

    def test_without_its_signature_it_does_not_hold(self):
        shutil.copy(self.record, self.path("alone.tar"))
        states = self.states(self.path("alone.tar"))
        self.assertEqual({"V1"}, {check for check, state in states.items() if state == "failed"})

    def test_a_changed_byte_is_seen(self):
        content = bytearray(pathlib.Path(self.record).read_bytes())
        at = content.index(b'"marks"')
        content[at + 13] ^= 1
        pathlib.Path(self.path("bad.tar")).write_bytes(content)
        shutil.copy(self.record + ".minisig", self.path("bad.tar.minisig"))
        states = self.states(self.path("bad.tar"))
        self.assertEqual("failed", states["V1"])
        self.assertEqual("failed", states["V9"])

    @unittest.skipIf(IS_SANITIZED, "it measures time, which sanitizers stretch")
    def test_attack_64_a_million_tiny_files_are_refused_in_a_bounded_time(self):
        """As many as a record may have at all, put into a good one; nothing is written beside it."""
        count, record = 1 << 20, pathlib.Path(self.record).read_bytes()
        *heads, end = self.headers(record)
        many = self.path("many.tar")
        with open(many, "wb") as file:
            file.write(record[:end])
            for i in range(count - len(heads)):
                file.write(self.empty(b"x/%07x" % i))
            file.write(record[end:])
        shutil.copy(self.record + ".minisig", many + ".minisig")
        before, started = set(os.listdir(self.folder)), os.times().children_user
        states = self.states(many)
        self.assertEqual("failed", states["V20"])
        self.assertEqual("failed", states["V1"])
        self.assertLess(os.times().children_user - started, 60)
        self.assertEqual(before, set(os.listdir(self.folder)))

    def headers(self, record):
        """Where each header is, and the end of the last content."""
        at = 0
        while record[at] != 0:
            yield at
            at += 512 + (int(record[at + 124:at + 135], 8) + 511) // 512 * 512
        yield at

    def empty(self, name):
        """The header of a file without bytes."""
        head = b"%b0000644\0%b0000000\0%b00000000000\0%b        0" % (
            name.ljust(100, b"\0"), b"0000000\0", b"00000000000\0", b"")
        head = head.ljust(257, b"\0") + b"ustar\00000".ljust(72, b"\0") + b"0000000\x000000000\0"
        return head.replace(b"        0", b"%06o\0 0" % sum(head), 1).ljust(512, b"\0")

    def test_it_is_used_right_or_says_how(self):
        self.assertEqual(2, self.verify().returncode)
        self.assertEqual(2, self.verify("--nothing", self.record).returncode)
        self.assertEqual(1, self.verify(self.path("absent.tar")).returncode)
        self.assertEqual(1, self.verify("--since", self.path("absent"), self.record).returncode)
        shown = self.verify("--help")
        self.assertEqual(0, shown.returncode)
        self.assertIn("usage: palabre-verify ", shown.stdout)
        self.assertIn("examples:", shown.stdout)

    def test_it_links_no_server_and_no_database(self):
        linked = subprocess.run(["ldd", VERIFY], check=True, capture_output=True, encoding="utf-8").stdout
        for library in ("sqlite", "microhttpd", "curl", "ssl"):
            self.assertNotIn(library, linked)


if __name__ == "__main__":
    support.main()
