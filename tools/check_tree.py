#!/usr/bin/env python3
"""check_tree.py [ROOT] - checks the shape of the tree: what docs/house-style.md marks with a tick.

Prints one line per fault, `path:line: what is wrong`, and exits 1 if there is any.
"""
import pathlib
import re
import sys

LAYERS = ["base", "ballots", "audit", "core", "http", "cli"]
PURE = {"base", "ballots", "audit", "core"}
DOORS = {
    "gmp.h": "include/base/ratio.h",
    "sodium.h": "base/crypto.c, base/group.c",
    "jansson.h": "base/json.c",
    "cmark.h": "base/markdown.c",
    "cairo-pdf.h": "cli/print_draw.c",
    "pango/pangocairo.h": "cli/print_draw.c",
    "nettle/md5.h": "base/md5.c",
    "nettle/sha2.h": "base/sha256.c",
    "utf8proc.h": "base/text_unicode.c, base/pieces.c",
    "sqlite3.h": "core/store.c, core/read_ahead.c, core/blob.c",
    "microhttpd.h": "http/server.c, cli/witness_serve.c",  # a program of its own
    "curl/curl.h": "http/transfer.c",
}
LINES_MAX = 499
CODE = {".c", ".h"}
SHORT = CODE | {".ts", ".tsx", ".py", ".css"}

COMMENT = re.compile(r"/\*.*?\*/", re.S)
STRING = re.compile(r'"(?:\\.|[^"\\\n])*"' + r"|'(?:\\.|[^'\\\n])+'")
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(?:<([^>\n]+)>|"([^"\n]+)")', re.M)
FLOATING = re.compile(r"\b(float|double|mpf_\w+|mp[qz]_get_d\w*|mp[qz]_set_d\w*)\b")
QUOTE = re.compile(r"RULE (docs/rules/[\w./-]+\.md)((?:\n[ \t]*\*? ?> .*)*)")
DECLARED = re.compile(r"^(?!static|typedef|struct \w+ \{|enum |return)[a-zA-Z][^;{=#]*?\b(\w+)\(", re.M)
TAG = re.compile(r"^(?:struct|enum|union) (\w+) \{", re.M)
MACRO = re.compile(r"^#[ \t]*define (\w+)", re.M)
TABLE = re.compile(r"CREATE TABLE (?:IF NOT EXISTS )?(\w+)", re.I)
NAMED = re.compile(r"\b(?:FROM|JOIN|INTO|UPDATE(?: OR \w+)?|TABLE)\s+(\w+)", re.I)


def blank(match):
    """The same number of lines and columns, with nothing in them."""
    return re.sub(r"[^\n]", " ", match.group())


def words(text):
    return " ".join(text.split())


