#!/bin/sh
# Builds what is missing, then runs Kafka, Flink, the job and the facade in one process.
# Arguments go to `labelstream local`: sh deploy/local.sh --help
set -eu

project=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
. "$project/deploy/build.sh"
. "$project/deploy/prepare.sh"

# On Linux, what waits for a time may wake 50 ms late, so that a hundred threads that idle wake together.
{ echo 50000000 >/proc/self/timerslack_ns; } 2>/dev/null || true

# Classes that do not fit this JVM are not taken, and nobody need read of it. A JVM that idles would wake twenty times a
# second to sample counters that only jstat reads.
exec java -XX:SharedArchiveFile="$project/target/local.jsa" -Xlog:cds=off -Xlog:cds+dynamic=off \
  -XX:PerfDataSamplingInterval=1000 -jar "$jar" local "$@"
