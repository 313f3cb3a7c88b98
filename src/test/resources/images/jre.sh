#!/bin/sh
# Writes a root file system with a JRE, in place of the base image eclipse-temurin: jre.sh FILE.tar
# Packages come from where this machine's own come from.
set -eu

. /etc/os-release
for sources in /etc/apt/sources.list.d/debian.sources /etc/apt/sources.list.d/ubuntu.sources /etc/apt/sources.list; do
  ! grep -qs "$VERSION_CODENAME" "$sources" || break
done
# Man pages stay: Java's alternatives link to theirs.
exec mmdebstrap --variant=essential --format=tar \
  --include=openjdk-17-jre-headless,passwd,gettext-base,libjemalloc2 \
  --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
  "$VERSION_CODENAME" "$1" "$sources"
