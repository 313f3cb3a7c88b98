package io.labelstream.store;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * Ids of images: {@code image_}, the time of creation in milliseconds as 9 digits to the base 36,
 * and 15 random ones (77 bits).
 *
 * <p>They sort by age, so a page of a list begins at an id even if the image of that id has been
 * deleted meanwhile.
 */
public final class ImageIds {

  private static final String PREFIX = "image_";
  private static final Pattern FORM = Pattern.compile(PREFIX + "[a-z0-9]{24}");
  private static final int TIME_DIGITS = 9;
  private static final int RANDOM_DIGITS = 15;
  private static final int BASE = 36;

  private final SecureRandom random = new SecureRandom();

  /** Whether a text is of the form of an id. */
  public static boolean isValid(String text) {
    return FORM.matcher(text).matches();
  }

  String next(Instant created) {
    String time = Long.toString(created.toEpochMilli(), BASE);
    StringBuilder id = new StringBuilder(PREFIX);
    id.append("0".repeat(TIME_DIGITS - time.length())).append(time);
    for (int i = 0; i < RANDOM_DIGITS; i++) {
      id.append(Character.forDigit(random.nextInt(BASE), BASE));
    }
    return id.toString();
  }
}
