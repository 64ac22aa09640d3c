#!/usr/bin/env python3
"""tools/embed.py: the table compiles, sorted, byte for byte, and client.json brings what it lists."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).parents[2]
MAIN = """
#include <stdio.h>
#include "base/embed.h"
extern const struct pal_embedded table[];
extern const size_t table_count;
int main(void)
{
    for (size_t i = 0; i < table_count; i++) {
        printf("%s %zu %d\\n", table[i].name, table[i].size, table[i].bytes[table[i].size]);
        fwrite(table[i].bytes, 1, table[i].size, stdout);
    }
    return 0;
}
"""


class Embed(unittest.TestCase):
    def printed(self, files, given):
        with tempfile.TemporaryDirectory() as folder:
            here = pathlib.Path(folder)
            for name, data in {**files, "main.c": MAIN.encode()}.items():
                (here / name).write_bytes(data)
            subprocess.run([ROOT / "tools" / "embed.py", here / "table.c", "table", *(here / name for name in given)], check=True)
            subprocess.run(["cc", "-std=c17", "-Wall", "-Wextra", "-Werror", "-I", ROOT / "include", here / "main.c",
                            here / "table.c", "-o", here / "main"], check=True)
            return subprocess.run([here / "main"], check=True, capture_output=True).stdout

    def test_bytes_and_order(self):
        every = bytes(range(256))
        self.assertEqual(self.printed({"b": every, "a": b""}, ["b", "a"]), b"a 0 0\nb 256 0\n" + every)

    def test_listing(self):
        listing = b'{"files": [{"file": "z.js"}, {"file": "a.css"}]}'
        self.assertEqual(self.printed({"client.json": listing, "z.js": b"1", "a.css": b"2", "not.txt": b"3"}, ["client.json"]),
                         b"a.css 1 0\n2client.json 48 0\n" + listing + b"z.js 1 0\n1")

    def test_compressed_forms(self):
        listing = b'{"files": [{"file": "z.js", "gzip": "z.js.gz"}]}'
        self.assertEqual(self.printed({"client.json": listing, "z.js": b"1", "z.js.gz": b"22"}, ["client.json"]),
                         b"client.json 48 0\n" + listing + b"z.js 1 0\n1z.js.gz 2 0\n22")


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    unittest.main()
