package io.labelstream.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.labelstream.store.KeyMode;
import io.labelstream.store.Owner;
import java.util.EnumSet;
import java.util.Set;

/**
 * An API key as it is stored: not the key itself, but what it takes to recognize it.
 *
 * @param id names it, in lists and as a part of the key
 * @param account whose images it sees
 * @param mode its mode, in JSON its {@code stage}
 * @param perMinute how many requests it may make in a minute
 * @param created when it was made, ISO 8601
 * @param salt random, hexadecimal
 * @param hash SHA-256 of salt and key, hexadecimal
 * @param roles what it may do beside its account's images; a file without them has none
 */
public record ApiKey(
    @JsonProperty(required = true) String id,
    @JsonProperty(required = true) String account,
    @JsonProperty(value = "stage", required = true) KeyMode mode,
    @JsonProperty(required = true) int perMinute,
    @JsonProperty(required = true) String created,
    @JsonProperty(required = true) String salt,
    @JsonProperty(required = true) String hash,
    @JsonInclude(Include.NON_EMPTY) Set<KeyRole> roles) {

  public ApiKey {
    roles = roles == null ? Set.of() : Set.copyOf(roles);
  }

  /** Whether a client has sent this key. */
  boolean isOf(String text) {
    return KeyHash.matches(salt, text, hash);
  }

  ApiKey with(KeyRole role) {
    Set<KeyRole> more = EnumSet.of(role);
    more.addAll(roles);
    return new ApiKey(id, account, mode, perMinute, created, salt, hash, more);
  }

  Owner owner() {
    return new Owner(account, mode);
  }

  @Override
  public String toString() {
    return "ApiKey[" + id + ", " + account + ", " + mode.id() + ", " + perMinute + "/min, " + roles
        + "]";
  }
}
