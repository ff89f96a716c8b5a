# The reviewer: clone → the tables that came in → what is wrong with them, by project → remarks in copies → the second version against the
# first → the remarks of others, collected.
git clone -q "$REPO" goalgen 2>/dev/null
mkdir 送审
cp goalgen/tests/data/legacy/tianjin-2022.docx 送审/
goalgen build -q goalgen/specs/examples -o 送审
goalgen check 送审 --level 错误 || test $? = 1
goalgen check -q 送审 --format md --output-file 意见.md || test $? = 1
sed -n 1,12p 意见.md
goalgen check -q 送审 --format html --output-file 意见.html || test $? = 1
goalgen check -q 送审 --level 警告 --annotate 批注 >批注.txt || test $? = 1
ls 批注
goalgen show 批注/tianjin-2022.docx --comments | sed -n 1,5p
cp 送审/tianjin-2022.docx 第二稿.docx
python "$HERE/word.py" 第二稿.docx ≥10场次 ≥12场次
goalgen diff 送审/tianjin-2022.docx 第二稿.docx || test $? = 1
goalgen diff 送审/tianjin-2022.docx 第二稿.docx --format docx -o 对照.docx
