#!/usr/bin/env bash
# Builds the WebAssembly module and runs the tests of ops, layers, models, kernels and forecasters with it, in Node.
# usage: test-wasm.sh [test...]   names of vitest tests, for example `tests/layers`
set -euo pipefail
cd "$(dirname "$0")/.."

npm run --silent build:wasm
npm run --silent build:ts
export GATECAST_BINARY=$PWD/prebuilds/wasm32/gatecast.wasm GATECAST_TEST_TIER=simd128
if [ $# -gt 0 ]; then
  npx vitest run --project simd128 --project once "$@"
else
  npx vitest run --project simd128
  npx vitest run --project once tests/forecast tests/sequences tests/native
fi
