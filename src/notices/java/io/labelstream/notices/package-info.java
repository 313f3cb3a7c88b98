/**
 * What a jar or an image holds of others, and under which licences: bills of materials and
 * third-party files, made while the build runs.
 *
 * <p>Data enters at {@link io.labelstream.notices.Notices} as CycloneDX's bill of all dependencies,
 * the jars and the tables of {@code src/notices}, and leaves as two files for each jar and image.
 *
 * <p>May use no other package; Jackson.
 */
@NullMarked
package io.labelstream.notices;

import org.jspecify.annotations.NullMarked;
