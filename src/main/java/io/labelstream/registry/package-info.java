/**
 * Which model runs: a folder of models, a topic that says which of them answer, and the change from
 * one to another between two records.
 *
 * <p>Data enters as records of the control topic and as models of the {@link
 * io.labelstream.registry.ModelRegistry}, and leaves as the {@link
 * io.labelstream.registry.TaskModels} that a task answers with, as a shadow's answers, and as what
 * each TaskManager says on the status topic. A model that cannot be had or does not load changes
 * nothing but the latter.
 *
 * <p>May use {@code build}, {@code event}, {@code files}, {@code inference}, {@code kafka}, {@code
 * rollout}, {@code settings}, {@code vision}; Kafka's clients, of Flink its file systems and
 * metrics, and C's library through JNA.
 */
@NullMarked
package io.labelstream.registry;

import org.jspecify.annotations.NullMarked;
