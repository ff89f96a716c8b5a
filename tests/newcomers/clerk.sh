# A clerk: clone → init → new → twelve typical mistakes → build → Word edit → pull → check → diff → the merge request's text.
# $REPO is the address of the repository, $HERE this folder; goalgen and python are on the PATH.
git clone -q "$REPO" goalgen 2>/dev/null
git init -q 绩效
goalgen init 绩效
cd 绩效
goalgen new --no-input --from ../goalgen/specs/331201/2022/08-科技系统干部教育培训.yaml \
    --set 年度=2023 --set 预算数=43.00 --set 财政资金=43.00 --years
spec=specs/331201/2023/01-科技系统干部教育培训.yaml
sed -i 's/≤43.5万元/≤43万元/' "$spec"
goalgen check "$spec" --fix || test $? = 1 # warnings are left
cp "$spec" ../right.yaml
python "$HERE/slip.py" | while read -r slip; do
    echo "== $slip"
    python "$HERE/slip.py" "$slip" "$spec"
    python "$HERE/mend.py" "$spec"
    diff ../right.yaml "$spec" || cp ../right.yaml "$spec"
done
goalgen build
git add -A
git -c user.name=张三 -c user.email=a@b.c commit -qm "2023年度绩效目标"
python "$HERE/word.py" build/331201-2023.docx ≥10场次 ≥12场次
goalgen pull build/331201-2023.docx --yes
goalgen check --since HEAD
goalgen diff --format md
