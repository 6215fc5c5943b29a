#!/usr/bin/env bash
# The x64 addon on processors older than this one: each must pick its tier by itself and pass the layer tests.
# Needs qemu-user-static. Tests run in threads, since an emulated process cannot start another emulated one.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! command -v qemu-x86_64-static >/dev/null; then
  echo 'Expected qemu-x86_64-static. On Debian: apt-get install qemu-user-static' >&2
  exit 1
fi
npm run --silent build:tests

# Of the native tests those of kernels: the rest is the same code on every processor, and two thirds of the time.
emulated() { # tier cpu, where the cpu leaves out what qemu cannot emulate
  echo "== $2 must run $1"
  qemu-x86_64-static -cpu "$2" build/gatecast_tests kernels || return
  GATECAST_TEST_TIER=$1 qemu-x86_64-static -cpu "$2" "$(command -v node)" \
    node_modules/vitest/vitest.mjs run --project "$1" --pool=threads --testTimeout=300000 layers
}

# Side by side, as each is busy on one processor for most of the time; what the second says is printed after the first.
log=$(mktemp)
trap 'rm -f "$log"' EXIT
emulated avx2 Haswell-noTSX,-pcid,-x2apic,-tsc-deadline,-invpcid >"$log" 2>&1 &
status=0
emulated baseline Nehalem || status=$?
wait $! || status=$?
cat "$log"
exit "$status"
