package io.labelstream.settings;

/** Every setting of the job: its key, its default and what it means. */
public enum Setting implements SettingKey {
  /** Kafka's addresses. */
  BOOTSTRAP_SERVERS("127.0.0.1:9092", "Kafka brokers, host:port, comma-separated"),
  /** Where requests come from. */
  REQUESTS_TOPIC("image-classification.requests", "topic that requests are read from"),
  /** Where answers go. */
  RESULTS_TOPIC("image-classification.results", "topic that answers are written to"),
  /** The consumer group. */
  GROUP_ID("labelstream", "consumer group under which the job commits its offsets"),
  /** The compiled model. */
  MODEL(
      "",
      "directory of the compiled model, the same on every TaskManager, with or without its -fp32 or"
          + " -int8; empty: the one beside the jar"),
  /** The numbers that the model computes in. */
  PRECISION(
      "auto",
      "fp32, int8, or auto: int8 where a TaskManager's processor has AVX-512 VNNI, else fp32"),
  /** URI prefixes. */
  REFERENCES(
      "",
      "URI prefixes, comma-separated, under which a dataref may be read, such as"
          + " s3://bucket/images/; empty: none"),
  /** Time limit of reading. */
  REFERENCE_TIMEOUT(
      "10s",
      "how long reading a dataref may take, retries included, before it is answered with 503"),
  /** What Kafka's clients are set to. */
  OPTIMIZE_FOR(
      "latency",
      "latency: a task fetches a handful of photographs and sends each answer at once; throughput:"
          + " it fetches and sends more at a time"),
  /** Kafka delivery. */
  DELIVERY_GUARANTEE(
      "at-least-once",
      "at-least-once, or exactly-once, which holds answers back until the next checkpoint"),
  /** Prefix of Kafka transactions. */
  TRANSACTIONAL_ID_PREFIX(
      "", "prefix of transaction ids for exactly-once, unique per job; empty: the job's name"),
  /** Tasks. */
  PARALLELISM("0", "number of tasks, one processor core each; 0: the cluster's default"),
  /** Time between checkpoints. */
  CHECKPOINT_INTERVAL(
      "5s", "time between checkpoints, such as 500ms, 10s or 1m; with exactly-once at most 4m"),
  /** Where checkpoints go. */
  CHECKPOINT_DIRECTORY("", "URI of the folder for checkpoints; empty: the cluster's default"),
  /** Largest answer. */
  MAX_ANSWER_BYTES(
      "1000000",
      "largest answer in bytes, at least 16384; less where the results topic's max.message.bytes is"),
  /** What an answer repeats. */
  ECHO_HEADERS(
      "kafka_correlationId,REPLY_CORRELATION_ID,correlation-id,correlationId,ce_correlationid",
      "headers that an answer repeats of its request, comma-separated, each a name or what names"
          + " start with; empty: none"),
  /** Where answers may go instead. */
  REPLY_TOPICS(
      "",
      "topics to which a request may have its answer sent, comma-separated, each a name or what"
          + " names start with; empty: none"),
  /** The name of the job. */
  JOB_NAME("labelstream", "name of the job in Flink");

  private final String defaultValue;
  private final String description;

  Setting(String defaultValue, String description) {
    this.defaultValue = defaultValue;
    this.description = description;
  }

  @Override
  public String defaultValue() {
    return defaultValue;
  }

  @Override
  public String description() {
    return description;
  }
}
