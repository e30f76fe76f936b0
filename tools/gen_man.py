#!/usr/bin/env python3
"""gen_man.py PROGRAM man/liubu.1.in: the manual on stdout.

What stands in the .in file by hand is copied; a line @COMMANDS@, @OPTIONS@,
@KEYS@, @KINDS@, @VERBS@ or @REPORTS@ is replaced by what the program says of
itself (--help, keys), so that the manual cannot say otherwise. Help has one
shape, made from the program's tables:

    liubu NAME ARGUMENTS          two blanks and a name
                                    	a tab and what it means
"""
import re
import subprocess
import sys
import textwrap


def ask(*arguments):
    environment = {"LANGUAGE": "en", "LC_ALL": "C.UTF-8", "HOME": "/nonexistent"}
    run = subprocess.run([PROGRAM] + list(arguments), env=environment,
                         check=True, stdout=subprocess.PIPE)
    return run.stdout.decode("utf-8").split("\n")


def safe(text):
    """As plain roff text."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("^", "\\(ha")
    return "\\&" + text if text[:1] in ".'" else text


def argument(text):
    """As arguments of a macro: each word by itself, none taken for a macro."""
    words = [safe(word).replace('"', "\\(dq") for word in text.split()]
    return " ".join("\\&" + w if len(w) <= 3 and w.isalnum() or w in ".,:;()[]|"
                    else w for w in words)


def sentences(text):
    """A new sentence on a new line, no line longer than 78."""
    lines = []
    for sentence in re.split(r"(?<=[.;:])\s+", text.strip()):
        lines += textwrap.wrap(sentence, 72, break_on_hyphens=False)
    return "\n".join(safe(line) for line in lines)


def full(text):
    text = text.strip()
    text = text[:1].upper() + text[1:]
    return text if text.endswith(".") else text + "."


def pairs(lines):
    """(name, what it means) of the lines "  name", "\\tmeaning"."""
    found = []
    for line in lines:
        if re.match(r"  \S", line):
            found.append((line.strip(), []))
        elif line.startswith("\t") and found:
            found[-1][1].append(line.strip())
    return found


def options(lines, known=()):
    out = []
    for name, meaning in pairs(lines):
        if name in known:
            continue
        flags, _, value = name.replace(", ", ",").partition(" ")
        macro = " , ".join("Fl " + safe(flag[1:]) for flag in flags.split(","))
        out.append(".It %s%s" % (macro, " Ar " + argument(value)
                                 if value else ""))
        out.append(sentences(" ".join(meaning)))
    return out


def before_blank(lines, start):
    end = start
    while end < len(lines) and lines[end]:
        end += 1
    return lines[start:end]


def command_names():
    return [re.match(r"liubu ([a-z]+)", line).group(1)
            for line in ask("--help") if re.match(r"liubu [a-z]+", line)
            and "--help" not in line]


def common_options():
    lines = ask("--help")
    return before_blank(lines, next(
        i for i, line in enumerate(lines) if line.startswith("  -")))


def part_options():
    return [".Bl -tag -width Ds"] + options(common_options()) + [".El"]


def part_commands():
    common = {name for name, _ in pairs(common_options())}
    out = [".Bl -tag -width Ds"]
    for name in command_names():
        lines = ask("help", name)
        usage = lines[0].split(None, 2)[2:]
        out.append(".It Cm %s%s" % (argument(name), " Ar " + argument(usage[0])
                                    if usage else ""))
        out.append(sentences(full(lines[2])))
        listed = options(before_blank(lines, 4), common)
        if listed:
            out += [".Bl -tag -width Ds"] + listed + [".El"]
    return out + [".El"]


def part_keys():
    out = []
    for line in ask("keys"):
        if not line:
            continue
        if "\t" not in line:
            out += [".El"] if out else []
            out += [".Ss " + safe(line), ".Bl -tag -width Ds"]
            continue
        keys, label, meaning = line.split("\t")
        out.append(".It Ic " + " , ".join(argument(k) for k in keys.split()))
        out.append(sentences(meaning))
        if label:
            out.append("In the last line:\n.Sq %s ." % argument(label))
    return out + [".El"]


def listed(command):
    """The (name, meaning) that a command lists under "... one of:"."""
    lines = ask("help", command)
    start = max(i for i, line in enumerate(lines) if line.endswith(":"))
    return pairs(lines[start:])


def part_kinds():
    out = [".Bl -tag -width Ds"]
    for name, meaning in listed("list"):
        out += [".It Cm " + argument(name), sentences(full(meaning[0]))]
    return out + [".El"]


def part_reports():
    out = [".Bl -tag -width Ds"]
    for name, meaning in listed("report"):
        first, _, rest = name.partition(" ")
        out.append(".It Cm %s%s" % (argument(first), " Ar " + argument(rest)
                                    if rest else ""))
        out.append(sentences(full(meaning[0])))
    return out + [".El"]


def part_verbs():
    out = [".Bl -tag -width Ds"]
    for verb, _ in listed("act"):
        lines = ask("act", verb, "--help")
        at = next(i for i, line in enumerate(lines)
                  if line.startswith(verb + ":"))
        about = before_blank(lines, at + 1)
        fields = [name for name, _ in pairs(lines[at:])]
        fields = fields[:fields.index("decided_by")
                        if "decided_by" in fields else None]
        out.append(".It Cm " + argument(verb))
        out.append(sentences(full(lines[at].split(": ", 1)[1])))
        out += [sentences(full(line)) for line in about]
        if fields:
            out.append("Fields:\n.Sy " + argument(" ".join(fields)) + " .")
    return out + [".El"]


PARTS = {"@OPTIONS@": part_options, "@COMMANDS@": part_commands,
         "@KEYS@": part_keys, "@KINDS@": part_kinds, "@VERBS@": part_verbs,
         "@REPORTS@": part_reports}
PROGRAM, SOURCE = sys.argv[1:3]
print('.\\" Made by tools/gen_man.py from liubu.1.in: edit that.')
for row in open(SOURCE, encoding="utf-8"):
    row = row.rstrip("\n")
    print("\n".join(PARTS[row]()) if row in PARTS else row)
