package io.labelstream.event;

import java.util.function.Function;

/** A record of the requests topic after decoding: a request, or the reason why it holds none. */
public sealed interface DecodedRequest {

  /** The parts that the answer has to repeat in either case. */
  Correlation correlation();

  /** Applies the function that fits the case. */
  <T> T fold(Function<ClassificationRequest, T> accepted, Function<Outcome.Failed, T> rejected);

  record Accepted(Correlation correlation, ClassificationRequest request)
      implements DecodedRequest {
    @Override
    public <T> T fold(
        Function<ClassificationRequest, T> accepted, Function<Outcome.Failed, T> rejected) {
      return accepted.apply(request);
    }
  }

  /** The record holds no request that can be served. */
  record Rejected(Correlation correlation, Outcome.Failed failure) implements DecodedRequest {
    @Override
    public <T> T fold(
        Function<ClassificationRequest, T> accepted, Function<Outcome.Failed, T> rejected) {
      return rejected.apply(failure);
    }
  }
}
