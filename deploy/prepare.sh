# Lets later starts take classes that have been read and checked before. For local.sh, which sets $project and $jar.

# A JVM writes the classes of a run when it ends, so all of it is run once, with a photograph.
prepare_classes() {
  trial=$(mktemp -d)
  port=$((10000 + $$ % 10000))
  kafka=$((port + 10000))
  java -XX:ArchiveClassesAtExit="$project/target/local.jsa" -jar "$jar" local --data "$trial/data" \
    --port "$port" --kafka-port "$kafka" --flink-port $((port + 20000)) &
  pid=$!
  trap 'kill "$pid"; wait "$pid"; rm -rf "$trial"; exit 130' INT TERM
  while kill -0 "$pid" && [ ! -f "$trial/data/local.json" ]; do sleep 0.2; done
  java -XX:ArchiveClassesAtExit="$project/target/classify.jsa" -jar "$jar" classify \
    --bootstrap-servers "127.0.0.1:$kafka" "$project/deploy/photographs/coffee.png"
  kill "$pid"
  wait "$pid"
  trap - INT TERM
  rm -rf "$trial"
}

if [ -w "$project/target" ] && [ ! "$project/target/local.jsa" -nt "$jar" ]; then
  echo "Preparing faster starts, half a minute after each build …" >&2
  # Without them everything works, only later.
  prepare_classes >/dev/null 2>&1 || true
fi
