package io.labelstream.settings;

/** How often an answer may appear on the results topic. */
public enum DeliveryGuarantee {
  /** At once, and again after a failure. */
  AT_LEAST_ONCE,
  /** Once, when the next checkpoint completes, for readers that read committed records only. */
  EXACTLY_ONCE
}
