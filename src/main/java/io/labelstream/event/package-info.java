/**
 * What crosses the topics: requests, answers, error codes, and the CloudEvents codec between them
 * and records.
 *
 * <p>Data enters as record bytes and headers at {@link io.labelstream.event.RequestDecoder} and
 * {@link io.labelstream.event.AnswerDecoder}, and leaves as records from {@link
 * io.labelstream.event.AnswerEncoder} and {@link io.labelstream.event.RequestEncoder}. Whatever a
 * record holds, decoding returns a value and never throws: a bad record is data.
 *
 * <p>May use no other package; Jackson.
 */
@NullMarked
package io.labelstream.event;

import org.jspecify.annotations.NullMarked;
