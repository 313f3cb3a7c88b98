package io.labelstream.rest;

import io.labelstream.event.RequestRecord;
import io.labelstream.feed.Drawing;
import io.labelstream.feed.Feed;
import io.labelstream.feed.FeedAnswer;
import io.labelstream.feed.FeedFilter;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.OptionalLong;

/** Shows the feed to operators: answers as they come and those before, requests, photographs. */
final class FeedRoutes {

  private final Vertx vertx;
  private final Feed feed;
  private final FeedViewers viewers;
  private final FeedPhotographs photographs;
  private final FeedRecords records;

  FeedRoutes(
      Vertx vertx,
      Feed feed,
      FeedViewers viewers,
      FeedPhotographs photographs,
      FeedRecords records) {
    this.vertx = vertx;
    this.feed = feed;
    this.viewers = viewers;
    this.photographs = photographs;
    this.records = records;
  }

  void stream(RoutingContext context) {
    FeedParameters parameters = new FeedParameters();
    FeedFilter filter = parameters.filter(context);
    int perSecond = parameters.perSecond(context);
    parameters.check();
    if (context.request().method().equals(HttpMethod.HEAD)) {
      context.response().putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream");
      context.end();
      return;
    }
    viewers.add(vertx, context, filter, perSecond);
  }

  /** Answers that are kept, the newest first. */
  private record Answers(List<FeedAnswer> data, long last) {}

  void answers(RoutingContext context) {
    FeedParameters parameters = new FeedParameters();
    FeedFilter filter = parameters.filter(context);
    OptionalLong before = parameters.before(context);
    int take = parameters.take(context);
    parameters.check();
    Json.send(context, 200, new Answers(feed.newest(filter, before, take), feed.last()));
  }

  void record(RoutingContext context) {
    FeedParameters parameters = new FeedParameters();
    int partition = parameters.partition(context);
    long offset = parameters.offset(context);
    parameters.check();
    photographs
        .record(partition, offset)
        .onSuccess(record -> send(context, record))
        .onFailure(context::fail);
  }

  private void send(RoutingContext context, RequestRecord record) {
    FeedAnswer answer = feed.find(record.partition(), record.offset()).orElse(null);
    Json.send(context, 200, records.of(record, answer));
  }

  void photograph(RoutingContext context) {
    FeedParameters parameters = new FeedParameters();
    int partition = parameters.partition(context);
    long offset = parameters.offset(context);
    Drawing.Size size = parameters.size(context);
    parameters.check();
    photographs
        .jpeg(partition, offset, size)
        .onSuccess(
            jpeg -> {
              context
                  .response()
                  .putHeader(HttpHeaders.CONTENT_TYPE, "image/jpeg")
                  .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                  .putHeader("content-security-policy", "default-src 'none'; sandbox")
                  .putHeader("cross-origin-resource-policy", "same-origin");
              context.end(jpeg);
            })
        .onFailure(context::fail);
  }
}
