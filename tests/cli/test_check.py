#!/usr/bin/env python3
"""test_check.py PALABRE ROOT: `palabre check`, and the published schema of constitutions beside it.

Where python3-jsonschema is there, whatever one of the two refuses for its form the other refuses too.
"""
import copy
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

try:
    import jsonschema
except ImportError:
    jsonschema = None

PALABRE = None
ROOT = None

# What makes a lawful document another: a path, and what is put there (None: taken away).
FORMS = [
    (["k_min"], None), (["unknown"], ["k_min"]), (["unknown"], ["colour"]), (["colour"], "red"),
    (["transfer_rule"], "wishful"), (["colleges", 0, "weight"], None), (["colleges", 0, "id"], "Users"),
    (["colleges", 0, "weight"], "0.35"), (["colleges", 0, "label", "fr"], ""), (["proxy", "scope"], None),
    (["proxy", "max_per_holder"], "many"), (["quorum", "basis"], "mood"), (["quorum", "ordinary", "first"], None),
    (["majority", "ordinary", "base"], None), (["majority", "ordinary", "second"], {"threshold": "1/2"}),
    (["college_majority"], {"threshold": "3/5"}), (["notice", "first_days"], -1), (["sources", "weather"], "grey"),
    (["categories", 0, "kind"], "friend"), (["format"], "palabre-constitution/2"),
]
SOUND = [
    (["college_majority"], {"threshold": "3/5", "strict": True}), (["proxy", "max_per_holder"], "unlimited"),
    (["majority", "ordinary", "second"], {"threshold": "1/2", "strict": True, "base": "expressed"}),
    (["majority", "ordinary", "members_min"], "3/4"), (["colleges", 0, "board_seats"], 0),
]


