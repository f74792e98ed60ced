#!/bin/sh
# The pages in a real browser. Says SKIPPED and why, and ends with 0, where no Chromium or no Playwright can be had.
# Usage: run.sh PYTHON
python=$1
skip() { echo "SKIPPED: browser tests: $1"; exit 0; }
find_browser() { command -v chromium || command -v chromium-browser || command -v google-chrome; }

if ! find_browser >/dev/null; then
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || skip "there is no chromium, and nobody here may install it"
  echo "Installing chromium ..."
  { timeout 240 apt-get update -qq && timeout 240 apt-get install -y -qq --no-install-recommends chromium; } >/dev/null 2>&1
  find_browser >/dev/null || skip "chromium could not be installed"
fi
"$python" -m pip --quiet --disable-pip-version-check install --group browser || skip "playwright could not be installed"
TASKGEN_BROWSER=$(find_browser) timeout 300 "$python" -m pytest -q -ra tests/browser
