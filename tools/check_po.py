#!/usr/bin/env python3
"""check_po.py po/zh_CN.po SOURCE...: is the catalogue complete and true?

Complete: every text that code says has a translation without a context, every
text of a table one under some context or none. True: none is fuzzy, empty or no longer in the sources, and what is
filled in (%s, %d) is the same on both sides. One line a finding; status 1 if
there is any.

check_po.py --refresh po/zh_CN.po SOURCE...: writes the catalogue anew, sorted,
with the files each text stands in; new texts come in empty and texts that are
gone leave.
"""
import re
import subprocess
import sys

sys.dont_write_bytecode = True
import pofile  # noqa: E402

PLACE = re.compile(r"%(?:(\d+)\$)?[-+ #0]*(?:\*|\d+)?(?:\.(?:\*|\d+))?"
                   r"((?:hh|h|ll|l|z|j|t)?[a-zA-Z%]|<PRI\w+>)")


def places(text):
    """What is filled in: (position, kind), whatever order it stands in."""
    found = [(n, kind) for n, kind in PLACE.findall(text) if kind != "%"]
    return sorted((int(n) if n else i + 1, kind)
                  for i, (n, kind) in enumerate(found))


def name(message):
    context = "[%s] " % message.context if message.context else ""
    return context + message.text.replace("\n", "\\n")


def findings(path, messages, marked, said):
    known = {m.key for m in messages if m.translation and not m.fuzzy}
    translated = {text for _, text in known}
    missing = {text for text in marked if text not in translated}
    missing |= {text for text in said if (None, text) not in known}
    for text in sorted(missing):
        yield "not translated (%s): %s" % (
            " ".join(sorted(marked[text].files)), text.replace("\n", "\\n"))
    seen = set()
    for m in messages:
        if m.key in seen:
            yield "twice: " + name(m)
        seen.add(m.key)
        if m.fuzzy:
            yield "fuzzy: " + name(m)
        if not m.translation and m.text in translated:
            yield "empty: " + name(m)
        if m.text not in marked:
            yield "no longer in the sources: " + name(m)
        elif "c-format" in marked[m.text].flags and m.translation and (
                places(m.text) != places(m.translation)):
            yield "fills in something else: " + name(m)
    checked = subprocess.run(["msgfmt", "-c", "-o", "/dev/null", path],
                             stderr=subprocess.PIPE)
    if checked.returncode:
        yield "msgfmt: " + checked.stderr.decode("utf-8").strip()


def refresh(path, header, messages, marked, said):
    kept = [m for m in messages if m.text in marked]
    known = {m.text for m in kept if m.text not in said or not m.context}
    for m in kept:
        m.files = marked[m.text].files
        m.flags = marked[m.text].flags | ({"fuzzy"} & m.flags)
    new = [m for text, m in marked.items() if text not in known]
    for m in new:
        m.translation = ""
    pofile.write(path, header, kept + new)


def main(arguments):
    refreshing = arguments[:1] == ["--refresh"]
    path, *sources = arguments[refreshing:]
    header, *messages = pofile.read(path)
    marked = pofile.of_sources(sources)
    said = pofile.of_sources(sources, ("_",))
    if refreshing:
        refresh(path, header, messages, marked, said)
        return 0
    found = list(findings(path, messages, marked, said))
    for line in found:
        print("%s: %s" % (path, line))
    return 1 if found else 0


sys.exit(main(sys.argv[1:]))
