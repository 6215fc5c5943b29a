#!/usr/bin/env bash
# Native tests, then tests of ops, layers, models, streams and workers, under the thread sanitizer.
# usage: test-tsan.sh [test...]   names of vitest tests, for example `layers`; `none` runs the native tests
# only, and `only` before the names leaves these out
set -euo pipefail
cd "$(dirname "$0")"
[ $# -gt 0 ] || set -- tests/ops layers models tests/kernels
exec bash sanitized.sh tsan "$@"
