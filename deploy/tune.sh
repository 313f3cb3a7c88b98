#!/bin/sh
# Builds what is missing, then makes the example of a model of your own.
# Arguments go to its commands: sh deploy/tune.sh --help
set -eu

project=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
. "$project/deploy/build.sh"

exec java -cp "$jar" io.labelstream.tools.tuning.FineTuning "$@"
