#!/usr/bin/env bash
# A scratch repository takes the hooks from a copy of this one: real commits, real environments, only the package registry.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
room=$root/build/hooks
python=${PYTHON:-python3}
rm -rf "$room"
mkdir -p "$room"
"$python" -m venv "$room/env"
if ! "$room/env/bin/python" -m pip install --quiet --disable-pip-version-check "pre-commit>=4"; then
  echo "SKIPPED: pre-commit can't be installed here, so the hooks were not tried" >&2
  exit 0
fi
export PATH="$room/env/bin:$PATH" PRE_COMMIT_HOME="$room/cache" GIT_CONFIG_GLOBAL="$room/gitconfig" GIT_CONFIG_NOSYSTEM=1
git config --global user.name Tester
git config --global user.email tester@example.org
git config --global init.defaultBranch main

say() { echo "== $*"; }
must_fail() { if "$@"; then echo "this should have failed: $*" >&2; exit 1; fi; }

say "a copy of this repository, as it stands"
mkdir "$room/taskgen"
(cd "$root" && git ls-files -z -co --exclude-standard | xargs -0 cp --parents -t "$room/taskgen")
git -C "$room/taskgen" init -q
git -C "$room/taskgen" add -A
git -C "$room/taskgen" commit -qm copy
rev=$(git -C "$room/taskgen" rev-parse HEAD)

say "a project that uses the hooks"
cp -R "$root/samples/wordcount" "$room/project"
cd "$room/project"
git init -q
cat > .pre-commit-config.yaml <<CONFIG
repos:
  - repo: $room/taskgen
    rev: $rev
    hooks:
      - id: taskgen-render
      - id: taskgen-check
CONFIG
git add -A
pre-commit install
git commit -qm "all current: passes at once"

say "a changed case: the commit fails once, the tasks are rendered; then it passes"
sed -i 's/quick brown/slow brown/' test_prompts.json
git add -A
must_fail git commit -qm "a changed case"
grep -q "slow brown" tasks/words_001_extra_spaces.md
git add -A
git commit -qm "a changed case"

say "a changed library alone: the same"
sed -i 's/Count words and lines/Count lines and words/; s/text.split()/str(text).split()/' library/*.yaml
git add library
must_fail git commit -qm "a changed library"
git diff --quiet -- tasks && { echo "nothing was rendered" >&2; exit 1; }
git add -A
git commit -qm "a changed library"

say "an edited task is refused, and kept"
sed -i '5s/$/ Mine./' tasks/words_001_extra_spaces.md
git add -A
must_fail git commit -qm "an edit"
grep -q "Mine." tasks/words_001_extra_spaces.md
git checkout -q HEAD -- tasks

say "pre-commit try-repo"
pre-commit try-repo "$room/taskgen" taskgen-render --all-files
pre-commit try-repo "$room/taskgen" taskgen-check --all-files
pre-commit try-repo "$room/taskgen" taskgen-lint --all-files
say "the hooks do what docs/hooks.md says"
