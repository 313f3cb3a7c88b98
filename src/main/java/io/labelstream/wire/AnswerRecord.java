package io.labelstream.wire;

import java.util.List;

/**
 * A record for the results topic, ready to be sent.
 *
 * @param key the request's key, or its id where it had none
 * @param headers the CloudEvents attributes and the content type
 * @param value the JSON body
 */
@SuppressWarnings("ArrayRecordComponent") // Flink's serializer needs plain bytes.
public record AnswerRecord(byte[] key, List<RecordHeader> headers, byte[] value) {}
