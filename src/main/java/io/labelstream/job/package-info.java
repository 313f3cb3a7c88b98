/**
 * The Flink job: KafkaSource → ClassifyFunction → KafkaSink, one answer per request record.
 *
 * <p>A bad record is data and becomes an answer; only broken infrastructure fails the job. May use
 * {@code wire}, {@code vision}, {@code config}, {@code storage}, {@code kafka}, Flink and the Kafka
 * connector.
 */
package io.labelstream.job;
