#!/bin/sh
# Builds what is missing, then runs Kafka, Flink, the job and the facade in one process.
# Arguments go to `labelstream local`: sh deploy/local.sh --help
set -eu

project=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
. "$project/deploy/build.sh"

exec java -jar "$project/target/labelstream.jar" local "$@"
