"""What a clerk's editor shows: the language server of the YAML extension, asked with the repository's settings."""

import json
import subprocess
from collections.abc import Iterator

import pytest
from tools import ROOT, require
from tools.lsp import Editor

pytestmark = pytest.mark.slow

SPECS = sorted((ROOT / "specs").glob("*/*/*.yaml"))
SPEC = ROOT / "specs/331201/2022/08-科技系统干部教育培训.yaml"
UMBRELLA = ROOT / "schemas/goalgen.schema.json"


@pytest.fixture(scope="module")
def editor() -> Iterator[Editor]:
    settings = json.loads((ROOT / ".vscode/settings.json").read_text(encoding="utf-8"))
    with Editor([require("yaml-language-server"), "--stdio"], ROOT, settings) as editor:
        yield editor


def test_correct_specs_are_not_marked(editor: Editor):
    marked = {path.name: editor.problems(path, path.read_text(encoding="utf-8")) for path in SPECS}
    assert marked == {path.name: [] for path in SPECS}


def test_a_wrong_key_is_marked_on_its_line(editor: Editor):
    lines = SPEC.read_text(encoding="utf-8").split("\n")
    wrong = next(number for number, line in enumerate(lines, 1) if line.startswith("金额单位:"))
    lines[wrong - 1] = "金额单為: 万元"
    problems = editor.problems(SPEC.with_name("wrong.yaml"), "\n".join(lines))
    (first, missing), (second, unknown) = problems
    assert (first, "金额单位" in missing, second, "金额单為" in unknown) == (
        1,
        True,
        wrong,
        True,
    )  # the words are its own


def test_a_wrong_value_is_marked_on_its_line(editor: Editor):
    text = SPEC.read_text(encoding="utf-8").replace('单位代码: "331201"', '单位代码: "33120l"')
    line = text[: text.index("单位代码")].count("\n") + 1
    problems = editor.problems(SPEC.with_name("value.yaml"), text)
    assert [number for number, _ in problems] == [line]


def test_the_first_key_offers_every_form(editor: Editor):
    forms = {path.name.partition(".")[0] for path in (ROOT / "templates").glob("*.docx")}
    offered = editor.completions(SPEC.with_name("first.yaml"), "表样: ")
    assert {item["label"] for item in offered} == forms


def test_keys_are_completed_and_explained(editor: Editor):
    schema = json.loads((ROOT / "schemas/tianjin-2022.schema.json").read_text(encoding="utf-8"))
    missing = {key: field["description"] for key, field in schema["properties"].items() if key not in ("表样", "序号")}
    items = editor.completions(SPEC.with_name("top.yaml"), "表样: tianjin-2022\n序号: 8\n金")
    offered = {item["label"]: item["documentation"] for item in items}
    assert offered.pop(schema["title"])  # fills in the whole form at once
    assert offered == missing


def test_keys_of_an_indicator_are_completed_and_explained(editor: Editor):
    begun = SPEC.read_text(encoding="utf-8").rstrip("\n") + "\n- 一级指标: 产出指标\n  二级指标: 数量指标\n  三"
    offered = {item["label"]: item for item in editor.completions(SPEC.with_name("begun.yaml"), begun)}
    assert set(offered) == {"三级指标", "绩效指标描述", "指标值", "一条绩效指标"}  # the last one fills in a whole row
    assert "例：≥12次" in offered["指标值"]["documentation"]


def test_usual_values_are_offered(editor: Editor):
    begun = SPEC.read_text(encoding="utf-8").rstrip("\n") + "\n- 一级指标: "
    offered = editor.completions(SPEC.with_name("value of a level.yaml"), begun)
    assert [item["label"] for item in offered] == ["产出指标", "效益指标", "满意度指标"]


def test_check_jsonschema_accepts_every_spec():
    command = [require("check-jsonschema"), "--schemafile", str(UMBRELLA), *map(str, SPECS)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "ok -- validation done\n"), done.stdout + done.stderr


def test_the_schemas_are_schemas():
    schemas = sorted(map(str, (ROOT / "schemas").glob("*.json")))
    done = subprocess.run([require("check-jsonschema"), "--check-metaschema", *schemas], check=False)
    assert done.returncode == 0
