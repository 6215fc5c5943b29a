#!/usr/bin/env bash
# Forecasts of the night, for cron: nightly.sh FOLDER
#
# FOLDER holds job.yaml with `out: forecast.csv`. After a success, good/DATE.csv is a copy of the forecast, and current.csv
# is a link to it. After a failure the link stays at the last good forecast, and the exit code is that of gatecast.
set -euo pipefail
cd "$1"
mkdir -p good log
log=log/$(date +%F).log

# The lock ends with the process, however it ends. Exit code 75: try again later.
exec 9>log/lock
flock --nonblock 9 || { echo "nightly.sh: another run is under way in $1" >&2; exit 75; }

status=0
gatecast run job.yaml >>"$log" 2>&1 || status=$?
# With exit code 4, the model cannot forecast some series. The others are right, so the forecast counts.
if [ "$status" -ne 0 ] && [ "$status" -ne 4 ]; then
  # Cron sends by mail what a job prints.
  { echo "nightly.sh: gatecast ended with exit code $status in $1:"; tail -n 20 "$log"; } >&2
  exit "$status"
fi
[ "$status" -eq 0 ] || echo "nightly.sh: some series have a fallback forecast or none: see $1/forecast.errors.csv" >&2

# A reader sees the old file or the new one, and never a part of one.
good=good/$(date +%F).csv
cp forecast.csv "$good.part"
mv "$good.part" "$good"
ln -sfn "$good" current.csv.part
mv -T current.csv.part current.csv
find good log -name '20*' -mtime +60 -delete
