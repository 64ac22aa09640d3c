#!/usr/bin/env python3
"""test_founding.py PALABRE CONSTITUTION: founding a society, and its register from a file."""
import json
import os
import pathlib

import support

GOOD = "Numéro;Nom;Catégorie\r\n1001;Ada Colonna;users\r\n1002;Commune de Corte;towns\r\n"


class Founding(support.Case):
    def test_a_society_is_founded_with_a_link_that_signs_in(self):
        said = self.found("--url", "https://vote.example", "--time-zone", "Indian/Reunion", "--language", "en")
        self.assertIn("Les Sept is founded", said)
        self.assertRegex(said, r"https://vote\.example/#t=[\w-]{20,}")

    def test_statutes_may_be_written_later(self):
        bare = ("init", "--db", self.db, "--log-name", "coop.example/log", "--admin-name", "Ada Colonna")
        self.refused("--name", *bare, code=2)
        self.assertFalse(os.path.exists(self.db))
        self.assertIn("Les Sept is founded", self.done(*bare, "--name", "Les Sept"))
        self.refused("constitution-none", "import", "members", self.write("members.csv", GOOD), "--db", self.db)
        tar = self.path("all.tar")
        self.done("export", "--db", self.db, "--all", "-o", tar)

    def test_nothing_is_founded_twice(self):
        self.found()
        before = pathlib.Path(self.db).read_bytes()
        self.refused("file-exists", *self.founding())
        self.assertEqual(before, pathlib.Path(self.db).read_bytes())

    def test_what_the_law_forbids_founds_nothing(self):
        document = json.loads(pathlib.Path(support.CONSTITUTION).read_text(encoding="utf-8"))
        unlawful = self.write("unlawful.json", json.dumps({**document, "weight_basis": "capital"}))
        result = self.refused("constitution-invalid", *self.founding(unlawful))
        self.assertIn("capital_weighting_forbidden", result.stderr)
        self.assertFalse(os.path.exists(self.db))

    def test_what_cannot_be_read_founds_nothing(self):
        for slug, text in (("json-syntax", "{"), ("json-unknown-member", '{"moon": 1}'), ("not-utf8", None)):
            path = self.write("statutes.json", text or "")
            if text is None:
                pathlib.Path(path).write_bytes(b'"\xff"')
            self.refused(slug, *self.founding(path))
            self.assertFalse(os.path.exists(self.db), slug)
        self.refused("file-open", *self.founding(self.path("absent.json")))

    def test_a_founding_that_is_refused_leaves_no_file(self):
        for slug, words in (("time-zone", ("--time-zone", "Moon/Tranquillity")),
                            ("email", ("--admin-email", "moon"))):
            self.refused(slug, *self.founding(), *words)
            self.assertEqual([], os.listdir(self.folder), slug)
        self.refused("log-name", *(word.replace("coop.example/log", "https://moon") for word in self.founding()))
        self.assertEqual([], os.listdir(self.folder))

    def test_wrong_use_is_told_apart(self):
        self.refused("--log-name", "init", "--db", self.db, code=2)
        self.refused("--moon", *self.founding(), "--moon", code=2)


class Import(support.Case):
    def setUp(self):
        super().setUp()
        self.found()

    def import_members(self, *words, text=GOOD):
        return ("import", "members", self.write("members.csv", text), "--db", self.db, *words)

    def test_a_file_is_tried_then_entered(self):
        tried = self.done(*self.import_members("--dry-run"))
        self.assertIn("2 members would be admitted, nothing was kept", tried)
        entered = self.done(*self.import_members())
        self.assertIn("2 lines, 0 refused; 2 members admitted", entered)
        self.assertRegex(entered, r"(?m)^  users +1$")
        self.refused("member-number-taken", *self.import_members())

    def test_a_report_for_programs(self):
        report = json.loads(self.done(*self.import_members("--json")))
        self.assertEqual({"rows": 2, "admitted": 2, "errors": []}, {key: report[key] for key in ("rows", "admitted", "errors")})
        self.assertEqual(1, report["colleges"]["supporters"])

    def test_standard_input_is_a_file_too(self):
        words = ("import", "members", "-", "--db", self.db, "--separator", "tab")
        said = self.done(*words, given=GOOD.replace(";", "\t"))
        self.assertIn("2 members admitted", said)

    def test_a_bad_line_refuses_the_file_and_is_named(self):
        bad = GOOD + "1003;Félix;moon\r\n"
        result = self.refused("unknown-category", *self.import_members(text=bad))
        self.assertRegex(result.stderr, r"members\.csv: line 4, column 3")
        self.assertIn("nothing was kept", self.done(*self.import_members("--dry-run")))
        report = self.run_palabre(*self.import_members("--json", text=bad))
        self.assertEqual([[4, 3, "unknown-category"]],
                         [[error["line"], error["column"], error["code"]] for error in json.loads(report.stdout)["errors"]])
        self.done(*self.import_members())

    def test_no_more_is_said_than_somebody_reads(self):
        bad = GOOD + "".join(f"{n};Membre {n};moon\r\n" for n in range(2000, 2150))
        self.assertRegex(self.refused("unknown-category", *self.import_members(text=bad)).stderr, r"and \d+ more")

    def test_what_is_no_register(self):
        self.refused("csv-column", *self.import_members(text="Moon;Nom\r\n"))
        self.refused("file-open", "import", "members", self.path("absent.csv"), "--db", self.db)
        self.refused("store-open", "import", "members", self.write("a.csv", GOOD), "--db", self.path("absent"))

    def test_wrong_use_is_told_apart(self):
        self.refused("only members", "import", "moons", self.write("a.csv", GOOD), "--db", self.db, code=2)
        self.refused("--separator", *self.import_members("--separator", "|"), code=2)


if __name__ == "__main__":
    support.main()
