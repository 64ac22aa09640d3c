"""What the tests of the programs share: a cooperative founded in a folder of its own."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

PALABRE, CONSTITUTION = sys.argv[1:3]


class Case(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.db = self.path("coop.palabre")

    def path(self, name):
        return str(self.folder / name)

    def write(self, name, text):
        pathlib.Path(self.path(name)).write_text(text, encoding="utf-8")
        return self.path(name)

    def run_palabre(self, *words, given="", before=None):
        return subprocess.run([PALABRE, *words], input=given, capture_output=True, timeout=240,
                              encoding="utf-8", check=False, preexec_fn=before)

    def done(self, *words, given=""):
        result = self.run_palabre(*words, given=given)
        self.assertEqual((0, ""), (result.returncode, result.stderr), words)
        return result.stdout

    def refused(self, slug, *words, code=1):
        result = self.run_palabre(*words)
        self.assertEqual(code, result.returncode, words)
        self.assertIn(slug, result.stderr)
        return result

    def found(self, *words, constitution=CONSTITUTION):
        return self.done(*self.founding(constitution), *words)

    def founding(self, constitution=CONSTITUTION):
        return ("init", "--db", self.db, "--log-name", "coop.example/log", "--constitution", constitution,
                "--name", "Les Sept", "--admin-name", "Ada Colonna")


def main():
    unittest.main(argv=sys.argv[:1], verbosity=1)
