#!/usr/bin/env python3
"""embed.py OUTPUT.c NAME FILE... - makes a C table of files, `const struct pal_embedded NAME[]`.

A FILE called client.json stands for itself and for the files that it lists, beside it, and their compressed forms. The rows are sorted by the files' names; `const size_t NAME_count` is their number.
"""
import json
import pathlib
import sys


def array(index, data):
    lines = [", ".join(str(byte) for byte in data[at:at + 20]) + "," for at in range(0, len(data), 20)]
    body = "\n    ".join([*lines, "0,"])
    return f"static const uint8_t file_{index}[] = {{\n    {body}\n}};\n"


def listed(file):
    if file.name != "client.json":
        return [file]
    rows = json.loads(file.read_text("utf-8"))["files"]
    return [file, *(file.with_name(row[form]) for row in rows for form in ("file", "gzip") if form in row)]


def main():
    if len(sys.argv) < 4:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    output, name = sys.argv[1], sys.argv[2]
    files = sorted((file for given in sys.argv[3:] for file in listed(pathlib.Path(given))), key=lambda f: f.name)
    data = [file.read_bytes() for file in files]
    rows = "".join(f'    {{"{file.name}", file_{i}, {len(data[i])}}},\n' for i, file in enumerate(files))
    pathlib.Path(output).write_text(
        '#include "base/embed.h"\n\n'
        + "\n".join(array(i, each) for i, each in enumerate(data))
        + f"\nextern const struct pal_embedded {name}[];\nextern const size_t {name}_count;\n"
        + f"const struct pal_embedded {name}[] = {{\n{rows}}};\n"
        + f"const size_t {name}_count = {len(files)};\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
