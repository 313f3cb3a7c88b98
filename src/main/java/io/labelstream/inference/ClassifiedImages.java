package io.labelstream.inference;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * A cache of the images that one task has classified with its model, or is about to: their
 * probabilities, from which every choice of labels can be answered, by SHA-256 of their bytes. The
 * image that was asked for longest ago makes room. Not thread-safe.
 *
 * <p>A refused image is not in it: it has cost no inference, and may be refused for what will pass,
 * as memory that has run out.
 */
final class ClassifiedImages {

  private final int capacity;

  /** Producers need not trust each other, so none may be able to make an image equal another's. */
  private final MessageDigest sha256 = DigestUtils.getSha256Digest();

  private final Map<Key, ImageBatch.Member> images = new LinkedHashMap<>(16, 0.75f, true);

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

  /** What to look an image up by; nothing where nothing is remembered. */
  Optional<Key> key(byte[] image) {
    return capacity == 0
        ? Optional.empty()
        : Optional.of(new Key(ByteBuffer.wrap(sha256.digest(image))));
  }

  Optional<ImageBatch.Member> get(Key key) {
    return Optional.ofNullable(images.get(key));
  }

  void put(Key key, ImageBatch.Member image) {
    images.put(key, image);
    if (images.size() > capacity) {
      images.remove(images.keySet().iterator().next());
    }
  }

  /** Forgets an image that is to be tried again. */
  void remove(Key key) {
    images.remove(key);
  }
}
