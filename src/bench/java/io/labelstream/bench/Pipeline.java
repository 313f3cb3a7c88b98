package io.labelstream.bench;

import java.util.concurrent.ExecutionException;
import org.apache.flink.core.execution.JobClient;

/** A running job with its two topics. */
record Pipeline(JobClient job, String bootstrapServers, String requests, String results)
    implements AutoCloseable {

  /** Makes a client of the topics; see {@link TopicClient}. */
  TopicClient client(boolean lazy) {
    return new TopicClient(bootstrapServers, requests, results, lazy);
  }

  @Override
  public void close() throws ExecutionException {
    try {
      job.cancel().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