class Tree:
    def __init__(self, root):
        self.root = pathlib.Path(root).resolve()
        self.faults = []
        self.text = {}
        for top in ["include", *LAYERS, "web", "tests", "tools"]:
            for path in sorted((self.root / top).rglob("*")):
                kept = path.suffix in SHORT | {".sql"} or path.name == "meson.build"
                if kept and path.is_file() and "node_modules" not in path.parts:
                    self.text[str(path.relative_to(self.root))] = path.read_text("utf-8")

    def fault(self, path, text, at, message):
        """at is an offset in text."""
        self.faults.append(f"{path}:{text.count(chr(10), 0, at) + 1}: {message}")

    def files(self, *suffixes, under=""):
        return [(p, t) for p, t in self.text.items() if p.endswith(suffixes) and p.startswith(under)]

    def check_includes(self, path, layer, text):
        """The arrow: contracts of folders to the left, and the private headers of one's own."""
        rank = LAYERS.index(layer) if layer in LAYERS else len(LAYERS)
        for match in INCLUDE.finditer(text):
            system, ours = match.groups()
            if system == "assert.h":
                self.fault(path, text, match.start(), "<assert.h> vanishes in release builds: use PAL_CHECK")
            door = DOORS.get(system or ours)
            if door and layer in LAYERS and path not in door.split(", "):
                self.fault(path, text, match.start(), f"only {door} may include {system or ours}")
            if not ours or door:
                continue
            head = ours.split("/")[0]
            if f"include/{ours}" in self.text:
                if head in LAYERS and LAYERS.index(head) > rank:
                    self.fault(path, text, match.start(), f"{layer} may not include {head}: the arrow points left")
                continue
            private = (self.root / path).parent.joinpath(ours).resolve()
            if path.startswith("include/"):
                self.fault(path, text, match.start(), f"a contract includes contracts only, not {ours}")
            elif not private.is_file() and head in LAYERS:
                self.fault(path, text, match.start(), f"there is no contract include/{ours}")
            elif private.is_file() and self.root / layer not in private.parents:
                self.fault(path, text, match.start(), f"{ours} is private to another folder")

    def check_words(self, path, layer, text):
        comments_out = COMMENT.sub(blank, STRING.sub(lambda m: '"' + blank(m)[1:-1] + '"', text))
        for match in re.finditer(r"//", comments_out):
            self.fault(path, text, match.start(), "// marks a line to delete before committing")
        for match in re.finditer(r"(?<!\w)s?rand(?:om)?(?:_r)?\s*\(", comments_out):
            self.fault(path, text, match.start(), "chance comes from base/lot.h, not from the C library")
        if layer in PURE:
            for match in FLOATING.finditer(comments_out):
                self.fault(path, text, match.start(), f"no floating point here: {match.group()}")

    def check_header(self, path, layer, text):
        guard = f"PAL_{layer}_{pathlib.Path(path).stem}_H".upper()
        bare = COMMENT.sub(blank, text)
        if not re.match(rf"\s*#ifndef {guard}\n#define {guard}\n", bare) or not bare.rstrip().endswith("#endif"):
            self.fault(path, text, 0, f"the header guard must be {guard}, around all")
        if layer not in LAYERS:
            return
        plain = re.sub(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", blank, bare, flags=re.M)
        plain = re.sub(r"\bPAL_\w+(?:\([^()]*\))?", blank, plain)
        for match in [*DECLARED.finditer(plain), *TAG.finditer(plain)]:
            if not match.group(1).startswith("pal_"):
                self.fault(path, text, match.start(1), f"what a header declares starts with pal_: {match.group(1)}")
        for match in MACRO.finditer(bare):
            if not match.group(1).startswith("PAL_"):
                self.fault(path, text, match.start(1), f"a macro of a header starts with PAL_: {match.group(1)}")

    def check_quotes(self, path, text):
        for match in QUOTE.finditer(text):
            rule = self.root / match.group(1)
            if not rule.is_file():
                self.fault(path, text, match.start(), f"there is no {match.group(1)}")
                continue
            there = words(re.sub(r"^[ \t]*> ?", "", rule.read_text("utf-8"), flags=re.M))
            quoted = words(re.sub(r"\n[ \t]*\*? ?> ", " ", match.group(2)).removesuffix("*/"))
            if not quoted:
                self.fault(path, text, match.start(), f"quotes nothing of {match.group(1)}")
            at = 0
            for part in filter(None, map(str.strip, quoted.split("…"))):
                at = there.find(part, at)
                if at < 0:
                    self.fault(path, text, match.start(), f"not in {match.group(1)}, or not in this order: {part}")
                    break

    def check_listed(self, path, text):
        """Every .c is built: some meson.build above it names it, with or without test_ and .c."""
        folder = pathlib.PurePath(path)
        stem = re.sub(r"^(test|fuzz|bench)_", "", folder.stem)
        for above in folder.parents:
            listing = self.text.get(str(above / "meson.build"), "")
            name = folder.relative_to(above)
            spellings = [str(name), str(name.with_suffix("")), *([stem] if above.parts[:1] == ("tests",) else [])]
            if any(f"'{spelling}'" in listing for spelling in spellings):
                return
        self.fault(path, text, 0, "is in no meson.build")

    def check_tables(self):
        tables = {t for _, text in self.files(".sql", under="core/") for t in TABLE.findall(text)}
        owner = {}
        for path, text in self.files(".c", under="core/"):
            bare = COMMENT.sub(blank, text)
            said = re.sub(r'"\s*"', "  ", bare)
            for table in sorted(set(NAMED.findall(" ".join(STRING.findall(said)))) & tables):
                if owner.setdefault(table, path) != path:
                    self.fault(path, text, 0, f"the table {table} belongs to {owner[table]}: let it export a function")

    def check_lists(self):
        for path, text in [*self.files(".test.ts", under="tests/"), *self.files(".py", under="tests/")]:
            folder, _, name = path.rpartition("/")
            listing = self.text.get(f"{folder}/meson.build", "")
            if name == "support.py":  # what tests share runs in them
                continue
            if f"'{name}'" not in listing and f"'{name.removesuffix('.test.ts')}'" not in listing:
                self.fault(path, text, 0, f"is not in {folder}/meson.build")
        tests = self.text.get("tests/meson.build", "")
        for path, text in self.files(".h", under="include/"):
            if f"'{path.removeprefix('include/')}'" not in tests:
                self.fault(path, text, 0, "is not in the list of contracts compiled alone, tests/meson.build")
        registry = self.text.get("ballots/methods/registry.c", "")
        for path, text in self.files(".c", under="ballots/methods/"):
            for name in re.findall(r"^const struct pal_method (\w+) =", text, re.M):
                if not re.search(rf"\b{name}\b", registry):
                    self.fault(path, text, 0, f"{name} is not in ballots/methods/registry.c")
        for path, text in self.files(".c", under="tests/fuzz/fuzz_"):
            corpus = self.root / "tests/fuzz/corpus" / pathlib.Path(path).stem.removeprefix("fuzz_")
            if not corpus.is_dir() or not any(corpus.iterdir()):
                self.fault(path, text, 0, f"has no corpus in {corpus.relative_to(self.root)}")

    def check(self):
        for path, text in self.text.items():
            parts, suffix = pathlib.PurePath(path).parts, pathlib.PurePath(path).suffix
            layer = parts[1] if parts[0] == "include" else parts[0]
            if suffix in SHORT and text.count("\n") > LINES_MAX:
                self.fault(path, text, len(text), f"has {text.count(chr(10))} lines: {LINES_MAX} at most")
            if suffix != ".py":
                for match in re.finditer(r"\b(?:TODO(?!\(\d+\))|FIXME|XXX)\b", text):
                    self.fault(path, text, match.start(), "name the issue: TODO(number)")
                self.check_quotes(path, text)
            if suffix in CODE:
                self.check_includes(path, layer, text)
                self.check_words(path, layer, text)
            if suffix == ".h":
                self.check_header(path, layer, text)
            if suffix == ".c":
                self.check_listed(path, text)
        self.check_tables()
        self.check_lists()
        return self.faults


def main():
    if len(sys.argv) > 2 or sys.argv[1:] in (["--help"], ["-h"]):
        print(__doc__.strip())
        return 0 if len(sys.argv) == 2 else 2
    faults = Tree(sys.argv[1] if len(sys.argv) == 2 else pathlib.Path(__file__).parent.parent).check()
    print("\n".join(faults) if faults else "The tree has its shape.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
