"""Makes opticks.txt.gz out of the transcription of Newton's Opticks in Debian's package golang-1.19-src:

    python3 prepare.py /usr/share/go-1.19/src/testdata/Isaac.Newton-Opticks.txt opticks.txt.gz

Keeps the author's prose: one line for each paragraph, ASCII only, without transcribers' notes, footnotes, captions,
tables, headings and marks of italics. Its output is the same on every machine (the gzip header has no date).
"""
import gzip
import re
import sys

BEGIN = "My Design in this Book"
ASCII = {"æ": "ae", "Æ": "Ae", "ê": "e", "û": "u", "×": "x", "·": "."}

text = open(sys.argv[1], encoding="utf-8").read()
text = text[text.index(BEGIN):]
for old, new in ASCII.items():
    text = text.replace(old, new)

paragraphs = []
for paragraph in re.split(r"\n\s*\n", text):
    line = " ".join(paragraph.replace("_", "").split())
    line = re.sub(r"\[[A-Z]\]", "", line)               # the mark of a footnote
    is_prose = re.search(r"[a-z]{3}.*[.:;?]$", line) and not re.match(r"\[|\*|FOOTNOTES", paragraph.strip())
    if is_prose and line.isascii() and not re.search(r"[|{}\\\[\]*]|  ", line):
        paragraphs.append(line)

with open(sys.argv[2], "wb") as file, gzip.GzipFile(fileobj=file, mode="wb", mtime=0, filename="") as packed:
    packed.write(("\n".join(paragraphs) + "\n").encode("ascii"))
