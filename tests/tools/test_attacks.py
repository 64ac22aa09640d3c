#!/usr/bin/env python3
"""Each attack of the project's list that concerns open and sealed polls has a test whose name carries its number."""
import pathlib
import re
import unittest

TESTS = pathlib.Path(__file__).parents[1]

# The list goes from 1 to 70. 5, 9, 11 and 68 concern levels of secrecy that this version does not have; the others that are
# not here concern people, sessions and pages.
NUMBERS = (set(range(1, 37)) - {5, 9, 11}) | set(range(37, 40)) | set(range(43, 68)) | {69, 70}

# In TypeScript `test("1, 60: …"`; in C a row "attack 6: …" or a function attacks_22_and_27_…; in Python a method test_attack_65_….
NAMES = {
    ".ts": r'\b(?:test|describe)\(\s*["`](\d+(?:, \d+)*):',
    ".c": r'(?:"attacks? |\bstatic void attacks?_)(\d+(?:(?:, | and |_and_|_)\d+)*)[:_]',
    ".py": r"def test_attacks?_(\d+(?:_(?:and_)?\d+)*)_",
}


def numbers():
    found = set()
    for path in TESTS.rglob("*"):
        for match in re.finditer(NAMES.get(path.suffix, r"(?!)"), path.read_text("utf-8") if path.suffix in NAMES else ""):
            found.update(map(int, re.findall(r"\d+", match[1])))
    return found


class Attacks(unittest.TestCase):
    def test_each_has_a_test_that_names_it(self):
        self.assertEqual([], sorted(NUMBERS - numbers()))


if __name__ == "__main__":
    unittest.main(verbosity=1)
