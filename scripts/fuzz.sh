#!/usr/bin/env bash
# Fuzzes a part of the core with libFuzzer, address and undefined-behaviour sanitizers, and prints which lines it reached.
# usage: fuzz.sh target [minutes] [keep]   targets are the names in tests/fuzz/targets.cpp; 1 minute by default
# New inputs go to build-fuzz/corpus/<target>, an input that fails to build-fuzz/crash-*. Copy it to tests/fuzz/corpus.
# With `keep`, the fewest new inputs that reach all code that was reached go to tests/fuzz/corpus too.
set -euo pipefail
cd "$(dirname "$0")/.."
target=${1:-} minutes=${2:-1}
if [ -z "$target" ] || [ ! -d "tests/fuzz/corpus/$target" ]; then
  echo "Expected a target, got \"$target\". Use npm run fuzz -- <target> <minutes>, with one of: $(ls tests/fuzz/corpus | xargs)"
  exit 2
fi
suffix=${CLANG_SUFFIX--19}
for tool in clang++ llvm-profdata llvm-cov; do
  command -v "$tool$suffix" >/dev/null && continue
  echo "Expected $tool$suffix. On Debian: apt-get install clang$suffix llvm$suffix. Set CLANG_SUFFIX for another version."
  exit 2
done
# The files that a target is for.
case $target in
  arrays) files="training/data/array_source.cpp" ;;
  attributes) files="graph/attributes.cpp" ;;
  executor) files="graph/executor.cpp graph/plan ops" ;;
  paths) files="training/paths" ;;
  program) files="graph ops" ;;
  ridge) files="ridge" ;;
  rocket) files="rocket" ;;
  table) files="training/data/table.cpp" ;;
  trainer) files="training/loop" ;;
  windows) files="training/windows training/batches/order.cpp" ;;
esac

out=$PWD/build-fuzz
cmake -S . -B "$out" -DCMAKE_C_COMPILER="clang$suffix" -DCMAKE_CXX_COMPILER="clang++$suffix" -DGATECAST_ADDON=OFF \
  -DGATECAST_FUZZ=ON -DGATECAST_SANITIZE=address,undefined >/dev/null
cmake --build "$out" --parallel 2 --target gatecast_fuzz

mkdir -p "$out/corpus/$target"
export GATECAST_FUZZ_TARGET=$target UBSAN_OPTIONS=print_stacktrace=1 LLVM_PROFILE_FILE=/dev/null
"$out/gatecast_fuzz" -max_total_time=$((minutes * 60)) -timeout=20 -rss_limit_mb=4096 -max_len=512 -len_control=0 -print_final_stats=1 \
  -artifact_prefix="$out/" "$out/corpus/$target" "tests/fuzz/corpus/$target"

if [ "${3:-}" = keep ]; then
  "$out/gatecast_fuzz" -set_cover_merge=1 -use_counters=0 "tests/fuzz/corpus/$target" "$out/corpus/$target"
  # libFuzzer names an input by its SHA-1, of which 12 digits are enough.
  for input in "tests/fuzz/corpus/$target/"????????????????????????????????????????; do
    if [ -e "$input" ]; then mv "$input" "${input::-28}"; fi
  done
fi

# The coverage of all inputs together.
export LLVM_PROFILE_FILE=$out/$target.profraw
"$out/gatecast_fuzz" -runs=0 "$out/corpus/$target" "tests/fuzz/corpus/$target" 2>/dev/null
"llvm-profdata$suffix" merge -o "$out/$target.profdata" "$LLVM_PROFILE_FILE"
"llvm-cov$suffix" report "$out/gatecast_fuzz" -instr-profile="$out/$target.profdata" \
  -show-region-summary=false -show-branch-summary=false $(printf 'native/%s ' $files)
