#!/usr/bin/env bash
# Runs the x64 addon on emulated older processors: on each it must choose its tier and pass the tests of layers.
# Needs qemu-user-static. Tests run in threads, because an emulated process cannot start another emulated one.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! command -v qemu-x86_64-static >/dev/null; then
  echo 'Expected qemu-x86_64-static. On Debian: apt-get install qemu-user-static' >&2
  exit 1
fi
npm run --silent build:tests

# Only the native tests of kernels: the other tests run the same code on every processor and take two thirds of the
# time.
emulated() { # tier cpu; the cpu lacks the features that qemu cannot emulate
  echo "== $2 must run $1"
  qemu-x86_64-static -cpu "$2" build/gatecast_tests kernels || return
  GATECAST_TEST_TIER=$1 qemu-x86_64-static -cpu "$2" "$(command -v node)" \
    node_modules/vitest/vitest.mjs run --project "$1" --pool=threads --testTimeout=300000 layers
}

# Both run in parallel, because each uses mostly one processor. The output of the first is printed after the second.
log=$(mktemp)
trap 'rm -f "$log"' EXIT
emulated avx2 Haswell-noTSX,-pcid,-x2apic,-tsc-deadline,-invpcid >"$log" 2>&1 &
status=0
emulated baseline Nehalem || status=$?
wait $! || status=$?
cat "$log"
exit "$status"
