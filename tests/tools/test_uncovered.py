#!/usr/bin/env python3
"""tools/uncovered: what it says of lines that were counted."""
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

SCRIPT = pathlib.Path(__file__).parents[2] / "tools" / "uncovered"


def lines(*counts, noncode=()):
    return [{"line_number": i + 1, "count": count, **({"gcovr/noncode": True} if i + 1 in noncode else {})}
            for i, count in enumerate(counts)]


# What it is, the files, the share of core/ that is asked for, what is said, how it exits.
ROWS = [
    ("all lines are enough", {"core/a.c": lines(1, 7)}, 100, "ok core/: tests reach 2 of 2 lines, 100 % are asked for\n", 0),
    ("one line short of all is too few", {"core/a.c": lines(1, 0)}, 100,
     "  core/a.c: 2\nnot ok core/: tests reach 1 of 2 lines, 100 % are asked for\n", 1),
    ("the share itself is enough", {"core/a.c": lines(0, *[1] * 9)}, 90,
     "  core/a.c: 1\nok core/: tests reach 9 of 10 lines, 90 % are asked for\n", 0),
    ("lines in a row are a span", {"core/a.c": lines(0, 1, 0, 0, 0)}, 20,
     "  core/a.c: 1 3-5\nok core/: tests reach 1 of 5 lines, 20 % are asked for\n", 0),
    ("what is left out does not count", {"core/a.c": lines(1, 0, noncode=[2])}, 100,
     "ok core/: tests reach 1 of 1 lines, 100 % are asked for\n", 0),
    ("other folders do not count", {"core/a.c": lines(1), "cores/b.c": lines(0), "http/core/c.c": lines(0)}, 100,
     "ok core/: tests reach 1 of 1 lines, 100 % are asked for\n", 0),
    ("no line at all is a failure", {}, 90, "not ok core/: tests reach 0 of 0 lines, 90 % are asked for\n", 1),
]


class Uncovered(unittest.TestCase):
    def test_rows(self):
        for name, files, share, said, status in ROWS:
            with self.subTest(name), tempfile.TemporaryDirectory() as folder:
                path = pathlib.Path(folder, "lines.json")
                path.write_text(json.dumps({"files": [{"file": file, "lines": of} for file, of in files.items()]}), "utf-8")
                run = subprocess.run([sys.executable, SCRIPT, path, f"core={share}"], capture_output=True, text=True)
                self.assertEqual((run.stdout, run.returncode), (said, status))


if __name__ == "__main__":
    unittest.main()
