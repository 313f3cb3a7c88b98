package io.labelstream.store;

/**
 * Whose an image is.
 *
 * @param account the account of the API key
 * @param stage its stage
 */
public record Owner(String account, Stage stage) {}
