"""Old .doc files are read by way of LibreOffice, to the published specs but for edge spaces."""

from __future__ import annotations

import pytest
from conftest import ROOT, form, specs_in
from test_revisions import trimmed
from tools import require

from goalgen.desk import convert
from goalgen.docx.kinds import is_doc
from goalgen.verbs.read import read


@pytest.mark.slow
def test_the_legacy_doc_reads_to_the_published_specs_but_for_edge_spaces():
    require("soffice")
    path = ROOT / "tests/data/legacy/tianjin-2022.doc"
    data, problems = convert.load(path)
    assert list(map(str, problems)) == [f"{path} R104 旧版 .doc，经 LibreOffice 转换后读取：转换会丢掉单元格首尾的空格"]
    reading = read(data, "旧.doc", [form("tianjin-2022")], {"年度": "2022"})
    published = specs_in(ROOT / "specs/331201/2022")
    assert [trimmed(spec.value) for spec in reading.specs] == [trimmed(spec.value) for spec in published]
    assert not reading.ledger.residue()


def test_only_word_s_own_old_format_is_converted():
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    assert is_doc(ole + "WordDocument".encode("utf-16-le"))
    assert not is_doc(ole + "EncryptedPackage".encode("utf-16-le"))
    assert not is_doc(b"PK\x03\x04")
