package io.labelstream.event;

/**
 * Which model gives an answer.
 *
 * @param id the model's name and content hash, as in {@code resnet50-fp32@1a2b3c4d5e6f}
 * @param canary whether it is on trial and answers a share of the requests alone
 */
public record AnsweringModel(String id, boolean canary) {

  /** The model of all requests but those that a canary answers. */
  public static AnsweringModel primary(String id) {
    return new AnsweringModel(id, false);
  }
}
