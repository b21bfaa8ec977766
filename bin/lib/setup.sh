# Sourced by the commands in bin/: makes .venv with the locked packages. Done already, it costs a few milliseconds.
# `setup run` for what the product needs, `setup dev` for what its developers need as well. POSIX sh.
#
# Packages come from wherever pip and uv are configured to look; their hashes are in the locks, addresses are nowhere.

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
venv=${BALCAO_VENV:-$root/.venv}
python=$venv/bin/python

say() { printf '%s\n' "$*" >&2; }
die() { say "$(basename -- "$0"): $*"; exit 1; }

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() {
    for candidate in ${BALCAO_PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
        path=$(command -v "$candidate" 2>/dev/null) || continue
        if is_new_enough "$path"; then
            printf '%s\n' "$path"
            return 0
        fi
    done
    die "Python 3.11 or newer was not found. Install it (Debian, Ubuntu: apt-get install python3 python3-venv) or name it: BALCAO_PYTHON=/path/to/python3 $0"
}

twice() { "$@" || { say "That did not work: trying once more."; sleep 2; "$@"; }; }

# uv from the PATH, or from the package index into .uv, which holds nothing else.
find_uv() {
    if command -v uv >/dev/null 2>&1; then
        command -v uv
        return 0
    fi
    for place in "$root/.uv/venv/bin/uv" "$root/.uv/packages/bin/uv"; do
        if [ -x "$place" ]; then
            printf '%s\n' "$place"
            return 0
        fi
    done
    mkdir -p "$root/.uv"
    if "$1" -m venv "$root/.uv/venv" >/dev/null 2>&1; then
        twice "$root/.uv/venv/bin/python" -m pip install -q --disable-pip-version-check --require-hashes -r "$root/bin/lib/uv.txt" >&2 || return 1
        printf '%s\n' "$root/.uv/venv/bin/uv"
        return 0
    fi
    rm -rf "$root/.uv/venv"
    if "$1" -m pip --version >/dev/null 2>&1; then
        twice "$1" -m pip install -q --disable-pip-version-check --require-hashes --target "$root/.uv/packages" -r "$root/bin/lib/uv.txt" >&2 || return 1
        printf '%s\n' "$root/.uv/packages/bin/uv"
        return 0
    fi
    return 1
}

# Debian ships Python without venv and pip; root may add them.
add_venv_module() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 || return 1
    say "Installing python3-venv ..."
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-venv; } >/dev/null 2>&1
}

setup() {
    lock=$root/requirements.txt
    [ "$1" = dev ] && lock=$root/requirements-dev.txt
    # What developers need includes what the product needs.
    is_current "$1" || is_current dev || install "$1"
    PATH=$venv/bin:$PATH
    export PATH
}

fingerprint() {
    { cat "$root/requirements.txt" "$root/pyproject.toml"; [ "$1" = dev ] && cat "$root/requirements-dev.txt"; printf '%s' "$root"; } | cksum
}

is_current() { [ -x "$python" ] && [ -f "$venv/.balcao-$1" ] && [ "$(cat "$venv/.balcao-$1")" = "$(fingerprint "$1")" ]; }

install() {
    base=$(find_python) || exit 1
    [ -w "$root" ] || [ -w "$venv" ] || die "$root cannot be written to by this user. Clone it where you may write, or set BALCAO_VENV."
    say "Installing the packages of $(basename -- "$lock") into ${venv#"$root"/} (once) ..."
    export UV_PYTHON_DOWNLOADS=never UV_NO_PROGRESS=1
    [ -w "${HOME:-/nonexistent}" ] || export UV_CACHE_DIR="$root/.uv/cache" PIP_NO_CACHE_DIR=1
    uv=$(find_uv "$base") || { add_venv_module && uv=$(find_uv "$base"); } ||
        die "neither uv nor pip could be set up. Install one: uv, or python3-venv (Debian, Ubuntu: apt-get install python3-venv)"
    if ! is_new_enough "$python"; then
        rm -rf "$venv"
        "$uv" venv -q --python "$base" "$venv" || die "the virtual environment could not be made in $venv"
    fi
    rm -f "$venv"/.balcao-*
    twice "$uv" pip install -q --python "$python" --compile-bytecode --require-hashes -r "$lock" ||
        die "the packages could not be installed. Is the package index reachable from here?"
    twice "$uv" pip install -q --python "$python" --no-deps -e "$root" || die "Balcão itself could not be installed"
    fingerprint "$1" >"$venv/.balcao-$1"
}
