#!/bin/sh
# Builds what is missing, then runs Kafka, Flink and the job in one process.
# Arguments go to `labelstream local`: sh deploy/local.sh --help
set -eu

project=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
jar=$project/target/labelstream.jar
model=$project/target/models/resnet50-int8/manifest.json

command -v java >/dev/null || { echo "Java 17 or later is needed: no java on the PATH" >&2; exit 1; }

# A jar that is older than the sources it was made of is missing too.
if [ ! -f "$jar" ] || [ ! -f "$model" ] ||
  [ -n "$(find "$project/pom.xml" "$project/src/main" "$project/models" -newer "$jar" -print -quit)" ]; then
  command -v mvn >/dev/null || { echo "Maven is needed for the first build: no mvn on the PATH" >&2; exit 1; }
  echo "Building target/labelstream.jar, a few minutes the first time …" >&2
  mvn --batch-mode --quiet --file "$project/pom.xml" -DskipTests package >&2
fi

exec java -jar "$jar" local "$@"
