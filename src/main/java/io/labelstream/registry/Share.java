package io.labelstream.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.labelstream.rollout.Role;
import java.math.BigInteger;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * A share of all requests, chosen by their ids, so that one that is repeated goes the same way. A
 * larger share has all of a smaller one's. Canary and shadow choose independently of each other.
 *
 * @param share from 0, none, to 1, all
 */
record Share(Role role, double share) {

  private static final double BITS = 0x1p48;

  /**
   * Whether a request is in the share.
   *
   * @param id {@code ce_id} of the request, or what stands for it
   */
  boolean has(String id) {
    return share == 1 || (share > 0 && fraction(id) < share);
  }

  /** The first 48 bits of SHA-256 over role and id, as a fraction of all that there are. */
  private double fraction(String id) {
    byte[] hash = DigestUtils.sha256((role.key() + "/" + id).getBytes(UTF_8));
    return new BigInteger(1, hash, 0, 6).doubleValue() / BITS;
  }
}
