#!/usr/bin/env bash
# deb.sh: puts the built program, its Python packages and models into one package for Debian 12, dist/*.deb. Nothing is
# fetched when that is installed. What is fetched here comes out of the locks, by their hashes.
step="Package"
# shellcheck source=installer/common.sh
source "$(dirname "$0")/common.sh"

release=target/release
stage=target/deb
root=$stage/root
home=opt/secure-biometric
version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
licence=$(sed -n 's/^license = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
maintainer=${MAINTAINER:-"The Secure Biometric authors <root@localhost>"}
deb=dist/secure-biometric_${version}_amd64.deb

for tool in dpkg-deb dpkg-shlibdeps strip; do
    command -v "$tool" >/dev/null || die "$tool is missing" "run 'make deb', which sets up what it needs"
done
[[ -x $release/secure-biometric && -x $release/secure-biometric-engine ]] ||
    die "the program is not built" "run 'make deb', which builds it first"
rm -rf "$root"
mkdir -p "$root/$home/bin" "$root/$home/python" dist

echo "$step: the Python environment, out of the lock."
logged deb-venv /usr/bin/python3.11 -m venv --without-pip "$root/$home/.venv" ||
    die "Debian's python3.11 can't make an environment" "run 'make setup', then run it again"
# Only what runs the engine: no tests, no checkers.
logged deb-pip .venv/bin/python -m pip --python "$root/$home/.venv/bin/python" install --disable-pip-version-check \
    --no-input --progress-bar off --no-deps --only-binary ':all:' --require-hashes --no-compile \
    --requirement python/requirements.lock ||
    die "pip could not install the lock" "see above: check the network and the space on this disk, then run it again"
# Scripts and settings name the folder they were made in; nothing here needs scripts.
find "$root/$home/.venv/bin" -type f -delete
rm -f "$root/$home"/.venv/bin/[Aa]ctivate*
sed --in-place "s|$PWD/$root/|/|g" "$root/$home/.venv/pyvenv.cfg"
# The confined engine may write nothing, so what Python compiles stands here already. Some packages carry templates of
# modules that are none.
logged deb-compile /usr/bin/python3.11 -m compileall -q -s "$root" -p / "$root/$home/.venv/lib" || true

echo "$step: the program and its files."
install -m 0755 "$release/secure-biometric" "$release/secure-biometric-engine" "$root/$home/bin/"
strip --strip-unneeded "$root/$home"/bin/*
cp -r assets .models .env.example "$root/$home/"
cp -r python/facelab python/presenter python/requirements.lock "$root/$home/python/"
# `doctor` compares them.
(cd "$root/$home" && sha256sum python/requirements.lock >.venv/.lock-sha256)
find "$root/$home/python" -name __pycache__ -prune -exec rm -rf {} +
/usr/bin/python3.11 -m compileall -q -s "$root" -p / "$root/$home/python"
# Modes as everybody's who may read it: the models were fetched by one user for themselves.
chmod -R u=rwX,go=rX "$root"

mkdir -p "$root/usr/bin" "$root/usr/share/doc/secure-biometric" "$root/etc/secure-biometric"
ln -s "/$home/bin/secure-biometric" "$root/usr/bin/secure-biometric"
install -D -m 0644 -t "$root/lib/systemd/system" installer/deb/*.service
install -D -m 0644 -t "$root/lib/udev/rules.d" installer/deb/*.rules
install -D -m 0644 -t "$root/usr/share/applications" installer/deb/secure-biometric.desktop
install -D -m 0644 -t "$root/usr/share/icons/hicolor/scalable/apps" installer/deb/secure-biometric.svg
install -m 0644 installer/deb/*.env "$root/etc/secure-biometric/"
install -D -m 0644 -t "$root/usr/share/metainfo" installer/deb/secure-biometric.metainfo.xml
date=$(date --utc --date "@$(git log -1 --format=%ct 2>/dev/null || date +%s)" +%Y-%m-%d)
sed --in-place "s/@VERSION@/$version/; s/@LICENCE@/$licence/; s/@DATE@/$date/" \
    "$root/usr/share/metainfo/secure-biometric.metainfo.xml"

"$release/secure-biometric" manual "$stage/manual" >/dev/null
mkdir -p "$root/usr/share/man/man1"
cp "$stage"/manual/man/man1/*.1 "$root/usr/share/man/man1/"
gzip -9n "$root"/usr/share/man/man1/*.1
completions=$stage/manual/completions
install -D -m 0644 "$completions/secure-biometric.bash" \
    "$root/usr/share/bash-completion/completions/secure-biometric"
install -D -m 0644 -t "$root/usr/share/zsh/vendor-completions" "$completions/_secure-biometric"
install -D -m 0644 -t "$root/usr/share/fish/vendor_completions.d" "$completions/secure-biometric.fish"

echo "$step: what it is made of, and under which licences."
docs=$root/usr/share/doc/secure-biometric
.venv/bin/python installer/third_party.py --environment "$root/$home/.venv" --out "$docs" ||
    die "the licences of what it is made of can't be gathered" "see above"
{
    cat LICENSE
    printf '\nThird parties'\'' parts are listed in sbom.cdx.json, their licences in THIRD-PARTY.txt.gz.\n'
} >"$docs/copyright"
printf 'secure-biometric (%s) stable; urgency=medium\n\n  * What changed is in CHANGELOG.md.gz.\n\n -- %s  %s\n' \
    "$version" "$maintainer" "$(date --utc --date "$date" --rfc-email)" | gzip -9n >"$docs/changelog.gz"
gzip -9n <CHANGELOG.md >"$docs/CHANGELOG.md.gz"

# What the two programs link, as Debian's own tool names it, and what they and the Python packages load when they run.
mkdir -p "$stage/debian"
printf 'Source: secure-biometric\n\nPackage: secure-biometric\nArchitecture: amd64\n' >"$stage/debian/control"
links=$(cd "$stage" && dpkg-shlibdeps --ignore-missing-info -O -e "root/$home/bin/secure-biometric" \
    -e "root/$home/bin/secure-biometric-engine" 2>/dev/null | sed -n 's/^shlibs:Depends=//p')
runs=$(awk '/^\[/ { kiosk = $0 == "[kiosk]" } /^# Running/ { runs = 1 } /^# Building/ { runs = 0 }
    kiosk && runs && /^[a-z]/ { print $1 }' installer/debian-packages.txt |
    grep --invert-match --line-regexp --file <(grep --only-matching '[a-z][^ ,(]*' <<<"$links") | paste -s -d , | sed 's/,/, /g')
[[ -n $links && -n $runs ]] || die "what it depends on can't be found" "restore installer/debian-packages.txt"

mkdir -p "$root/DEBIAN"
install -m 0755 installer/deb/postinst installer/deb/prerm installer/deb/postrm "$root/DEBIAN/"
install -m 0644 installer/deb/templates "$root/DEBIAN/"
(cd "$root" && find etc -type f -printf '/%p\n' | sort) >"$root/DEBIAN/conffiles"
(cd "$root" && find . -path ./DEBIAN -prune -o -type f -printf '%P\0' | sort -z | xargs -0 md5sum) >"$root/DEBIAN/md5sums"
sed -e "s/@VERSION@/$version/" -e "s/@MAINTAINER@/$maintainer/" -e "s/@DEPENDS@/$links, $runs/" \
    -e "s/@SIZE@/$(du -sk --exclude=DEBIAN "$root" | cut -f 1)/" installer/deb/control.in >"$root/DEBIAN/control"

echo "$step: packing (some minutes)."
logged deb-pack dpkg-deb --root-owner-group --build -Zxz "$root" "$deb.new" || die "dpkg-deb failed" "see above"
mv "$deb.new" "$deb"
echo "$step: $deb, $(du -h "$deb" | cut -f 1)."
