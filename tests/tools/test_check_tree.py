#!/usr/bin/env python3
"""tools/check_tree.py: a small tree that has its shape, and the same with one fault at a time."""
import importlib.util
import pathlib
import sys
import tempfile
import unittest

SCRIPT = pathlib.Path(__file__).parents[2] / "tools" / "check_tree.py"

GOOD = {
    "include/base/ratio.h": "/* r */\n#ifndef PAL_BASE_RATIO_H\n#define PAL_BASE_RATIO_H\n#include <gmp.h>\n"
                            "#define PAL_MUST __attribute__((warn_unused_result))\n"
                            "PAL_MUST int pal_ratio_set(mpq_t ratio,\n                  int num);\n#endif\n",
    "include/core/roll.h": "#ifndef PAL_CORE_ROLL_H\n#define PAL_CORE_ROLL_H\n#include \"base/ratio.h\"\n"
                           "struct pal_roll {\n    int size;\n};\n#endif\n",
    "base/ratio.c": "#include \"base/ratio.h\"\n/* A double vote, https://example.org. */\nchar *s = \"// float\";\n",
    "base/meson.build": "static_library('base', 'ratio.c')\n",
    "ballots/methods/methods.h": "#ifndef PAL_BALLOTS_METHODS_H\n#define PAL_BALLOTS_METHODS_H\n#endif\n",
    "ballots/methods/motion.c": "/* RULE docs/rules/motion.md\n * > A motion … is adopted by\n * > more than half.\n */\n"
                                "#include \"methods.h\"\nconst struct pal_method pal_method_motion = {0};\n",
    "ballots/methods/registry.c": "#include \"methods.h\"\nx = &pal_method_motion;\n",
    "ballots/meson.build": "static_library('ballots', 'methods/motion.c', 'methods/registry.c')\n",
    "core/roll.c": "/* RULE docs/rules/motion.md\n * > A motion */\n#include \"core/roll.h\"\nsql = \"SELECT id FROM roll \"\n\"JOIN seen ON seen.id = roll.id\";\n",
    "core/schema/0001_start.sql": "CREATE TABLE roll (id INTEGER) STRICT;\nCREATE VIEW seen AS SELECT id FROM roll;\n",
    "core/meson.build": "static_library('core', 'roll.c')\n",
    "docs/rules/motion.md": "# Motion\n\n> A motion\n> put to the vote is adopted\n> by more than half.\n",
    "tests/meson.build": "['base/ratio.h', 'core/roll.h', 'base/test_ratio', 'json']\n",
    "tests/base/test_ratio.c": "#include \"base/ratio.h\"\n#include \"../support/expect.h\"\n",
    "tests/support/expect.h": "#ifndef PAL_TESTS_EXPECT_H\n#define PAL_TESTS_EXPECT_H\n#define TEST 1\n#endif\n",
    "tests/fuzz/fuzz_json.c": "",
    "tests/fuzz/corpus/json/empty": "",
}

