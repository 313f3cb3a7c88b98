/**
 * Files: a time limit for storage that may hang, and folders that others cannot look into. Uses the
 * JDK alone.
 */
package io.labelstream.storage;
