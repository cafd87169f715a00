#!/usr/bin/env bash
# debian_packages.sh [SECTION]: installs those packages of debian-packages.txt that are missing, of one section or of
# all. Never prompts without a terminal.
step="Debian packages"
# shellcheck source=installer/common.sh
source "$(dirname "$0")/common.sh"

lines=$(sed -e 's/[[:space:]]*\(#.*\)\?$//' -e '/^$/d' installer/debian-packages.txt)
section='' wanted=()
while read -r line; do
    if [[ $line == \[*\] ]]; then
        section=${line:1:-1}
    elif [[ $section == "${1:-$section}" ]]; then
        wanted+=("$line")
    fi
done <<<"$lines"
((${#wanted[@]} > 0)) ||
    die "installer/debian-packages.txt has no package${1:+ in a section [$1]}" \
        "restore it with: git checkout installer/debian-packages.txt"

command -v dpkg-query >/dev/null ||
    die "this is not a Debian system" \
        "use Debian 12, or install what installer/debian-packages.txt stands for and remove this step"

# dpkg-query names only the packages it knows and then fails: that is the answer wanted here.
declare -A installed=()
while read -r status package; do
    # Wanted or held, but whole: the second letter says that it is installed.
    [[ $status == ?i ]] && installed[$package]=1
done < <(dpkg-query --show --showformat '${db:Status-Abbrev} ${Package}\n' "${wanted[@]}" 2>/dev/null || true)

missing=()
for package in "${wanted[@]}"; do
    [[ -n ${installed[$package]:-} ]] || missing+=("$package")
done

if ((${#missing[@]} == 0)); then
    echo "$step: all ${#wanted[@]}${1:+ for the $1} are installed."
    exit 0
fi
echo "$step: installing ${missing[*]}."

as_root=()
if ((EUID != 0)); then
    by_hand="as root, run: apt-get install ${missing[*]}"
    command -v sudo >/dev/null || die "this user is not root and there is no sudo" "$by_hand"
    if [[ -t 0 ]]; then
        # Asked for here; should it be asked for again, sudo opens the terminal by itself.
        sudo --validate || die "sudo refused" "$by_hand"
        as_root=(sudo)
    else
        said=$(sudo --non-interactive true 2>&1) ||
            die "there is no terminal to ask for a password, and ${said:-sudo refused}" "$by_hand"
        as_root=(sudo --non-interactive)
    fi
fi

apt_get() {
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get --quiet --yes \
        -o DPkg::Lock::Timeout=300 \
        -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold "$@"
}

logged apt-update apt_get update ||
    die "the package lists can't be read" "check the network and /etc/apt/sources.list, then run it again"
logged apt-install apt_get install --no-install-recommends "${missing[@]}" ||
    die "apt-get could not install them" \
        "see above; on a Debian 12 system all of them exist, and 'apt-get --fix-broken install' ends a broken installation"
