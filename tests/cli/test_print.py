"""palabre-print: what is set is read back by pdftotext, and no text makes it fall. TAP on standard output."""
import json
import re
import subprocess
import sys
import time
import zlib

PRINTER = sys.argv[1]
failures = 0
count = 0


def check(name, good, why=""):
    global failures, count
    count += 1
    failures += not good
    print(f"{'ok' if good else 'not ok'} {count} - {name}")
    if not good:
        print(f"# {why}"[:2000])


def sheet(*blocks, **members):
    return {"format": "palabre-sheet/1", "language": "fr", "title": "Procès-verbal", "foot": "Les Sept · Corte",
            "blocks": list(blocks)} | members


def run(value):
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return subprocess.run([PRINTER], input=data, capture_output=True, timeout=100)


def text(pdf):
    read = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(read.stdout.decode().replace("\u00a0", " ").replace("\u202f", " ").split())


whole = sheet(
    {"h1": "Procès-verbal : assemblée générale"}, {"h2": "Vote"}, {"h3": "Débats"},
    {"p": "Œuvre, cœur, naïveté, « guillemets », Ÿ, €, ≈ ; 355/113 (≈\u00a0314,16\u202f%)."},
    {"note": "Preuves : " + "ab" * 32}, {"quote": "Une ligne\nune autre ligne"}, {"list": ["Comptes", "Conseil"]},
    {"table": {"head": ["Collège", "Pour"], "rows": [["Salariés", "123456789/987654321"], ["Usagers", "2/5"]]}})
made = run(whole)
read = text(made.stdout) if made.returncode == 0 else made.stderr.decode()
for words in ["Procès-verbal : assemblée générale", "Œuvre, cœur, naïveté, « guillemets », Ÿ, €, ≈", "355/113 (≈ 314,16 %)",
              "Une ligne", "une autre ligne", "1. Comptes", "2. Conseil", "123456789/987654321", "Salariés", "Les Sept · Corte",
              "1/1"]:
    check(f"reads back {words}", words in read, read)


def glyphs(word):
    """How many figures are drawn in each typeface: what pdftotext leaves out is counted too."""
    pdf = run(sheet({"p": word}, {"list": [word]}, {"table": {"head": [word], "rows": [[word]]}})).stdout
    streams = [zlib.decompress(piece) for piece in re.findall(rb"/FlateDecode\s*>>\s*stream\r?\n(.*?)\s*endstream", pdf, re.S)]
    return [int(count) for stream in streams for count in re.findall(rb"(\d+) beginbfchar", stream)]


check("breaks a hash or a name without a hyphen", glyphs("abc" * 80) == glyphs("abc") != [], f"{glyphs('abc' * 80)} {glyphs('abc')}")
info = subprocess.run(["pdfinfo", "-"], input=made.stdout, capture_output=True).stdout.decode()
check("has a title", "Procès-verbal" in info, info)
check("is of A4", "A4" in info, info)

for language in ("fr", "en"):
    dated = sheet({"h1": "Titre"}, {"p": "Cœur 355/113"}, language=language, at="2026-03-22T10:29:00Z")
    pdf = run(dated).stdout
    told = subprocess.run(["pdfinfo", "-isodates", "-"], input=pdf, capture_output=True)
    check(f"says its language, {language}", f"/Lang ({language})".encode() in pdf)
    check(f"is a whole PDF in {language}", told.stderr == b"" and "Cœur 355/113" in text(pdf), told.stderr.decode())
    check(f"has the date that it is given in {language}", "2026-03-22T10:29:00Z" in told.stdout.decode(), told.stdout.decode())
    time.sleep(1.1)
    check(f"is the same bytes a second later in {language}", run(dated).stdout == pdf)
check("refuses a date that is none", run(sheet({"p": "x"}, at="yesterday")).returncode == 1)

hostile = {
    "a line of ten thousand words": "palabre " * 10000,
    "a word of a hundred thousand letters": "w" * 100000,
    "writing from right to left": "עברית العربية " * 500 + "\u202e retourné \u2066 isolé",
    "control characters": "".join(chr(c) for c in range(1, 160)),
    "marks on marks": "e" + "\u0301" * 5000,
    "ten thousand empty lines": "\n" * 10000,
    "letters of no font": "".join(chr(c) for c in range(0x1F300, 0x1F400)) + "\U0010fffd",
}
for name, words in hostile.items():
    printed = run(sheet({"h1": words[:200]}, {"p": words}, {"quote": words}, {"list": [words]},
                        {"table": {"head": ["a", "b"], "rows": [[words, "fin"]]}}, {"p": "Après"}))
    good = printed.returncode == 0 and "Après" in text(printed.stdout)
    check(f"sets {name}", good, printed.stderr.decode())
many = run(sheet(*({"h2": f"Titre {i}"} for i in range(300))))
check("numbers its pages", many.returncode == 0 and re.search(r"\b2 ?/ ?\d", text(many.stdout)) is not None, text(many.stdout)[-300:])
listed = run(sheet({"table": {"head": ["Sociétaire", "Voix"], "rows": [[f"Prénom Nom {i}", "1"] for i in range(1, 25001)]}}))
named = text(listed.stdout) if listed.returncode == 0 else listed.stderr.decode()
check("prints the attendance of twenty-five thousand", re.search(r"Nom 1 1 .*Nom 12500 1 .*Nom 25000 1 ", named) is not None, named[-300:])
check("stops at too many pages", run(sheet({"p": "\n" * 400000})).returncode == 1)

refused = {
    "nothing": b"", "half of an object": b'{"format":', "another format": sheet(format="palabre-sheet/2"),
    "another language": sheet(language="de"), "a block of no kind": sheet({"h9": "x"}), "two blocks in one": sheet({"p": "x", "h1": "y"}),
    "a number for a text": sheet({"p": 1}), "a row longer than its heading": sheet({"table": {"head": ["a"], "rows": [["1", "2"]]}}),
    "thirteen columns": sheet({"table": {"head": ["a"] * 13, "rows": []}}), "a table that is a list": sheet({"table": []}),
    "a list of numbers": sheet({"list": [1]}), "a block that is a text": sheet("x"), "a member that is not known": sheet(more=1),
    "too many blocks": sheet(*({"p": ""} for _ in range(20001))), "no blocks": {"format": "palabre-sheet/1"},
    "too many rows": sheet({"table": {"head": ["a"], "rows": [["x"]] * 100001}}), "bytes that are no UTF-8": b'{"title":"\xff"}',
    "an empty block": sheet({}),
}
for name, value in refused.items():
    printed = run(value)
    check(f"refuses {name}", printed.returncode == 1 and printed.stdout == b"" and b"palabre-print" in printed.stderr, printed.stderr)
helped = subprocess.run([PRINTER, "--help"], capture_output=True)
check("helps", helped.returncode == 0 and b"palabre-print < sheet.json" in helped.stdout)
check("takes no operand", subprocess.run([PRINTER, "x"], capture_output=True).returncode == 2)
print(f"1..{count}")
sys.exit(failures > 0)
