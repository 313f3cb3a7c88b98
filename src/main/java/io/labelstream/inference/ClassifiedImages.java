package io.labelstream.inference;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * A cache of the images that one task has classified with its model: their probabilities, from
 * which every choice of labels can be answered, by SHA-256 of their bytes. The image that was asked
 * for longest ago makes room. Not thread-safe.
 *
 * <p>Only what was classified is in it: a refused image has cost no inference, and may be refused
 * for what will pass, as memory that has run out.
 */
final class ClassifiedImages {

  private static final Key NONE = new Key(ByteBuffer.allocate(0));

  private final int capacity;

  /** Producers need not trust each other, so none may be able to make an image equal another's. */
  private final MessageDigest sha256 = DigestUtils.getSha256Digest();

  private final Map<Key, float[]> probabilities = new LinkedHashMap<>(16, 0.75f, true);

  /** What equal images have in common, and no others. */
  record Key(ByteBuffer hash) {}

  /**
   * An empty cache.
   *
   * @param capacity how many images it holds, of some 4 kB each; with 0 nothing is hashed
   */
  ClassifiedImages(int capacity) {
    this.capacity = capacity;
  }

  Key key(byte[] image) {
    return capacity == 0 ? NONE : new Key(ByteBuffer.wrap(sha256.digest(image)));
  }

  /** The probabilities that were put, not copied and not to be changed. */
  Optional<float[]> get(Key key) {
    return Optional.ofNullable(probabilities.get(key));
  }

  void put(Key key, float[] classProbabilities) {
    probabilities.put(key, classProbabilities);
    if (probabilities.size() > capacity) {
      probabilities.remove(probabilities.keySet().iterator().next());
    }
  }
}
