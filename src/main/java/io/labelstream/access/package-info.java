/**
 * Access control for Flink's REST endpoint, which has none: what changes something needs a secret,
 * and nothing is for web pages other than Flink's own UI.
 *
 * <p>Data enters as HTTP requests that Flink's server has read and leaves as requests that may
 * pass. Flink finds it as a service on its class path, where it is a small jar of its own.
 *
 * <p>May use no other package; Flink and the JDK alone.
 */
@NullMarked
package io.labelstream.access;

import org.jspecify.annotations.NullMarked;
