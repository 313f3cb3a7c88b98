/**
 * The REST facade of the image API: routes, API keys, limits, questions that wait for their
 * answers, pages.
 *
 * <p>Data enters as HTTP at {@link io.labelstream.rest.Routes}; a classification goes through
 * {@link io.labelstream.rest.Classifications} to the requests topic and leaves as the response when
 * the results topic has its answer.
 *
 * <p>May use {@code build}, {@code event}, {@code feed}, {@code files}, {@code image}, {@code
 * rollout}, {@code settings}, {@code store}, {@code topic}, {@code verdict}; Vert.x, never Flink's
 * runtime, never the model.
 */
@NullMarked
package io.labelstream.rest;

import org.jspecify.annotations.NullMarked;
