#!/usr/bin/env python3
"""test_convert.py PALABRE: `palabre convert`, and files that `palabre count` reads by their names."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

PALABRE = None
WARD = "3 2\n-2\n[tie 3 1 2]\n4 1 3 0\n1/2 3 0\n2 0\n0\n\"Ada\"\n\"Bo\"\n\"Cy\"\n\"Ward\"\n"


class Case(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def path(self, name):
        return str(pathlib.Path(self.folder.name) / name)

    def file(self, name, content):
        pathlib.Path(self.path(name)).write_bytes(content.encode())
        return self.path(name)

    def palabre(self, *words, **more):
        return subprocess.run([PALABRE, *words], capture_output=True, timeout=60, encoding="utf-8", check=False, **more)

    def done(self, *words):
        done = self.palabre(*words)
        self.assertEqual(0, done.returncode, done.stderr)
        return done.stdout

    def refused(self, code, said, *words):
        done = self.palabre(*words)
        self.assertEqual((code, ""), (done.returncode, done.stdout))
        for words in said:
            self.assertIn(words, done.stderr)


class Converts(Case):
    def test_blt_becomes_json(self):
        self.assertEqual({
            "format": "palabre-ballots/1", "options": ["Ada", "Cy"], "seats": 2, "ballots": [
                {"ranks": [[0], [1]], "count": 4, "weight": "1/1"}, {"ranks": [[1]], "count": 1, "weight": "1/2"},
                {"blank": True, "count": 2, "weight": "1/1"}]}, json.loads(self.done("convert", self.file("w.blt", WARD))))

    def test_a_budget_has_the_kind_of_its_type_however_it_is_quoted(self):
        for word in 'ordinal', '"ordinal"':
            budget = self.file("b.pb", 'META\nkey;value\n"vote_type";%s\nPROJECTS\nproject_id;cost\nA;1\nB;1\n'
                                       'VOTES\nvoter_id;vote\n1;B,A\n' % word)
            self.assertEqual([{"ranks": [[1], [0]], "count": 1, "weight": "1/1"}],
                             json.loads(self.done("convert", budget))["ballots"])

    def test_weights_are_multiplied_and_it_is_said(self):
        done = self.palabre("convert", "--to", "blt", self.file("w.blt", WARD))
        self.assertEqual((0, "2 2\n8 1 2 0\n1 2 0\n4 0\n0\n\"Ada\"\n\"Cy\"\n\"\"\n"), (done.returncode, done.stdout))
        self.assertIn("multiplied by 2", done.stderr)

    def test_there_and_back_is_the_same(self):
        first = self.done("convert", self.file("w.blt", WARD.replace("1/2", "7")))
        self.done("convert", "--to", "abif", "-o", self.path("w.abif"), self.path("w.blt"))
        self.done("convert", "--output", self.path("w.json"), self.path("w.abif"))
        self.assertEqual(first, pathlib.Path(self.path("w.json")).read_text(encoding="utf-8"))
        self.assertEqual(first, self.done("convert", self.path("w.json")))

    def test_the_kind_may_be_told(self):
        grades = self.file("g.abif", "3:Ada/5,Bo/4\n")
        self.assertIn("scores", self.done("convert", grades))
        self.assertIn('"ranks":[[0],[1]]', self.done("convert", "--kind", "ranks", grades))

    def test_what_a_budget_loses_is_said(self):
        pb = self.file("b.pb", "META\nkey;value\nbudget;5\nvote_type;ordinal\nmax_length;3\nPROJECTS\nproject_id;cost\n"
                               "A;1\nVOTES\nvote\nA\n")
        done = self.palabre("convert", pb)
        self.assertEqual(0, done.returncode)
        self.assertIn("3 projects at most", done.stderr)

    def test_a_pipe_is_read_too(self):
        os.mkfifo(self.path("w.blt"))
        with subprocess.Popen([PALABRE, "convert", self.path("w.blt")], stdout=subprocess.PIPE) as reader:
            pathlib.Path(self.path("w.blt")).write_text(WARD, encoding="utf-8")
            self.assertIn(b'"Cy"', reader.communicate(timeout=60)[0])


class Refuses(Case):
    def test_what_the_format_cannot_hold(self):
        grades = self.file("g.abif", "3:Ada/5,Bo/4\n")
        self.refused(1, ["format-holds-kind", "json can"], "convert", "--to", "blt", grades)

    def test_a_file_that_is_there(self):
        there = self.file("there.json", "mine")
        self.refused(1, ["file-exists"], "convert", "-o", there, self.file("w.blt", WARD))
        self.assertEqual("mine", pathlib.Path(there).read_text(encoding="utf-8"))

    def test_a_folder_that_is_not_there(self):
        self.refused(1, ["file-write"], "convert", "-o", self.path("no/where.json"), self.file("w.blt", WARD))

    def test_a_file_that_is_not_there_or_of_no_format(self):
        self.refused(1, ["file-open"], "convert", self.path("none.blt"))
        self.refused(1, ["format-unknown", ".abif"], "convert", self.file("w.csv", WARD))

    def test_an_empty_file_and_a_folder(self):
        self.refused(1, ["format-end"], "convert", self.file("w.blt", ""))
        os.mkdir(self.path("folder.blt"))
        self.refused(1, ["file-"], "convert", self.path("folder.blt"))

    def test_a_ballot_at_its_line(self):
        self.refused(1, ["line 4, column 5", "ballot-option"], "convert",
                     self.file("w.blt", WARD.replace("1 3 0", "1 4 0")))

    def test_a_file_beyond_all_bounds(self):
        with open(self.path("w.blt"), "wb") as file:
            file.truncate((512 << 20) + 1)
        self.refused(1, ["format-size"], "convert", self.path("w.blt"))

    def test_words_that_mean_nothing(self):
        ward = self.file("w.blt", WARD)
        self.refused(2, ["--to csv"], "convert", "--to", "csv", ward)
        self.refused(2, ["--to preflib"], "convert", "--to", "preflib", ward)
        self.refused(2, ["--kind best"], "convert", "--kind", "best", ward)
        self.refused(2, [], "convert")

    def test_a_full_disk(self):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([PALABRE, "convert", self.file("w.blt", WARD)], stdout=full, stderr=subprocess.PIPE,
                                  timeout=60, check=False)
        self.assertEqual(1, done.returncode)


class Helps(Case):
    def test_help_names_the_formats(self):
        for command in "convert", "count":
            done = self.done(command, "--help")
            for ending in ".json", ".blt", ".abif", ".soc .soi .toc .toi", ".pb", "docs/formats.md":
                self.assertIn(ending, done)


if __name__ == "__main__":
    PALABRE = sys.argv.pop(1)
    unittest.main(verbosity=1)
