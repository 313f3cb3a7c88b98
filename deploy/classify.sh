#!/bin/sh
# Builds what is missing, then has photographs classified.
# Arguments go to `labelstream classify`: sh deploy/classify.sh --help
set -eu

project=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
. "$project/deploy/build.sh"

# As local.sh takes classes. The fastest machine code would take longer to make than it is used.
exec java -XX:SharedArchiveFile="$project/target/classify.jsa" -Xlog:cds=off -Xlog:cds+dynamic=off -XX:TieredStopAtLevel=1 \
  -jar "$jar" classify "$@"
