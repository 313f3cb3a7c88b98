/**
 * The model provider {@code labelstream} for Flink SQL and the Table API: {@code ML_PREDICT}
 * classifies in the TaskManager, in the thread of the query.
 *
 * <p>Data enters as rows of one encoded image at {@link
 * io.labelstream.sql.LabelstreamModelProviderFactory}'s function, and leaves as rows of labels or
 * an error.
 *
 * <p>May use {@code build}, {@code event}, {@code inference}, {@code settings}, {@code vision}; of
 * Flink, its table interfaces.
 */
@NullMarked
package io.labelstream.sql;

import org.jspecify.annotations.NullMarked;
