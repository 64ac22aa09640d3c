#!/usr/bin/env python3
"""tools/tally: what each kind of result counts for."""
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

SCRIPT = pathlib.Path(__file__).parents[2] / "tools" / "tally"


def test(result, stdout=None):
    return json.dumps({"name": "palabre:http / http/cast", "result": result, "stdout": stdout})


# The file, what it holds, and what the tally must end with.
ROWS = [
    ("a program without cases is one", "a.json", test("OK") + "\n" + test("OK", "fine\n"), "2 passed, 0 failed"),
    ("TAP counts by its cases", "a.json", test("OK", "ok 1 - a\nok 2 - b\n1..2\n"), "2 passed, 0 failed"),
    ("cases within cases are theirs", "a.json", test("OK", "    ok 1 - x\n    1..1\nok 1 - a\n1..1\n"), "1 passed, 0 failed"),
    ("a case that fails has its name", "a.json", test("FAIL", "1..2\nok 1 - a\nnot ok 2 - b\n"),
     "failed: http/cast: 2 - b\n1 passed, 1 failed"),
    ("a crash after good cases is a failure", "a.json", test("ERROR", "1..2\nok 1 - a\n"),
     "failed: http/cast: error\n1 passed, 1 failed"),
    ("a failure without TAP is one", "a.json", test("TIMEOUT"), "failed: http/cast: timeout\n0 passed, 1 failed"),
    ("a failure that was foretold passes", "a.json", test("EXPECTEDFAIL", "1..1\nnot ok 1 - a\n"), "1 passed, 0 failed"),
    ("a pass that was not foretold fails", "a.json", test("UNEXPECTEDPASS", "1..1\nok 1 - a\n"),
     "failed: http/cast: unexpectedpass\n1 passed, 1 failed"),
    ("what was skipped counts for nothing", "a.json", test("SKIP") + "\n" + test("OK", "1..1\nok 1 - a # SKIP\n"),
     "0 passed, 0 failed"),
    ("lines count one each", "a.txt", "ok format\nok tidy a.c\nnot ok tidy b.c\nokra\n", "failed: tidy b.c\n2 passed, 1 failed"),
    ("an empty file is a failure", "a.txt", "", "a.txt: no result\n0 passed, 1 failed"),
    ("an absent file is a failure", None, "", "none.json: no result\n0 passed, 1 failed"),
]


class Tally(unittest.TestCase):
    def test_rows(self):
        for name, file, text, said in ROWS:
            with self.subTest(name), tempfile.TemporaryDirectory() as folder:
                if file:
                    pathlib.Path(folder, file).write_text(text, "utf-8")
                path = pathlib.Path(folder, file or "none.json")
                run = subprocess.run([sys.executable, SCRIPT, path], capture_output=True, text=True, check=False)
                self.assertTrue(run.stdout.endswith(said + "\n"), run.stdout + run.stderr)
                self.assertEqual(run.returncode, 0 if said.endswith(" 0 failed") else 1)


if __name__ == "__main__":
    unittest.main()
