#!/usr/bin/env python3
"""test_count.py PALABRE: `palabre count` and `palabre methods`, as someone in a shell uses them."""
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

PALABRE = None
BOARD = {
    "format": "palabre-ballots/1", "options": ["Ada", "Bo", "Cy"], "tie_order": ["Bo", "Ada", "Cy"],
    "ballots": [{"count": 12, "weight": "3/10", "approves": [0, 2]}, {"approves": [1]}, {"blank": True}],
}
MERGER = {
    "format": "palabre-ballots/1", "options": ["for", "against", "abstain"],
    "ballots": [{"count": 2, "choice": 0}, {"count": 1, "choice": 1}, {"count": 3, "choice": 2}],
}


class Case(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def file(self, content, name="ballots.json"):
        path = pathlib.Path(self.folder.name) / name
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return str(path)

    def palabre(self, *words):
        return subprocess.run([PALABRE, *words], stdin=subprocess.DEVNULL, capture_output=True, timeout=60,
                              encoding="utf-8", check=False)

    def count(self, content, *words):
        return self.palabre("count", *words, self.file(content))

    def refused(self, done, code, *said):
        self.assertEqual((code, ""), (done.returncode, done.stdout))
        for words in said:
            self.assertIn(words, done.stderr)


class Counts(Case):
    def test_an_answer_is_what_the_contract_says(self):
        done = self.count(BOARD, "--method", "approval", "--seats", "2")
        self.assertEqual((0, ""), (done.returncode, done.stderr))
        answer = json.loads(done.stdout)
        del answer["explanation"]
        self.assertEqual({
            "method": "approval", "version": 1, "parameters": {}, "options": ["Ada", "Bo", "Cy"], "seats": 2,
            "ballots": {"valid": "23/5", "blank": "1/1", "spoilt": "0/1", "exhausted": "0/1"},
            "elected": ["Ada", "Cy"], "ranking": [["Ada", "Cy"], ["Bo"]],
            "totals": {"Ada": "18/5", "Bo": "1/1", "Cy": "18/5"}, "ties": []}, answer)

    def test_a_motion_has_a_verdict(self):
        words = "--method", "motion", "--set", "threshold=2/3", "--set"
        adopted = json.loads(self.count(MERGER, *words, "strict=false").stdout)
        rejected = json.loads(self.count(MERGER, *words, "strict=true").stdout)
        self.assertEqual("adopted", adopted["verdict"])
        self.assertEqual("rejected", rejected["verdict"])
        self.assertEqual({"threshold": "2/3", "strict": "false", "base": "expressed"}, adopted["parameters"])

    def test_the_same_arguments_give_the_same_bytes(self):
        one = self.count(BOARD, "--method=approval", "--seats=2")
        turned = dict(BOARD, ballots=BOARD["ballots"][::-1])
        self.assertEqual(one.stdout, self.count(turned, "--seats", "2", "--method", "approval").stdout)

    def test_the_order_of_ties_decides_and_is_said(self):
        tied = dict(BOARD, ballots=[{"approves": [0, 1]}])
        answer = json.loads(self.count(tied, "--method", "approval").stdout)
        self.assertEqual(["Bo"], answer["elected"])
        self.assertEqual([{"among": ["Ada", "Bo"], "for": "election", "settled_by": "tie_order"}], answer["ties"])

    def test_a_file_without_ballots_elects_nobody(self):
        answer = json.loads(self.count(dict(BOARD, ballots=[]), "--method", "approval").stdout)
        self.assertEqual(([], [["Ada", "Bo", "Cy"]]), (answer["elected"], answer["ranking"]))


class Refuses(Case):
    def test_what_the_method_does_not_have(self):
        motion = "--method", "motion", "--set"
        self.refused(self.count(MERGER, *motion, "omega=6"), 1, "/parameters/omega", "method-parameter")
        self.refused(self.count(MERGER, *motion, "threshold=4/3"), 1, "/parameters/threshold")
        self.refused(self.count(MERGER, *motion, "base=members"), 1, "/parameters/members", "method-parameter")
        self.refused(self.count(MERGER, "--method", "motion", "--seats", "2"), 1, "question-seats")
        self.refused(self.count(BOARD, "--method", "approval", "--seats", "0"), 1, "question-seats")

    def test_where_a_file_does_not_suit_the_method(self):
        turned = dict(MERGER, options=["against", "for", "abstain"])
        self.refused(self.count(turned, "--method", "motion"), 1, "/options", "question-own-options")
        self.refused(self.count(BOARD, "--method", "budget-greedy"), 1, "/budget", "question-budget")
        self.refused(self.count(dict(BOARD, budget="1"), "--method", "budget-greedy"), 1, "/costs", "question-budget")

    def test_no_place_that_was_only_read(self):
        last = dict(MERGER, ballots=[{"blank": True}])
        seats = self.count(last, "--method", "motion", "--seats", "2")
        self.refused(seats, 1, "ballots.json: The number of seats", "question-seats")
        lot = {"format": "palabre-ballots/1", "options": ["Ada", "Bo"]}
        self.refused(self.count(lot, "--method", "sortition"), 1, "sortition: /parameters/seed: ", "method-parameter")
        spent = dict(BOARD, budget="1", costs=["1", "1", "1"])
        self.refused(self.count(spent, "--method", "budget-greedy", "--set", "min_score=1"), 1, "/parameters/min_score")
        blt = self.file(b'2 1\n1 1 0\n0\n"Ada"\n"Bo"\n', "ballots.blt")
        self.refused(self.palabre("count", "--method", "irv", "--seats", "2", blt), 1, "ballots.blt: The number of seats")

    def test_a_bad_file(self):
        def approval(content):
            return self.count(content, "--method", "approval")
        self.refused(approval(dict(BOARD, options=["Ada", "Bo", "Ada"])), 1, "/options/2", "question-option-names")
        two = dict(BOARD, ballots=[{"approves": [0]}, {"approves": [0], "choice": 1}])
        self.refused(approval(two), 1, "/ballots/1", "ballot-says")
        self.refused(approval(dict(BOARD, ballots=[{"choice": 1}])), 1, "/ballots/0", "ballot-kind")
        self.refused(approval(dict(BOARD, ballots=[{"approves": [3]}])), 1, "/ballots/0/approves/0", "ballot-option")
        self.refused(approval(dict(BOARD, title="?")), 1, "/title", "json-unknown-member")
        # What a file names does nothing in a terminal: no colour, no ring, no text that is turned around.
        for name, said in ("x\u001b[31m", "/x\\u001b[31m: "), ("\n\u007f\u0085", "/\\u000a\\u007f\\u0085: "), \
                ("é\u200f\u2028\u202e\u2066\u20ac", "/é\\u200f\\u2028\\u202e\\u2066\u20ac: "):
            self.refused(approval({**BOARD, name: 1}), 1, said, "json-unknown-member")
        self.refused(approval(dict(BOARD, format="palabre-ballots/9")), 1, "/format")
        self.refused(approval(b'{\n"format": palabre'), 1, "line 2", "json-syntax")
        self.refused(approval(b'{"options": [], "options": []}'), 1, "json-duplicate-key")
        self.refused(approval(b'["\xff"]'), 1, "not-utf8")
        self.refused(approval(b"[" * 100000), 1, "too-deep")
        self.refused(approval(b""), 1)

    def test_a_file_that_is_not_there(self):
        missing = str(pathlib.Path(self.folder.name) / "missing.json")
        self.refused(self.palabre("count", "--method", "approval", missing), 1, "file-open")
        self.refused(self.palabre("count", "--method", "approval", self.folder.name + "/.json/"), 1)
        self.refused(self.palabre("count", "--method", "approval", self.file(BOARD, "b.txt")), 1, "format-unknown")

    def test_a_wrong_use(self):
        self.refused(self.count(BOARD, "--method", "acclamation"), 2, "acclamation", "palabre methods")
        self.refused(self.count(BOARD), 2, "--method")
        self.refused(self.palabre("count", "--method", "approval"), 2, "FILE")
        self.refused(self.count(BOARD, "another", "--method", "approval"), 2, "one too many")
        self.refused(self.count(BOARD, "--methods", "approval"), 2, "--methods")
        self.refused(self.count(BOARD, "--method", "approval", "--method", "motion"), 2, "twice")
        self.refused(self.count(BOARD, "--method", "approval", "--seats", "two"), 2, "whole number")
        self.refused(self.count(BOARD, "--method", "motion", "--set", "strict"), 2, "KEY=VALUE")
        self.refused(self.count(BOARD, "--method", "motion", "--set", "base=present", "--set", "base=present"), 2, "twice")
        self.refused(self.palabre("count", "--method"), 2, "needs a value")
        self.refused(self.palabre("acclaim"), 2, "acclaim")
        self.refused(self.palabre(), 2, "usage")
        self.refused(self.palabre("methods", "--json=yes"), 2, "no value")

    def test_a_full_disk_is_said(self):
        if not pathlib.Path("/dev/full").exists():
            return
        with open("/dev/full", "wb") as full:
            done = subprocess.run([PALABRE, "methods", "--json"], stdout=full, stderr=subprocess.PIPE, check=False)
        self.assertEqual(1, done.returncode)
        self.assertIn(b"cannot be written", done.stderr)


class Lists(Case):
    def test_the_methods_in_words_and_as_json(self):
        words = self.palabre("methods")
        listed = json.loads(self.palabre("methods", "--json").stdout)["methods"]
        self.assertEqual(0, words.returncode)
        for method in listed:
            self.assertIn(method["id"], words.stdout)
        motion = next(m for m in listed if m["id"] == "motion")
        self.assertEqual(("choice", False), (motion["ballots"], motion["seats"]))
        self.assertEqual({"threshold": "1/2", "strict": "true", "base": "expressed", "members": None},
                         {p["name"]: p.get("default") for p in motion["parameters"]})
        self.assertIn("base=expressed,present,members", words.stdout)

    def test_every_command_helps_with_examples(self):
        done = self.palabre("--help")
        commands = [line.split()[0] for line in done.stdout.split("commands:\n")[1].split("\n\n")[0].splitlines()]
        self.assertIn("count", commands)
        for command in commands:
            helped = self.palabre(command, "--help")
            self.assertEqual((0, ""), (helped.returncode, helped.stderr), command)
            self.assertIn("examples:\n  palabre " + command, helped.stdout)

    def test_the_version_is_printed(self):
        self.assertRegex(self.palabre("--version").stdout, r"^palabre \d+\.\d+\.\d+\n$")


if __name__ == "__main__":
    PALABRE = sys.argv.pop(1)
    unittest.main()
