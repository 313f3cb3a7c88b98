package io.labelstream.wire;

import io.cloudevents.SpecVersion;
import io.cloudevents.core.data.BytesCloudEventData;
import io.cloudevents.core.message.impl.BaseGenericBinaryMessageReaderImpl;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Binary mode of the CloudEvents binding for Kafka: attributes in headers, data in the value. */
final class BinaryEventReader extends BaseGenericBinaryMessageReaderImpl<String, String> {

  private final Headers headers;

  BinaryEventReader(SpecVersion version, Headers headers, byte @Nullable [] value) {
    super(version, value == null ? null : BytesCloudEventData.wrap(value));
    this.headers = headers;
  }

  @Override
  protected boolean isContentTypeHeader(String name) {
    return name.equals(EventNames.CONTENT_TYPE);
  }

  @Override
  protected boolean isCloudEventsHeader(String name) {
    return name.startsWith(EventNames.PREFIX);
  }

  @Override
  protected String toCloudEventsKey(String name) {
    return name.substring(EventNames.PREFIX.length());
  }

  @Override
  protected void forEachHeader(BiConsumer<String, String> consumer) {
    headers.all().forEach(consumer);
  }

  @Override
  protected String toCloudEventsValue(String value) {
    return value;
  }
}
