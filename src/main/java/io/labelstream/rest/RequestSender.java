package io.labelstream.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.labelstream.event.Answer;
import io.labelstream.event.ClassificationRequest;
import io.labelstream.event.Correlation;
import io.labelstream.event.FacadeSources;
import io.labelstream.event.ImageSource;
import io.labelstream.event.LabelOptions;
import io.labelstream.event.RecordHeader;
import io.labelstream.event.RequestEncoder;
import io.labelstream.topic.JobChannel;
import io.vertx.core.Future;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends the requests of this facade, and recognizes their answers. */
final class RequestSender {

  private static final Logger LOG = LoggerFactory.getLogger(RequestSender.class);

  /** The key of all probes, by which a tool that sees the key alone can leave their answers out. */
  private static final String PROBE_KEY = "labelstream-probe";

  /** Unique, since answers of other replicas and of feeds are on the same topic. */
  private final String source = FacadeSources.source(UUID.randomUUID());

  /** Tells whoever reads the results topic that an answer is to nobody's image. */
  private final String probeSource = FacadeSources.probeSource(source);

  private final JobChannel channel;
  private final Clock clock;
  private final RequestEncoder encoder = new RequestEncoder();

  RequestSender(JobChannel channel, Clock clock) {
    this.channel = channel;
    this.clock = clock;
  }

  /** Asks for the labels of a stored image; fails if the request cannot be sent. */
  Future<Void> classify(String id, Subject subject, LabelOptions options) {
    Correlation correlation =
        new Correlation(
            id, source, Optional.of(subject.imageId()), subject.trace(), Optional.of(now()));
    ClassificationRequest request =
        new ClassificationRequest(
            new ImageSource.Reference(subject.uri()),
            options,
            // Not when the client gives up, for a late answer is kept for whoever asks again.
            Optional.of(clock.instant().plus(Questions.LATE)));
    List<RecordHeader> headers =
        encoder.headers(correlation, request, Optional.of(subject.requestId()));
    return sent(channel.send(id, headers, null));
  }

  /** Sends an image of our own, which goes in the record itself. */
  Future<Void> probe(String id, byte[] image, OptionalInt partition) {
    Correlation correlation =
        new Correlation(id, probeSource, Optional.empty(), Optional.empty(), Optional.of(now()));
    byte[] value = different(image, id);
    ClassificationRequest request =
        new ClassificationRequest(new ImageSource.Inline(value), LabelOptions.DEFAULT);
    List<RecordHeader> headers = encoder.headers(correlation, request, Optional.empty());
    return sent(
        partition.isPresent()
            ? channel.sendTo(partition.getAsInt(), PROBE_KEY, headers, value)
            : channel.send(PROBE_KEY, headers, value));
  }

  /**
   * The image with an id behind its end marker, where no decoder looks: the job would answer equal
   * ones without its model, of which a probe is to say that it works.
   */
  private static byte[] different(byte[] image, String id) {
    byte[] text = id.getBytes(UTF_8);
    return ByteBuffer.allocate(image.length + text.length).put(image).put(text).array();
  }

  /** Whether an answer is to a request of this facade. */
  boolean isSenderOf(Answer answer) {
    return answer.source().equals(source) || answer.source().equals(probeSource);
  }

  private static Future<Void> sent(CompletionStage<?> record) {
    Future<Void> sent = Future.fromCompletionStage(record).mapEmpty();
    return CallerContext.resume(sent)
        .onFailure(failure -> LOG.warn("A request could not be sent: {}", failure.toString()));
  }

  private String now() {
    return clock.instant().toString();
  }
}
