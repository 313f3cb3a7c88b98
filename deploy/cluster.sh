#!/bin/sh
# Runs Kafka, Flink and the facade on this machine, each a process of its own; builds what is missing.
# Arguments go to `labelstream cluster`: sh deploy/cluster.sh --help
set -eu

project=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
# What runs can be looked at and ended, whatever state the sources are in.
if [ "${1:-}" = up ] || [ ! -f "$project/target/labelstream.jar" ]; then
  . "$project/deploy/build.sh"
fi

exec java -jar "$project/target/labelstream.jar" cluster "$@"
