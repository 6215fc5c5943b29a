#!/usr/bin/env bash
# Runs the tests of layers and models on the other supported versions of Node, with the addon of one build and its
# fastest tier except amx. The kernels do not depend on Node, and `npm test` runs the other tiers.
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
  # This package holds the executable; the package `node` would download it in an install script.
  npm install --silent --prefix "$folder" --no-save "node-$platform@$major"
  node=$folder/node_modules/node-$platform/bin/node
  echo "== Node $("$node" --version)"
  "$node" node_modules/vitest/vitest.mjs run --project "$tier" tests/layers tests/models
done
