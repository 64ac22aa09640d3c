#!/usr/bin/env python3
"""tools/changelog: from the trailers of a small history to the sections of its versions."""
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

SCRIPT = pathlib.Path(__file__).parents[2] / "tools" / "changelog"


class Changelog(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        # Whatever the machine's own settings ask of a commit, this history does without.
        self.env = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1",
                    **{f"GIT_{who}_{what}": "a@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}}
        for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
            self.env.pop(name, None)
        self.git("init", "-q")

    def git(self, *args):
        subprocess.run(["git", *args], cwd=self.folder.name, env=self.env, check=True)

    def commit(self, message):
        self.git("commit", "-q", "--allow-empty", "-m", message)

    def changelog(self):
        return subprocess.run([sys.executable, SCRIPT], cwd=self.folder.name, env=self.env,
                              capture_output=True, text=True, check=False)

    def test_sections_of_versions(self):
        self.commit("core: begin\n\nChangelog-Added: polls and seats")
        self.commit("core: test\n\nChangelog-None: a test")
        self.git("tag", "v0.1.0")
        self.commit("core: a fault\n\nWhy.\n\nChangelog-Fixed: the last vote\n of an evening counts.\nChangelog-Added: tools/start")
        self.commit("core: more\n\nChangelog-Added: proxies, too")
        run = self.changelog()
        self.assertEqual(run.stdout.partition("\n## ")[2],
                         "Not yet released\n\n### Added\n\n- tools/start.\n- Proxies, too.\n\n### Fixed\n\n"
                         "- The last vote of an evening counts.\n\n## 0.1.0\n\n### Added\n\n- Polls and seats.\n")

    def test_a_misspelt_trailer_is_refused(self):
        self.commit("core: begin\n\nChangelog-Add: polls")
        run = self.changelog()
        self.assertEqual(run.returncode, 1)
        self.assertIn("no trailer Changelog-Add", run.stderr)


if __name__ == "__main__":
    unittest.main()
