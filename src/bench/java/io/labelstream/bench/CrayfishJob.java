package io.labelstream.bench;

import java.nio.file.Path;
import java.util.Properties;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.java.typeutils.GenericTypeInfo;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * The job of the benchmark Crayfish (Horchidan et al. 2024) for ResNet50 with ONNX Runtime embedded
 * in Flink, rebuilt from its description: pixels as text in JSON, one image in a record, the whole
 * input echoed in the output, no guarantee and no checkpoints.
 */
final class CrayfishJob {

  /** What the benchmark lets a record be, in bytes; both topics must allow it. */
  static final int MAX_RECORD_BYTES = 50 * 1024 * 1024;

  private static final String GROUP = "crayfish";

  private CrayfishJob() {}

  /**
   * Defines the job; it reads the input topic from its beginning.
   *
   * @param onnxFile the model, float32 of shape (1, height, width, 3) to float32 of shape (1,
   *     classes)
   * @param parallelism how many tasks, each with a model and a thread of its own
   */
  static void define(
      StreamExecutionEnvironment environment,
      String bootstrapServers,
      String inputTopic,
      String outputTopic,
      Path onnxFile,
      int parallelism) {
    environment.setParallelism(parallelism);
    environment.getConfig().disableObjectReuse();
    environment
        .fromSource(source(bootstrapServers, inputTopic), WatermarkStrategy.noWatermarks(), "input")
        .map(new CrayfishScorer(onnxFile))
        .returns(new GenericTypeInfo<>(CrayfishRecord.class))
        .name("score")
        .sinkTo(sink(bootstrapServers, outputTopic))
        .name("output");
  }

  private static KafkaSource<CrayfishRecord> source(String bootstrapServers, String topic) {
    String bytes = Integer.toString(MAX_RECORD_BYTES);
    Properties properties = new Properties();
    properties.setProperty(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, bytes);
    properties.setProperty(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, bytes);
    return KafkaSource.<CrayfishRecord>builder()
        .setBootstrapServers(bootstrapServers)
        .setTopics(topic)
        .setGroupId(GROUP)
        .setStartingOffsets(OffsetsInitializer.earliest())
        .setValueOnlyDeserializer(new CrayfishReader())
        .setProperties(properties)
        .build();
  }

  private static KafkaSink<CrayfishRecord> sink(String bootstrapServers, String topic) {
    Properties properties = new Properties();
    properties.setProperty(
        ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.toString(MAX_RECORD_BYTES));
    // Kafka's default when the benchmark was made.
    properties.setProperty(ProducerConfig.LINGER_MS_CONFIG, "0");
    return KafkaSink.<CrayfishRecord>builder()
        .setBootstrapServers(bootstrapServers)
        .setRecordSerializer(
            KafkaRecordSerializationSchema.<CrayfishRecord>builder()
                .setTopic(topic)
                .setValueSerializationSchema(new CrayfishWriter())
                .build())
        .setDeliveryGuarantee(DeliveryGuarantee.NONE)
        .setKafkaProducerConfig(properties)
        .build();
  }
}
