package io.labelstream.event;

import java.util.List;

/**
 * An answer's record, ready to be sent.
 *
 * @param topic the results topic, or the one that the request wants its answer on
 * @param key the request's key, or its id where it had none
 * @param headers the CloudEvents attributes and the content type
 * @param value the JSON body
 */
@SuppressWarnings("ArrayRecordComponent") // Flink's serializer needs plain bytes.
public record AnswerRecord(String topic, byte[] key, List<RecordHeader> headers, byte[] value) {}
