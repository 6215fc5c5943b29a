#!/usr/bin/env bash
# Native, op and layer tests under the address and undefined-behaviour sanitizers.
# usage: test-asan.sh [test...]   names of vitest tests, for example `layers`; the native tests always run
set -euo pipefail
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || set -- tests/ops layers models/windows models/paths tests/kernels
out=$PWD/build-asan

cmake -S . -B "$out" -DGATECAST_TESTS=ON -DGATECAST_SANITIZE=address,undefined
cmake --build "$out" --parallel 2
export UBSAN_OPTIONS=print_stacktrace=1
"$out/gatecast_tests"

# Node is built without sanitizers, so LD_PRELOAD loads their runtimes first. Leaks of Node itself are not checked.
export GATECAST_BINARY=$out/gatecast.node ASAN_OPTIONS=detect_leaks=0
# Fewer random cases: sanitizers check memory accesses, and a quarter of the cases reaches the same code.
export GATECAST_CASES_SHARE=${GATECAST_CASES_SHARE:-0.25}
LD_PRELOAD="$(g++ -print-file-name=libasan.so) $(g++ -print-file-name=libubsan.so)" \
  node node_modules/vitest/vitest.mjs run --testTimeout=300000 "$@"
