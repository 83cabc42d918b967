# Sourced by the findings beside it: pinned packages in a folder of their own, a program run there, its output compared.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# packages NAME==VERSION...
packages() {
  python3 -m venv "$folder/venv"
  "$folder/venv/bin/pip" install --quiet "$@"
}

# program: runs and prints the Python program on standard input.
program() {
  (cd "$folder" && PYTHONWARNINGS=ignore venv/bin/python - | tee printed)
}

# seen: fails if the program printed anything else than what stands on standard input.
seen() {
  diff -u - "$folder/printed" || { echo "this has changed"; exit 1; }
}
