package io.labelstream.access;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.flink.runtime.rest.messages.ErrorResponseBody;
import org.apache.flink.runtime.rest.util.RestMapperUtils;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.JsonProcessingException;
import org.apache.flink.shaded.netty4.io.netty.buffer.Unpooled;
import org.apache.flink.shaded.netty4.io.netty.channel.Channel;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelDuplexHandler;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelHandlerContext;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelPromise;
import org.apache.flink.shaded.netty4.io.netty.channel.socket.DuplexChannel;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.DefaultFullHttpResponse;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.FullHttpResponse;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpHeaderNames;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpHeaderValues;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpRequest;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpResponse;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpResponseStatus;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpStatusClass;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpUtil;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpVersion;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.LastHttpContent;
import org.apache.flink.shaded.netty4.io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * Answers the requests of one connection that may not reach Flink. The connection ends with such an
 * answer: whatever follows a refused request, its body included, is neither looked at nor kept.
 */
final class AccessHandler extends ChannelDuplexHandler {

  /** A client that still sends a body has this time to see the answer. */
  private static final long LINGER_SECONDS = 2;

  private final AccessRules rules;
  private int unanswered;
  private @Nullable FullHttpResponse refusal;
  private boolean refused;

  AccessHandler(AccessRules rules) {
    this.rules = rules;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!refused && message instanceof HttpRequest request) {
      check(context, request);
    }
    if (refused) {
      ReferenceCountUtil.release(message);
    } else {
      context.fireChannelRead(message);
    }
  }

  /** Counts a request that Flink will answer, or prepares the refusal of another one. */
  private void check(ChannelHandlerContext context, HttpRequest request) {
    if (request.decoderResult().isFailure()) {
      refusal = response(HttpResponseStatus.BAD_REQUEST, "the request must be valid HTTP");
    } else {
      Optional<String> reason = rules.refusal(request);
      if (reason.isEmpty()) {
        unanswered++;
        return;
      }
      refusal = response(HttpResponseStatus.FORBIDDEN, reason.get());
    }
    refused = true;
    sendRefusal(context);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise)
      throws Exception {
    boolean interim =
        message instanceof HttpResponse response
            && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    super.write(context, message, promise);
    if (message instanceof LastHttpContent && !interim) {
      unanswered--;
      sendRefusal(context);
    }
  }

  /** Waits for its turn, because requests before the refused one may still be at work. */
  private void sendRefusal(ChannelHandlerContext context) {
    FullHttpResponse response = refusal;
    if (response == null || unanswered > 0) {
      return;
    }
    refusal = null;
    var unusedWrite =
        context.writeAndFlush(response).addListener(sent -> shutdownOutput(context.channel()));
    var unusedClose =
        context.executor().schedule(() -> close(context), LINGER_SECONDS, TimeUnit.SECONDS);
  }

  /** Closing at once would reset the connection of a client that still sends, answer and all. */
  private static void shutdownOutput(Channel channel) {
    if (channel instanceof DuplexChannel duplex) {
      var unused = duplex.shutdownOutput();
    }
  }

  private static void close(ChannelHandlerContext context) {
    var unused = context.close();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    ReferenceCountUtil.release(refusal);
    refusal = null;
  }

  private static FullHttpResponse response(HttpResponseStatus status, String error) {
    byte[] body;
    try {
      body =
          RestMapperUtils.getStrictObjectMapper().writeValueAsBytes(new ErrorResponseBody(error));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a text must be JSON", e);
    }
    FullHttpResponse response =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(body));
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, "application/json; charset=UTF-8")
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    HttpUtil.setContentLength(response, body.length);
    return response;
  }
}
