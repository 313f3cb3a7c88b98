/**
 * The feed as somebody watches it: the last answers, what they come to, and the photographs drawn
 * anew.
 *
 * <p>Data enters as {@link io.labelstream.event.Answer}s at {@link io.labelstream.feed.Feed}, where
 * whoever shows them asks for what is new, and as encoded images at {@link
 * io.labelstream.feed.Drawing}, which it leaves as JPEGs.
 *
 * <p>May use {@code event}, {@code image}, {@code vision.jpeg}; Java's ImageIO with the plugins of
 * TwelveMonkeys.
 */
@NullMarked
package io.labelstream.feed;

import org.jspecify.annotations.NullMarked;
