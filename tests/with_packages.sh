#!/bin/sh
# with_packages.sh FOLDER SECONDS PIP_ARGUMENTS... -- COMMAND...: makes a Python environment in FOLDER, installs what each word
# of arguments names, then runs the command, which may take so many seconds. Where the packages can't be had it says so loudly
# and ends well: skipped.
set -eu
folder=$1 seconds=$2
shift 2
pip="$folder/bin/python -m pip --quiet --disable-pip-version-check"

# Whether the index gives the files: then an installation that fails is a failure, not a reason to skip.
can_be_had() {
  mkdir -p "$folder/seen"
  # shellcheck disable=SC2086 # words on purpose
  timeout 300 $pip download --no-deps --dest "$folder/seen" $1
}

made=no
test -f "$folder/.ready" || { made=yes; "${PYTHON:-python3}" -m venv --clear "$folder"; }
while [ "$1" != -- ]; do
  if [ $made = yes ]; then
    echo "Installing $1 into $folder ..."
    # shellcheck disable=SC2086 # the same
    if ! timeout 300 $pip install $1; then
      if can_be_had "$1"; then exit 1; fi
      echo "SKIPPED: $1 can't be had here, so nothing of this step was tested" >&2
      exit 0
    fi
  fi
  shift
done
shift
touch "$folder/.ready"
exec timeout --kill-after=10 "$seconds" "$@"
