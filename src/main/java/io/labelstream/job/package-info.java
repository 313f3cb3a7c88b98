/**
 * The Flink job: KafkaSource → ClassifyFunction → KafkaSink, one answer for each request record;
 * ClassifyBatchesOperator takes the function's place where throughput is wanted.
 *
 * <p>Data enters at {@link io.labelstream.job.RequestRecordSchema} and leaves at {@link
 * io.labelstream.job.AnswerRecordSchema}. A bad record is data and becomes an answer; only broken
 * infrastructure fails the job.
 *
 * <p>May use {@code event}, {@code files}, {@code image}, {@code inference}, {@code kafka}, {@code
 * registry}, {@code settings}, {@code vision}; Flink and its Kafka connector.
 */
@NullMarked
package io.labelstream.job;

import org.jspecify.annotations.NullMarked;