class Check(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.scic = json.loads((ROOT / "docs/constitutions/scic.json").read_text("utf-8"))

    def changed(self, path, value):
        document = copy.deepcopy(self.scic)
        at = document
        for step in path[:-1]:
            at = at[step]
        if value is None:
            del at[path[-1]]
        else:
            at[path[-1]] = value
        return document

    def check(self, document, *words):
        path = pathlib.Path(self.folder.name) / "statutes.json"
        path.write_text(json.dumps(document), "utf-8")
        return subprocess.run([PALABRE, "check", *words, str(path)], stdin=subprocess.DEVNULL, timeout=60,
                              capture_output=True, encoding="utf-8", check=False)

    def test_a_lawful_constitution(self):
        done = self.check(self.scic)
        self.assertEqual((0, ""), (done.returncode, done.stderr))
        self.assertIn("Nothing in this constitution is unlawful.", done.stdout)

    def test_an_unlawful_one_in_two_languages(self):
        document = self.changed(["colleges", 0, "weight"], "5/100")
        english, french = self.check(document), self.check(document, "--lang", "fr")
        self.assertEqual((1, 1), (english.returncode, french.returncode))
        self.assertIn("error: /colleges/0 The college \"users\" has less than 10 %", english.stdout)
        self.assertIn("erreur : /colleges/0 Le collège «\u202fusers\u202f» a moins de 10\u202f%", french.stdout)

    def test_for_programs(self):
        done = self.check(self.changed(["weight_basis"], "capital"), "--json")
        answer = json.loads(done.stdout)
        self.assertEqual(1, done.returncode)
        self.assertFalse(answer["lawful"])
        self.assertEqual(["capital_weighting_forbidden"], [row["code"] for row in answer["findings"]])
        self.assertEqual([], answer["unknown"])

    def test_what_is_unknown_is_said(self):
        done = subprocess.run([PALABRE, "check", str(ROOT / "docs/constitutions/association.json")], timeout=60,
                              stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", check=False)
        self.assertEqual(0, done.returncode)
        self.assertIn("college_tie", done.stdout)

    def test_the_power_of_each_college(self):
        done = self.check(self.scic, "--power")
        self.assertEqual((0, ""), (done.returncode, done.stderr))
        lines = [line.split() for line in done.stdout.splitlines()]
        self.assertIn("users 7/20 of the votes 5/12 of the power".split(), lines)
        half = copy.deepcopy(self.scic)
        half["colleges"] = half["colleges"][:3]
        for college, weight in zip(half["colleges"], ("50/100", "25/100", "25/100")):
            college["weight"] = weight
        half["colleges"][0]["categories"].append("municipalities")
        french = self.check(half, "--power", "--lang", "fr").stdout
        self.assertRegex(french, r"users +1/2 des voix +3/5 du pouvoir +rien ne passe sans lui")
        answer = json.loads(self.check(half, "--power", "--json").stdout)
        self.assertEqual(["3", "1", "1"], [row["swings"] for row in answer["power"][0]["colleges"]])

    def test_power_without_colleges_is_refused(self):
        done = subprocess.run([PALABRE, "check", "--power", str(ROOT / "docs/constitutions/association.json")],
                              timeout=60, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", check=False)
        self.assertEqual((1, ""), (done.returncode, done.stdout))
        self.assertIn("no colleges", done.stderr)

    def run_command(self, *words):
        return subprocess.run([PALABRE, *words], stdin=subprocess.DEVNULL, timeout=60, capture_output=True,
                              encoding="utf-8", check=False)

    def test_templates_are_listed_and_printed(self):
        listed = self.run_command("templates")
        ids = [line.split()[0] for line in listed.stdout.splitlines() if not line.startswith(" ")]
        self.assertEqual(12, len(ids))
        self.assertIn("règle de la majorité", self.run_command("templates", "--lang", "fr").stdout)
        for template in ids:
            with self.subTest(template=template):
                printed = self.run_command("templates", template)
                document = json.loads(printed.stdout)
                self.assertEqual(64, len(document["derived_from"]["hash"]))
                # A profile is ready to use, an example says what it leaves unknown.
                lawful = self.check(document).returncode == 0
                self.assertEqual(template != "aurora-5r", lawful)
        self.assertEqual(1, self.run_command("templates", "moon").returncode)
        self.assertEqual(1, self.run_command("templates", "catalogue").returncode)
        self.assertEqual(2, self.run_command("templates", "--lang", "de").returncode)

    def test_two_constitutions_compared(self):
        ours = pathlib.Path(self.folder.name) / "ours.json"
        document = json.loads(self.run_command("templates", "scic-proportional").stdout)
        document["colleges"][0]["weight"] = "40/100"
        document["colleges"][1]["weight"] = "10/100"
        document["elections"] = {"approvals": "seats", "none_of_these": False, "missing": "vacant"}
        del document["tie_break"]
        document["unknown"] = ["tie_break"]
        ours.write_text(json.dumps(document), "utf-8")
        done = self.run_command("compare", "template:scic-proportional", str(ours))
        self.assertEqual((0, ""), (done.returncode, done.stderr))
        self.assertEqual({
            '~ /colleges/users/weight "1/4" -> "40/100"', '~ /colleges/employees/weight "1/4" -> "10/100"',
            '+ /elections/approvals "seats"', "+ /elections/none_of_these false", '+ /elections/missing "vacant"',
            '~ /unknown [] -> ["tie_break"]', '- /tie_break "seniority"',
        }, set(done.stdout.splitlines()))
        told = json.loads(self.run_command("compare", "--json", "template:scop", "template:scop").stdout)
        self.assertEqual([], told)
        lost = self.run_command("compare", "template:moon", str(ours))
        self.assertEqual(1, lost.returncode)
        self.assertIn("template:moon", lost.stderr)

    def test_misuse(self):
        self.assertEqual(2, self.check(self.scic, "--lang", "de").returncode)

    def test_a_document_of_the_wrong_form(self):
        done = self.check(self.changed(["k_min"], None))
        self.assertEqual((1, ""), (done.returncode, done.stdout))
        self.assertIn("/k_min", done.stderr)

    def test_the_schema_and_the_program_agree(self):
        schema = json.loads((ROOT / "ballots/rules/constitution.schema.json").read_text("utf-8"))
        for expected, rows in ((False, FORMS), (True, SOUND)):
            for path, value in rows:
                with self.subTest(path=path, value=value):
                    document = self.changed(path, value)
                    refused = self.check(document).stdout == ""
                    self.assertEqual(expected, not refused)
                    if jsonschema is not None:
                        self.assertEqual(expected, jsonschema.Draft202012Validator(schema).is_valid(document))


if __name__ == "__main__":
    ROOT = pathlib.Path(sys.argv.pop())
    PALABRE = sys.argv.pop()
    unittest.main()
