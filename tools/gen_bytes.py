#!/usr/bin/env python3
"""Files as C arrays, for what the program carries with it.

	gen_bytes.py NAME=FILE... >out.h

NAME becomes `static const unsigned char NAME[]`.
"""
import sys

for argument in sys.argv[1:]:
    name, path = argument.split("=", 1)
    with open(path, "rb") as file:
        data = file.read()
    print(f"static const unsigned char {name}[] = {{")
    for start in range(0, len(data), 12):
        piece = ", ".join(f"0x{b:02x}" for b in data[start:start + 12])
        print(f"\t{piece},")
    print("};")
