package io.labelstream.store;

/**
 * Who owns an image.
 *
 * @param account the account of the API key
 * @param mode the mode of the API key
 */
public record Owner(String account, KeyMode mode) {}
