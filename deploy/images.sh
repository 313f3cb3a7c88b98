#!/bin/sh
# Builds what is missing, then both images: sh deploy/images.sh [VERSION]
# With ENGINE=podman or ENGINE=buildah by one of these instead of docker; options of the build, such as
# --label or --push, come after the version.
set -eu

project=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
engine=${ENGINE:-docker}
version=${1:-0.1.0}
[ $# -eq 0 ] || shift
command -v "$engine" >/dev/null || { echo "No $engine on the PATH: set ENGINE to docker, podman or buildah" >&2; exit 1; }
. "$project/deploy/build.sh"

revision=$(git -C "$project" rev-parse HEAD 2>/dev/null || echo unknown)
# What is built of changed sources is of no commit.
[ -z "$(git -C "$project" status --porcelain 2>/dev/null)" ] || revision="$revision-dirty"
for base in $(grep -v '^#' "$project/deploy/docker/bases"); do
  set -- "$@" --build-arg "$base"
done
for image in job facade; do
  "$engine" build "$@" --build-arg "VERSION=$version" --build-arg "REVISION=$revision" \
    --file "$project/deploy/docker/$image/Dockerfile" --tag "labelstream-$image:$version" "$project"
done
