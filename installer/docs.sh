#!/usr/bin/env bash
# Builds docs/ as a book into target/book, and checks that its links lead somewhere.
step="Book"
# shellcheck source=installer/common.sh
source "$(dirname "$0")/common.sh"

version=0.5.4
mdbook=.tools/bin/mdbook

need_cargo
if [[ "$("$mdbook" --version 2>/dev/null)" != "mdbook v$version" ]]; then
    cargo install --locked --version "$version" --no-default-features --features search --root .tools mdbook ||
        die "mdbook $version could not be installed" "check the network, then run this again"
fi

rm -rf target/book target/book-source
mkdir -p target/book-source
cp -r docs/. target/book-source
# In the book the page of security is SECURITY.md itself.
sed 's|](docs/|](|g' SECURITY.md >target/book-source/security.md
sed -i 's|](\.\./SECURITY\.md|](security.md|g' target/book-source/*.md
"$mdbook" build

broken=0
for page in target/book/*.html; do
    while read -r link; do
        if [[ ! -e "target/book/$link" ]]; then
            echo "$page links to $link, which isn't there" >&2
            broken=1
        fi
    done < <(sed -n '/<main>/,/<\/main>/p' "$page" | grep -o 'href="[^"#]*' | sed 's/^href="//' | grep -v '://' | grep .)
done
((broken == 0)) || die "a link of the book leads nowhere" "mend what is named above"
echo "Book: target/book/index.html"
