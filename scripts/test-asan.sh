#!/usr/bin/env bash
# Native, op and layer tests under the address, undefined-behaviour and leak sanitizers.
# usage: test-asan.sh [test...]   names of vitest tests, for example `layers`; `only` before them leaves the native tests out
set -euo pipefail
cd "$(dirname "$0")"
[ $# -gt 0 ] || set -- tests/ops layers models/windows models/paths tests/kernels
exec bash sanitized.sh asan "$@"
