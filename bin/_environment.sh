# Sourced by the commands of this folder: makes sure that .venv holds the locked requirements.
# Written for the bash 3.2 of macOS.

set -euo pipefail
umask 022

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
PATH="$root/.venv/bin:$PATH"
export PATH

fail() {
    printf 'Préau: %s\n' "$*" >&2
    exit 1
}

case ${PREAU_DATA_DIR:-/} in
    /*) ;;
    *) export PREAU_DATA_DIR="$PWD/$PREAU_DATA_DIR" ;;
esac
if ! [[ ${PREAU_PORT:=8000} =~ ^[1-9][0-9]{0,4}$ ]] || [ "$PREAU_PORT" -gt 65534 ]; then
    fail "PREAU_PORT must be a number between 1 and 65534."
fi
export PREAU_PORT

# environment NAME: sees that .venv holds what requirements/NAME.txt locks.
environment() {
    is_installed "$1" && return
    wait_for_turn
    if is_installed "$1"; then
        give_turn_back
        return
    fi
    if ! "$root/.venv/bin/python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
        2>/dev/null; then
        make_venv
    fi
    printf 'Préau: installing what it needs (once)…\n' >&2
    install "$root/requirements/$1.txt"
    { stamp_of "$1" >"$root/.venv/installed-$1"; } 2>/dev/null || fail "$disk_full"
    give_turn_back
}

# The folder is part of it because an environment does not survive being moved.
stamp_of() {
    echo "$root $(cksum <"$root/requirements/$1.txt")"
}

is_installed() {
    [ "$(cat "$root/.venv/installed-$1" 2>/dev/null)" = "$(stamp_of "$1")" ] &&
        "$root/.venv/bin/python" -c '' 2>/dev/null
}

disk_full="The disk is full. Make room on it and start again."
turn="$root/.setup.lock"

# Two commands started at once: the second waits, unless the first was killed and left its mark.
wait_for_turn() {
    local complaint
    until complaint=$(LC_ALL=C mkdir "$turn" 2>&1); do
        case $complaint in
            *exists*) ;;
            *"No space"*) fail "$disk_full" ;;
            *) fail "Nothing can be installed in $root. Start it as whoever owns that. ($complaint)" ;;
        esac
        kill -0 "$(cat "$turn/holder" 2>/dev/null || echo $$)" 2>/dev/null || rm -rf "$turn"
        sleep 0.2
    done
    trap give_turn_back EXIT
    { echo $$ >"$turn/holder"; } 2>/dev/null || fail "$disk_full"
}

give_turn_back() {
    rm -rf "$turn"
    trap - EXIT
}

make_venv() {
    local python
    python=$(find_python) ||
        fail "Python 3.11 or later is needed. Install it (Debian, Ubuntu: apt install python3 python3-venv)."
    rm -rf "$root/.venv"
    if "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        "$python" -m venv "$root/.venv" >"$turn/log" 2>&1 || explain "$turn/log"
    elif command -v uv >/dev/null; then
        uv venv --quiet --python "$python" "$root/.venv" >"$turn/log" 2>&1 || explain "$turn/log"
    else
        fail "Python lacks its venv module. Install it (Debian, Ubuntu: apt install python3-venv)."
    fi
}

find_python() {
    local python
    for python in python3 python3.14 python3.13 python3.12 python3.11; do
        if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$python"
            return
        fi
    done
    return 1
}

# pip comes second because it knows of mirrors and certificates that uv was not told about: the
# patience is left to it.
install() {
    if command -v uv >/dev/null &&
        UV_HTTP_RETRIES=0 uv pip install --quiet --python "$root/.venv/bin/python" --require-hashes \
            --requirement "$1" >"$turn/log" 2>&1; then
        return
    fi
    "$root/.venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes \
        --requirement "$1" >>"$turn/log" 2>&1 || explain "$turn/log"
}

explain() {
    if grep -qi 'no space left' "$1"; then
        fail "$disk_full"
    elif grep -qiE 'connection|resolve|resolution|dns|network|timed out|fetch|no matching' "$1"; then
        fail "The packages could not be fetched. Connect this machine to the network and start again."
    fi
    fail "Installing failed: $(tail -n 1 "$1")"
}
