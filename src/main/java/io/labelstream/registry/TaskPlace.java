package io.labelstream.registry;

/**
 * Where a task runs.
 *
 * @param taskManager Flink's id of the TaskManager
 * @param job Flink's id of the job
 */
public record TaskPlace(String taskManager, String job) {}