# What each row puts in the tree (a text ends what the file holds already), and what must be said of it.
BAD = [
    ("a layer to the right is out of reach", "base/ratio.c", '#include "core/roll.h"\n',
     "base/ratio.c:4: base may not include core"),
    ("a contract keeps to the arrow too", "include/base/ratio.h", '#include "core/roll.h"\n', "base may not include core"),
    ("and libsodium two", "base/uuid.c", "#include <sodium.h>\n", "only base/crypto.c, base/group.c may include sodium.h"),
    ("a library has one door", "core/roll.c", "#include <gmp.h>\n", "only include/base/ratio.h may include gmp.h"),
    ("a private header is its folder's own", "core/roll.c", '#include "../ballots/methods/methods.h"\n', "private to another"),
    ("a contract stands under include", "core/roll.c", '#include "base/secret.h"\n', "no contract include/base/secret.h"),
    ("a contract includes no private header", "include/core/roll.h", '#include "roll_private.h"\n', "contracts only"),
    ("no double where nothing may round", "core/roll.c", "static double share;\n", "no floating point here: double"),
    ("no float in a contract", "include/core/roll.h", "float share;\n", "no floating point here: float"),
    ("no GMP float", "base/ratio.c", "x = mpq_get_d(share);\n", "no floating point here: mpq_get_d"),
    ("no rand", "core/roll.c", "x = rand();\n", "chance comes from"),
    ("no random in a test", "tests/base/test_ratio.c", "x = random ();\n", "chance comes from"),
    ("no assert.h", "core/roll.c", "#include <assert.h>\n", "use PAL_CHECK"),
    ("no line comment", "core/roll.c", "int x; // here\n", "marks a line to delete"),
    ("an unfinished place names its issue", "core/roll.c", "/* " + "TODO: later */\n", "name the issue"),
    ("an SQL file too", "core/schema/0002_more.sql", "-- " + "FIXME\n", "name the issue"),
    ("a guard says the layer", "include/core/box.h", "#ifndef BOX_H\n#define BOX_H\n#endif\n", "must be PAL_CORE_BOX_H"),
    ("a guard goes around all", "include/core/roll.h", "struct pal_late;\n", "must be PAL_CORE_ROLL_H, around all"),
    ("a private header has a guard", "core/rows.h", "struct pal_rows;\n", "must be PAL_CORE_ROWS_H"),
    ("a file stays short", "core/roll.c", "\n" * 500, "499 at most"),
    ("an exported function has the prefix", "include/core/roll.h", "int roll_size(void);\n", "starts with pal_: roll_size"),
    ("a tag has the prefix", "include/core/roll.h", "struct roll {\n};\n", "starts with pal_: roll"),
    ("a macro has the prefix", "include/core/roll.h", "#define ROLL_MAX 3\n", "starts with PAL_: ROLL_MAX"),
    ("a source is built", "core/box.c", "\n", "core/box.c:1: is in no meson.build"),
    ("a test is built", "tests/core/test_roll.c", "\n", "is in no meson.build"),
    ("a test in TypeScript is run", "tests/http/polls.test.ts", "\n", "is not in tests/http/meson.build"),
    ("a test in Python is run", "tests/tools/test_tally.py", "\n", "is not in tests/tools/meson.build"),
    ("a contract is compiled alone", "include/core/box.h", "#ifndef PAL_CORE_BOX_H\n#define PAL_CORE_BOX_H\n#endif\n",
     "not in the list of contracts compiled alone"),
    ("a method is registered", "ballots/methods/motion.c", "const struct pal_method pal_method_stv = {0};\n",
     "pal_method_stv is not in ballots/methods/registry.c"),
    ("a rule is quoted word for word", "core/roll.c", "/* RULE docs/rules/motion.md\n * > A motion is adopted.\n */\n",
     "not in docs/rules/motion.md"),
    ("a quotation keeps the order", "core/roll.c", "/* RULE docs/rules/motion.md\n * > by more … A motion\n */\n", "not in"),
    ("a rule that is cited is quoted", "core/roll.c", "/* RULE docs/rules/motion.md */\n", "quotes nothing"),
    ("a rule that is quoted exists", "core/roll.c", "/* RULE docs/rules/none.md\n * > No.\n */\n", "no docs/rules/none.md"),
    ("a fuzz target has a corpus", "tests/fuzz/fuzz_ratio.c", "", "has no corpus in tests/fuzz/corpus/ratio"),
    ("a table has one file", "core/tally.c", 'sql = "DELETE FROM "\n"roll";\n', "the table roll belongs to core/roll.c"),
]


def faults(files):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            path = pathlib.Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        return check_tree.Tree(folder).check()


class CheckTree(unittest.TestCase):
    def test_a_good_tree_has_no_fault(self):
        self.assertEqual(faults(GOOD), [])

    def test_each_fault_is_reported(self):
        for name, path, text, said in BAD:
            with self.subTest(name):
                found = faults({**GOOD, path: GOOD.get(path, "") + text})
                self.assertTrue(any(said in fault for fault in found), f"{said!r} is not in {found}")


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    spec = importlib.util.spec_from_file_location("check_tree", SCRIPT)
    check_tree = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(check_tree)
    unittest.main()
