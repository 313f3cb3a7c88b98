package io.labelstream.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.util.regex.Pattern;

/**
 * An event notification of an S3 bucket, as S3, MinIO and Ceph write it: one object that was
 * created stands for a reference to it.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html">Event
 *     message structure</a>
 */
final class ObjectNotification {

  static final String RECORDS = "Records";

  /** A key has at most 1,024 bytes, and little stands around it. */
  private static final int MAX_BYTES = 256 * 1024;

  /** S3's own names of buckets, and those with capitals and underscores that other stores take. */
  private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,254}");

  /** What stands in {@code eventSource} of a notification by Ceph. */
  private static final String CEPH = "ceph:s3";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private ObjectNotification() {}

  /**
   * The object that was created.
   *
   * @return {@code s3://bucket/key}
   * @throws InvalidEventException if the notification is about something else than one created
   *     object
   */
  static URI read(byte[] value) throws InvalidEventException {
    JsonNode records = records(value);
    if (records.size() != 1) {
      throw new InvalidEventException(
          "notification must be of one object, but has " + records.size() + " records");
    }
    JsonNode record = records.path(0);
    String event = record.path("eventName").asText();
    if (!event.contains("ObjectCreated")) {
      throw new InvalidEventException(
          "notification must be of an object that was created, but its eventName is "
              + (event.isEmpty() ? "missing" : event));
    }
    String bucket = record.at("/s3/bucket/name").asText();
    String key = key(record);
    if (!BUCKET.matcher(bucket).matches() || key.isEmpty()) {
      throw new InvalidEventException(
          "notification must name its object in s3.bucket.name and s3.object.key");
    }
    try {
      return new URI("s3", bucket, "/" + key, null, null);
    } catch (URISyntaxException e) {
      throw new InvalidEventException("notification has a key that is no path of a URI");
    }
  }

  private static JsonNode records(byte[] value) throws InvalidEventException {
    if (value.length > MAX_BYTES) {
      throw new InvalidEventException("notification must have at most " + MAX_BYTES + " bytes");
    }
    try {
      return JSON.readTree(value).path(RECORDS);
    } catch (IOException e) {
      throw new InvalidEventException("notification is not JSON");
    }
  }

  /** Ceph writes a key as it is; elsewhere it is encoded as in a form, a space as a plus sign. */
  private static String key(JsonNode record) throws InvalidEventException {
    String key = record.at("/s3/object/key").asText();
    if (record.path("eventSource").asText().equals(CEPH)) {
      return key;
    }
    try {
      return URLDecoder.decode(key, UTF_8);
    } catch (IllegalArgumentException e) {
      throw new InvalidEventException("notification must have its s3.object.key URL-encoded");
    }
  }
}
