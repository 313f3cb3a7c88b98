# Builds what is missing in target/. For the scripts beside it, which set $project.

command -v java >/dev/null || { echo "Java 17 or later is needed: no java on the PATH" >&2; exit 1; }

jar=$project/target/labelstream.jar

# A jar that is older than the sources it was made of is missing too.
if [ ! -f "$jar" ] || [ ! -f "$project/target/models/resnet50-int8-onnx/manifest.json" ] ||
  [ -n "$(find "$project/pom.xml" "$project/src/main" "$project/models" -newer "$jar" -print -quit)" ]; then
  command -v mvn >/dev/null || { echo "Maven is needed for the first build: no mvn on the PATH" >&2; exit 1; }
  echo "Building target/labelstream.jar, a few minutes the first time …" >&2
  mvn --batch-mode --quiet --file "$project/pom.xml" -DskipTests package >&2
fi
