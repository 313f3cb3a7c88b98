/**
 * The REST facade of the image API: routes, API keys, limits, replies that are waited for, pages.
 *
 * <p>A request goes through {@link io.labelstream.rest.Routes}; a classification through {@link
 * io.labelstream.rest.Classifications} to the requests topic and, when the results topic has its
 * answer, back. May use {@code wire}, {@code images}, {@code config}, {@code storage}, {@code
 * kafka}, the HTTP server and Kafka's clients; never Flink's runtime, never the model.
 */
package io.labelstream.rest;
