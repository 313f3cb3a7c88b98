/** The command line: local mode, a client for both topics, and the model's tools. */
package io.labelstream.cli;
