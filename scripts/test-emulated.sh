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

emulated() { # tier cpu, where the cpu leaves out what qemu cannot emulate
  echo "== $2 must run $1"
  qemu-x86_64-static -cpu "$2" build/gatecast_tests
  GATECAST_TEST_TIER=$1 qemu-x86_64-static -cpu "$2" "$(command -v node)" \
    node_modules/vitest/vitest.mjs run --project "$1" --pool=threads --testTimeout=300000 layers
}
emulated baseline Nehalem
emulated avx2 Haswell-noTSX,-pcid,-x2apic,-tsc-deadline,-invpcid
