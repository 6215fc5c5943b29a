#!/usr/bin/env bash
# Builds core and addon with sanitizers in build-<name>, and runs the tests with them. See test-asan.sh and test-tsan.sh.
# usage: sanitized.sh asan|tsan [none|only] [test...]   names of vitest tests
# `none` runs the native tests only, `only` leaves them out.
# CC and CXX choose the compiler. With clang, only the native tests run: Node would need the runtime of clang loaded first.
set -euo pipefail
cd "$(dirname "$0")/.."
kind=$1
shift
case $kind in
  asan) sanitizers=address,undefined libraries="asan ubsan" ;;
  tsan) sanitizers=thread libraries=tsan ;;
esac
compiler=$(basename "${CXX:-g++}")
out=$PWD/build-$kind
[[ $compiler == g++* ]] || out=$out-$compiler

# The native tests do not need the addon, and the addon does not need them.
addon=ON native=ON
[ "${1:-}" != none ] || addon=OFF
[ "${1:-}" != only ] || native=OFF
[[ $compiler == g++* ]] || addon=OFF
cmake -S . -B "$out" -DGATECAST_TESTS=$native -DGATECAST_ADDON=$addon -DGATECAST_SANITIZE=$sanitizers
cmake --build "$out" --parallel 2
export UBSAN_OPTIONS=print_stacktrace=1
# The address sanitizer also looks for leaks at the end of the native tests.
[ $native = OFF ] || ASAN_OPTIONS=detect_leaks=1 "$out/gatecast_tests"
[ $addon = ON ] || exit 0
[ $native = ON ] || shift

# Node is built without sanitizers, so LD_PRELOAD loads their runtimes first. Leaks of Node itself are not checked.
preload=""
for library in $libraries; do preload+="$($compiler -print-file-name=lib$library.so) "; done
export GATECAST_BINARY=$out/gatecast.node ASAN_OPTIONS=detect_leaks=0
# Fewer random cases: sanitizers check memory accesses, and a quarter of the cases reaches the same code.
export GATECAST_CASES_SHARE=${GATECAST_CASES_SHARE:-0.25}
LD_PRELOAD="$preload" node node_modules/vitest/vitest.mjs run --testTimeout=300000 "$@"
