package io.labelstream.access;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

public final class AccessOptions {

  /** The file with the secret; nothing can be changed without a file that can be read. */
  public static final ConfigOption<String> SECRET_FILE =
      ConfigOptions.key("labelstream.access.secret-file")
          .stringType()
          .noDefaultValue()
          .withDescription("The file with the secret that a request which changes something needs");

  /** Set this where the network lets in only those who may change things, by whatever name. */
  public static final ConfigOption<Boolean> TRUST_NETWORK =
      ConfigOptions.key("labelstream.access.trust-network")
          .booleanType()
          .defaultValue(false)
          .withDescription(
              "Whether programs need neither the secret nor a name of this machine; web pages can"
                  + " change nothing all the same");

  private AccessOptions() {}
}
