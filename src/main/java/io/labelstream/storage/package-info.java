/** What the job and the facade both need to live with storage that may hang. Uses the JDK alone. */
package io.labelstream.storage;
