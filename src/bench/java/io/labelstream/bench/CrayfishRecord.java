package io.labelstream.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;

/**
 * What a record holds in the benchmark Crayfish (Horchidan et al. 2024), as its job holds it: boxed
 * numbers in nested lists. Flink, which knows no such type, copies it with Kryo.
 */
@SuppressWarnings("NonApiType") // Lists by class, as they are serialised.
final class CrayfishRecord {

  /** When it was made, in milliseconds since the epoch. */
  public long created;

  /** Images of a batch, each height × width × channels numbers in a row. */
  public ArrayList<ArrayList<Float>> images = new ArrayList<>();

  /** What the model gave for each image; empty, and then not written, before that. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public ArrayList<ArrayList<Float>> outputs = new ArrayList<>();
}
