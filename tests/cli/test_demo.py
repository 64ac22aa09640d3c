#!/usr/bin/env python3
"""test_demo.py PALABRE CONSTITUTION: the cooperative to try, its links, what stays of it."""
import json
import os
import re
import signal
import subprocess
import urllib.error
import urllib.request

import support


class Demo(support.Case):
    def start(self, *words):
        """Starts it; the links by who opens them, once they are printed."""
        demo = subprocess.Popen([support.PALABRE, "demo", "--listen", "127.0.0.1:0", *words],
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, encoding="utf-8",
                                env={**os.environ, "TMPDIR": str(self.folder)})
        self.addCleanup(demo.stdout.close)
        self.addCleanup(demo.wait)
        self.addCleanup(demo.kill)
        links = {}
        for line in demo.stdout:
            who, _, link = line.strip().partition(" ")
            links[who] = link.strip()
            if who == "observer":
                break
        return demo, links

    def stop(self, demo):
        demo.send_signal(signal.SIGTERM)
        self.assertEqual(0, demo.wait(60))

    def read(self, url, path):
        with urllib.request.urlopen(url.rstrip("/") + path, timeout=60) as answer:
            return json.load(answer)

    def sign_in(self, link):
        """The status with which a link is answered."""
        url, token = link.split("/#t=")
        request = urllib.request.Request(url + "/api/v1/session", json.dumps({"token": token}).encode(),
                                         {"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status
        except urllib.error.HTTPError as refusal:
            with refusal:
                return refusal.code

    def test_attack_66_its_memory_is_not_left_behind(self):
        demo, _ = self.start()
        with open(f"/proc/{demo.pid}/limits", encoding="ascii") as limits:
            core = next(line for line in limits if line.startswith("Max core file size"))
        self.assertEqual(["0", "0"], core.split()[4:6])
        # What is not dumpable belongs to root, whoever runs it.
        self.assertEqual(0, os.stat(f"/proc/{demo.pid}/environ").st_uid)
        self.stop(demo)

    def test_it_is_alive_and_each_link_signs_in_once(self):
        demo, links = self.start()
        self.assertEqual({"member", "representative", "administrator", "observer"},
                         {who for who, link in links.items() if re.match(r"http://127\.0\.0\.1:\d+/", link)})
        for who in ("member", "representative", "administrator"):
            self.assertEqual([201, 401], [self.sign_in(links[who]), self.sign_in(links[who])], who)
        polls = self.read(links["observer"], "/api/v1/polls?limit=500")["items"]
        self.assertIn("open", {poll["state"] for poll in polls})
        decided = [poll for poll in polls if poll["state"] == "published"]
        self.assertEqual({"resolution", "amendment", "election", "choice"}, {poll["kind"] for poll in decided})
        for poll in decided:
            result = self.read(links["observer"], f"/api/v1/polls/{poll['id']}/result")
            self.assertEqual(poll["verdict"], result["decision"]["outcome"])
        self.assertEqual("ok", self.read(links["observer"], "/healthz")["status"])
        decisions = self.read(links["observer"], "/api/v1/decisions?limit=500")["items"]
        self.assertIn("consent", {poll["method"] for poll in polls if poll["state"] == "published"})
        self.assertEqual({"doing", "done"}, {step["state"] for decision in decisions for step in decision["steps"]})
        polls = [self.read(links["observer"], f"/api/v1/polls/{poll['id']}") for poll in decided]
        self.assertEqual(["Qui reçoit les différends"], [poll["title"] for poll in polls if poll["secrecy"] == "secret"])
        self.assertIn("trois gardiens, deux suffisent", demo.stdout.readline() + demo.stdout.readline() + demo.stdout.readline())
        self.stop(demo)
        self.assertEqual([], os.listdir(self.folder), "nothing stays of it")

    def test_it_is_found_again_in_its_file(self):
        db = self.path("demo.palabre")
        sizes = []
        for _ in range(2):
            demo, links = self.start("--db", db)
            sizes.append(self.read(links["observer"], "/api/v1/society")["log"]["size"])
            self.stop(demo)
        self.assertGreater(sizes[0], 100)
        self.assertIn(sizes[1] - sizes[0], range(1, 10), "links and what came due, and no second founding")

    def test_its_record_holds_with_a_secret_poll(self):
        db, record = self.path("demo.palabre"), self.path("demo.tar")
        demo, _ = self.start("--db", db)
        self.stop(demo)
        self.done("export", "--db", db, "--all", "-o", record)
        verify = os.path.join(os.path.dirname(support.PALABRE), "palabre-verify")
        held = subprocess.run([verify, record], capture_output=True, check=False, encoding="utf-8", timeout=240)
        self.assertEqual(0, held.returncode, held.stdout + held.stderr)

    def test_an_address_that_is_none_leaves_nothing(self):
        result = subprocess.run([support.PALABRE, "demo", "--listen", "moon"], capture_output=True, check=False,
                                encoding="utf-8", timeout=240, env={**os.environ, "TMPDIR": str(self.folder)})
        self.assertEqual(1, result.returncode)
        self.assertIn("listen-address", result.stderr)
        self.assertEqual([], os.listdir(self.folder))

    def test_a_folder_that_is_not_there_is_said(self):
        result = subprocess.run([support.PALABRE, "demo"], capture_output=True, check=False, encoding="utf-8",
                                timeout=240, env={**os.environ, "TMPDIR": self.path("absent")})
        self.assertEqual(1, result.returncode)
        self.assertIn("file-write", result.stderr)
        self.refused("store-open", "demo", "--db", self.path("absent/demo.palabre"))


if __name__ == "__main__":
    support.main()
