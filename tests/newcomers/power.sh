# The power user: clone → a folder of old Word files becomes a working folder → check → build → next year → a Word edit comes back.
git clone -q "$REPO" goalgen 2>/dev/null
mkdir 历年
cp goalgen/tests/data/legacy/*.docx 历年/
echo 这不是表 > 历年/说明.docx
goalgen survey 历年 || test $? = 1
git init -q 绩效
goalgen init --from 历年 绩效 || test $? = 1
cd 绩效
goalgen check -q --level 错误 || test $? = 1
goalgen build || test $? = 1
git add -A
git -c user.name=张三 -c user.email=a@b.c commit -qm "历年的表"
goalgen init -q --from ../历年 || test $? = 1 # again: nothing is done twice
git status --short
goalgen roll -q specs/331201/2022 --to 2023 -o specs/331201/2023 >../roll.txt || test $? = 1
grep -l 【请填】 specs/331201/2023/*.yaml | wc -l
git add -A
git -c user.name=张三 -c user.email=a@b.c commit -qm "明年的，待填"
python "$HERE/word.py" build/331201-2022.docx ≥10场次 ≥12场次
goalgen pull build/331201-2022.docx --yes
goalgen put specs/331201/2022 ../历年/tianjin-2022.docx -o 改后.docx 2>&1 | grep -v P501 # what the old file does not carry
goalgen diff HEAD --format md
