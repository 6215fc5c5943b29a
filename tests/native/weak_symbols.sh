#!/bin/sh
# Kernel files are compiled with a tier's flags. A function they define and others share (an inline function of a
# standard header, a template) would be kept once by the linker, perhaps in its AVX-512 form, and crash an older machine.
# So the objects of a tier may hold no weak symbols: tests/native/weak_symbols.sh <folder of objects>...
set -eu

[ $# -gt 0 ] || { echo "Expected folders with the object files of the tiers, got none" >&2; exit 2; }
objects=$(find "$@" -name '*.o')
[ -n "$objects" ] || { echo "Expected object files in $*, got none" >&2; exit 2; }
# shellcheck disable=SC2086  # one word for each object
weak=$(${NM:-nm} -C -A $objects | grep -E ' [uVWvw] ' || true)
if [ -n "$weak" ]; then
  echo "FAILED Expected no weak symbols in the objects of the tiers, got:"
  echo "$weak"
  exit 1
fi
echo "ok no weak symbols in $(echo "$objects" | wc -l) objects"
