#!/usr/bin/env bash
# Layer and model tests on the other supported versions of Node, all with the addon as it was built once, and with the
# fastest kernels that all tests run on: which they are does not depend on Node, and `npm test` has run the others.
# usage: test-node.sh [major...]
set -euo pipefail
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || set -- 22 24 26
npm run --silent build:native

tier=$(node -p "const { tiers } = require('./build/Release/gatecast.node').cpuInfo(); tiers.find((tier) => tier !== 'amx')")
platform=$(node -p 'process.platform + "-" + process.arch')
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for major in "$@"; do
  # The package that holds the executable itself: `node` would fetch it in an install script.
  npm install --silent --prefix "$folder" --no-save "node-$platform@$major"
  node=$folder/node_modules/node-$platform/bin/node
  echo "== Node $("$node" --version)"
  "$node" node_modules/vitest/vitest.mjs run --project "$tier" tests/layers tests/models
done
