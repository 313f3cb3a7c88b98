package io.labelstream.event;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The result of one request. */
public sealed interface Outcome {

  /** Applies the function that fits the case. */
  <T> T fold(Function<Completed, T> completed, Function<Failed, T> failed);

  /**
   * The image was classified.
   *
   * @param reused whether that was done for an earlier request with the same image
   * @param times of that work, if it was done for this request
   */
  record Completed(IdentifyResponse response, boolean reused, Optional<WorkTimes> times)
      implements Outcome {

    /** Without times. */
    public Completed(IdentifyResponse response, boolean reused) {
      this(response, reused, Optional.empty());
    }

    @Override
    public <T> T fold(Function<Completed, T> completed, Function<Failed, T> failed) {
      return completed.apply(this);
    }
  }

  /**
   * The request could not be served.
   *
   * @param code the kind of failure
   * @param reasons one or more sentences for the client, for a bad request each {@code <field>
   *     <what is wrong>}; they reveal nothing about the inside
   */
  record Failed(ErrorCode code, List<String> reasons) implements Outcome {

    /** There must be one reason at least. */
    public Failed {
      reasons = List.copyOf(reasons);
      if (reasons.isEmpty()) {
        throw new IllegalArgumentException(code + " without a reason");
      }
    }

    /** A failure with a single reason. */
    public static Failed because(ErrorCode code, String reason) {
      return new Failed(code, List.of(reason));
    }

    @Override
    public <T> T fold(Function<Completed, T> completed, Function<Failed, T> failed) {
      return failed.apply(this);
    }
  }
}
