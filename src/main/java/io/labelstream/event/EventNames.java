package io.labelstream.event;

/** The names of the CloudEvents binding for Kafka, and of our types and extensions. */
public final class EventNames {

  static final String PREFIX = "ce_";
  static final String SPEC_VERSION_ATTRIBUTE = "specversion";
  static final String SPEC_VERSION = PREFIX + SPEC_VERSION_ATTRIBUTE;
  static final String ID = PREFIX + "id";
  static final String SOURCE = PREFIX + "source";
  static final String TYPE = PREFIX + "type";
  static final String SUBJECT = PREFIX + "subject";
  static final String TIME = PREFIX + "time";
  static final String CONTENT_TYPE = "content-type";
  static final String TRACE_PARENT = "traceparent";
  static final String TRACE_STATE = "tracestate";

  static final String DATA_REF = PREFIX + "dataref";
  static final String TOP_K = PREFIX + "topk";
  static final String MIN_SCORE = PREFIX + "minscore";
  static final String FLOOR = PREFIX + "floor";
  static final String EXPIRY_TIME = PREFIX + "expirytime";

  static final String MODEL = PREFIX + "model";
  public static final String REQUEST_ID = PREFIX + "requestid";
  public static final String REQUEST_OFFSET = PREFIX + "requestoffset";
  static final String REQUEST_TIME = PREFIX + "requesttime";
  static final String ERROR_CODE = PREFIX + "errorcode";
  static final String REUSED = PREFIX + "reused";
  static final String CANARY = PREFIX + "canary";
  static final String DECODE_MICROS = PREFIX + "decodemicros";
  static final String INFERENCE_MICROS = PREFIX + "inferencemicros";

  static final String REQUESTED = "io.labelstream.classification.requested.v1";
  static final String COMPLETED = "io.labelstream.classification.completed.v1";
  static final String FAILED = "io.labelstream.classification.failed.v1";

  private EventNames() {}
}
