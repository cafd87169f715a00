#!/usr/bin/env bash
# Feeds what parses untrusted bytes with mutations that reach ever more of its code: each target of fuzz/ for SECONDS.
# cargo-fuzz asks for a nightly compiler; RUSTC_BOOTSTRAP lets the stable one take the same flags. What makes a target
# fail is kept in fuzz/artifacts/: mend it, and add the bytes to fuzz/corpus/, which every run of the tests tries.
step="Fuzzing"
# shellcheck source=installer/common.sh
source "$(dirname "$0")/common.sh"

SECONDS_EACH=${SECONDS_EACH:-60}
TOOL=.cache/cargo-fuzz

need_cargo
if [ ! -x "$TOOL/bin/cargo-fuzz" ]; then
    echo "Fuzzing: installing cargo-fuzz into $TOOL."
    logged cargo-fuzz cargo install cargo-fuzz --version '^0.13' --locked --root "$TOOL" ||
        die "cargo-fuzz can't be installed" "see whether the crate registry can be reached, then run it again"
fi
# The same versions of everything as the product's.
cp Cargo.lock fuzz/Cargo.lock
export RUSTC_BOOTSTRAP=1
failed=()
for path in fuzz/fuzz_targets/*.rs; do
    target=$(basename "$path" .rs)
    echo "Fuzzing: $target for $SECONDS_EACH s."
    # New inputs go to .cache, so that the corpus holds only what somebody chose.
    mkdir -p ".cache/fuzz/$target"
    "$TOOL/bin/cargo-fuzz" run --sanitizer none "$target" ".cache/fuzz/$target" "fuzz/corpus/$target" -- \
        -max_total_time="$SECONDS_EACH" -max_len=65536 -rss_limit_mb=1500 -timeout=10 -print_final_stats=1 ||
        failed+=("$target")
done
((${#failed[@]} == 0)) ||
    die "${failed[*]} fails" "mend it with the bytes in fuzz/artifacts/, and add them to fuzz/corpus/"
