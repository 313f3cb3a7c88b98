package io.labelstream.store;

/** An account has as much as it may keep. */
public final class AccountFullException extends Exception {

  private static final long serialVersionUID = 1;

  AccountFullException(String what, long limit) {
    super("image does not fit: the account's limit of %s is %d".formatted(what, limit));
  }
}
