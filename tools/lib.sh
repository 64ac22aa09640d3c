# shellcheck shell=sh
# What tools/start, tools/check and .ci/run share: from a fresh Debian 12 to a build. Sourced, from a
# script that has set root to the source folder. Every step does nothing where nothing is missing.

say() { printf '==> %s\n' "$*"; }

# fail WHAT WHAT_TO_DO: both are sentences. Ends with 2: it could not be done, which is not "no".
fail() {
    printf '\nError: %s\n%s\n' "$1" "$2" >&2
    exit 2
}

# usage: prints the comment at the head of the script, which is its help, and ends.
usage() {
    sed -n '2,/^[^#]/ { s/^# \{0,1\}//; t p; d; :p; p; }' "$0"
    exit "${1:-0}"
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null 2>&1; then
        sudo "$@"
    else
        fail "Packages are missing, and only root may install them." \
            "Install sudo, or run as root: apt-get install$missing"
    fi
}

# Installs the packages of tools/packages that are absent.
install_packages() {
    missing=
    while read -r package program rest; do
        case $package in '' | '#'*) continue ;; esac
        case $program in
            '' | '#'*) ;;
            *) command -v "$program" >/dev/null 2>&1 && continue ;;
        esac
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q ' installed$' ||
            missing="$missing $package"
    done <"$root/tools/packages"
    [ -n "$missing" ] || return 0

    command -v apt-get >/dev/null 2>&1 ||
        fail "This machine has no apt-get; these packages of Debian 12 are missing:$missing" \
            "Install what corresponds to them on your system, then run meson yourself: see README.md."
    say "Installing Debian packages:$missing"
    # The lists of packages are fetched only if those at hand do not suffice.
    # shellcheck disable=SC2086
    apt_install $missing || {
        say "Refreshing the lists of packages"
        as_root apt-get update -q </dev/null || fail "apt-get update failed." \
            "Check the network and /etc/apt/sources.list, then run this again."
        apt_install $missing || fail "apt-get could not install:$missing" \
            "Read its message above; on anything but Debian 12 a name may differ (tools/packages)."
    }
}

apt_install() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@" \
        </dev/null
}

# Installs what package-lock.json pins, unless it has been since it last changed.
install_npm() {
    mark=$root/node_modules/.palabre-lock
    cmp -s "$root/package-lock.json" "$mark" && "$root/tools/node" --version >/dev/null 2>&1 && return 0
    say "Installing the npm packages that package-lock.json pins"
    (cd "$root" && npm ci --no-progress </dev/null) || fail "npm ci failed." \
        "Read its message above. It needs the network, or a registry set with 'npm config set registry'."
    "$root/tools/node" --version >/dev/null || fail "The pinned Node does not run." \
        "Remove the folder node_modules and run this again."
    cp "$root/package-lock.json" "$mark"
}

# build_in FOLDER [MESON OPTION]...: sets a build folder up once, then builds what has changed.
build_in() {
    folder=$1
    shift
    if [ ! -f "$root/$folder/build.ninja" ]; then
        say "Setting up $folder/"
        (cd "$root" && meson setup "$folder" "$@" </dev/null) >"$root/$folder.log" 2>&1 || {
            tail -n 20 "$root/$folder.log" >&2
            fail "meson setup failed: the whole of it is in $folder.log." \
                "If a library is missing, add it to tools/packages; to begin anew, remove $folder/."
        }
        rm -f "$root/$folder.log"
    fi
    say "Building in $folder/"
    ninja -C "$root/$folder" </dev/null || fail "The build in $folder/ failed." \
        "The first error above says where. Warnings are errors here."
}

set_up() {
    install_packages
    install_npm
    build_in build
}
