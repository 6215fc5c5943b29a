#!/usr/bin/env bash
# Builds the WebAssembly module and runs the tests of ops, layers, models, kernels and forecasters with it, in Node; then
# gatecast/wasm and the page of the site in Chromium, beside the addon of this checkout.
# usage: test-wasm.sh [test...]   names of vitest tests, for example `tests/layers`; those of Chromium always run
set -euo pipefail
cd "$(dirname "$0")/.."

npm run --silent build:wasm
npm run --silent docs
with_module() {
  GATECAST_BINARY=$PWD/prebuilds/wasm32/gatecast.wasm GATECAST_TEST_TIER=simd128 npx vitest run "$@"
}
if [ $# -gt 0 ]; then
  with_module --project simd128 --project once --project together "$@"
else
  with_module --project simd128
  with_module --project once --project together tests/forecast tests/native
fi
npx vitest run --project with-wasm
