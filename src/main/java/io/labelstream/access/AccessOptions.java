package io.labelstream.access;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** Options of access control, in Flink's configuration. */
public final class AccessOptions {

  /** The file with the secret; without it, or while it cannot be read, nothing can be changed. */
  public static final ConfigOption<String> SECRET_FILE =
      ConfigOptions.key("labelstream.access.secret-file")
          .stringType()
          .noDefaultValue()
          .withDescription("The file with the secret that a request which changes something needs");

  /** For where the network lets in only who may change things, and by whatever name. */
  public static final ConfigOption<Boolean> TRUST_NETWORK =
      ConfigOptions.key("labelstream.access.trust-network")
          .booleanType()
          .defaultValue(false)
          .withDescription(
              "Whether programs need neither the secret nor a name of this machine; web pages can"
                  + " change nothing all the same");

  private AccessOptions() {}
}
