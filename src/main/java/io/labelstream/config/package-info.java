/**
 * Typed, immutable settings from flags, environment and a file, each value checked once, at start.
 *
 * <p>May use the JDK alone.
 */
package io.labelstream.config;
