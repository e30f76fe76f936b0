"""pofile.py: read and write catalogues (.po), for the tools beside it.

A message is known by its context (None where there is none) and its English
text. Order in a file written is by context, then by text, so that two people
who add messages seldom meet in one place.
"""
import ast
import subprocess

# _ looks a text up as it stands, N_ marks one of a table, whose name is the
# context it is looked up with first.
KEYWORDS = ("_", "N_")


class Message:
    def __init__(self):
        self.context, self.text, self.translation = None, "", ""
        self.flags, self.files, self.notes = set(), set(), []

    @property
    def key(self):
        return self.context, self.text

    @property
    def fuzzy(self):
        return "fuzzy" in self.flags


def _blocks(lines):
    block = []
    for line in lines:
        line = line.strip()
        if line:
            block.append(line)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _message(block):
    message, part = Message(), None
    for line in block:
        if line.startswith("#,"):
            message.flags |= {f.strip() for f in line[2:].split(",")}
        elif line.startswith("#:"):
            message.files |= {f.rsplit(":", 1)[0] for f in line[2:].split()}
        elif line.startswith("#"):
            message.notes.append(line)
        elif line.startswith("msgctxt "):
            part, message.context = "context", ast.literal_eval(line[8:])
        elif line.startswith("msgid "):
            part, message.text = "text", ast.literal_eval(line[6:])
        elif line.startswith("msgstr "):
            part = "translation"
            message.translation = ast.literal_eval(line[7:])
        elif line.startswith('"'):
            setattr(message, part,
                    getattr(message, part) + ast.literal_eval(line))
        else:
            raise ValueError("no line of a catalogue: " + line)
    return message if part else None


def read_lines(lines):
    """The messages of a catalogue, its header first (text empty)."""
    return [m for m in map(_message, _blocks(lines)) if m]


def read(path):
    with open(path, encoding="utf-8") as file:
        return read_lines(file)


def of_sources(sources, keywords=KEYWORDS):
    """{text: Message} of what the sources mark with the keywords."""
    command = ["xgettext", "--language=C", "--from-code=UTF-8", "--sort-output",
               "--add-location=file", "--output=-", "--keyword"]
    command += ["--keyword=" + word for word in keywords]
    out = subprocess.run(command + sorted(sources), check=True,
                         stdout=subprocess.PIPE).stdout.decode("utf-8")
    return {m.text: m for m in read_lines(out.splitlines()) if m.text}


def _quoted(text):
    for plain, escaped in (("\\", "\\\\"), ('"', '\\"'), ("\t", "\\t")):
        text = text.replace(plain, escaped)
    if "\n" not in text[:-1]:
        return '"%s"' % text.replace("\n", "\\n")
    rows = ['""'] + ['"%s\\n"' % row for row in text.split("\n")]
    rows[-1] = rows[-1].replace("\\n", "")
    return "\n".join(row for row in rows[:1] + [r for r in rows[1:]
                                               if r != '""'])


def write(path, header, messages):
    """Sorted, one blank line between; header as read (without a note)."""
    with open(path, "w", encoding="utf-8") as file:
        file.write('msgid ""\nmsgstr %s\n' % _quoted(header.translation))
        for m in sorted(messages, key=lambda m: (m.context or "", m.text)):
            file.write("\n")
            for name in sorted(m.files):
                file.write("#: %s\n" % name)
            if m.flags:
                file.write("#, %s\n" % ", ".join(sorted(m.flags)))
            if m.context:
                file.write("msgctxt %s\n" % _quoted(m.context))
            file.write("msgid %s\nmsgstr %s\n" % (
                _quoted(m.text), _quoted(m.translation)))
