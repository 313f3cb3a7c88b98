package io.labelstream.store;

/**
 * Who owns an image.
 *
 * @param account the account of the API key
 * @param stage its stage
 */
public record Owner(String account, Stage stage) {}
