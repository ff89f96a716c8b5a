"""Build a .docx from every *.json grid in this folder, merged cells included. Usage: python grid_to_docx.py OUTDIR

A grid is rows of {"t": text, "cs": columns spanned, "rs": rows spanned}; a line break in the text starts a new paragraph.
"""

import json
import pathlib
import sys

import docx


def build_table(document, grid):
    rows = grid["rows"]
    table = document.add_table(len(rows), grid["columns"])
    table.style = "Table Grid"
    taken = set()
    for r, row in enumerate(rows):
        c = 0
        for entry in row:
            while (r, c) in taken:
                c += 1
            across, down = entry.get("cs", 1), entry.get("rs", 1)
            taken |= {(r + i, c + j) for i in range(down) for j in range(across)}
            cell = table.cell(r, c)
            if across > 1 or down > 1:
                cell = cell.merge(table.cell(r + down - 1, c + across - 1))
            for n, line in enumerate(entry["t"].split("\n")):
                (cell.paragraphs[0] if n == 0 else cell.add_paragraph()).add_run(line)
            c += across


def main(out):
    out = pathlib.Path(out)
    out.mkdir(parents=True, exist_ok=True)
    for path in sorted(pathlib.Path(__file__).parent.glob("*.json")):
        form = json.loads(path.read_text(encoding="utf8"))
        if isinstance(form.get("grid"), dict):
            document = docx.Document()
            build_table(document, form["grid"])
            document.save(out / f"{path.stem}.docx")


if __name__ == "__main__":
    main(sys.argv[1])
