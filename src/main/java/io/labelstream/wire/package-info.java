/**
 * What crosses the two topics: records, requests, answers and the codec between them.
 *
 * <p>Whatever a record holds, decoding returns a value and never throws: a bad record is data. May
 * use the JDK, Jackson and the CloudEvents SDK.
 */
package io.labelstream.wire;
