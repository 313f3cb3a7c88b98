package io.labelstream.rest;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import java.util.concurrent.TimeUnit;

/**
 * Stands between Netty's HTTP decoder and Vert.x on each connection, for what Vert.x does not do:
 *
 * <ul>
 *   <li>A body that cannot be decoded, such as one with a broken chunk, ends there and is known as
 *       {@link #isBodyBroken broken}. Vert.x would close the connection without an answer.
 *   <li>After a response that said {@code connection: close}, no request is let through (RFC 9112,
 *       section 9.6).
 * </ul>
 *
 * All of it happens on the connection's event loop.
 */
final class ConnectionGuard extends ChannelInboundHandlerAdapter {

  /** The name that Vert.x gives to its own handler. */
  private static final String VERTX_HANDLER = "handler";

  private static final long LINGER_MILLIS = 2_000;

  private boolean bodyBroken;
  private boolean last;
  private boolean dropping;

  private ConnectionGuard() {}

  /** Puts a guard onto a new connection. */
  static void install(HttpConnection connection) {
    channel(connection)
        .pipeline()
        .addBefore(VERTX_HANDLER, ConnectionGuard.class.getName(), new ConnectionGuard());
  }

  /** Whether the body of the request that is being read could not be decoded to its end. */
  static boolean isBodyBroken(HttpServerRequest request) {
    return of(request).bodyBroken;
  }

  /**
   * Lets no other request through, and ends our side of the connection behind the response that was
   * sent. What the client still sends is taken in for a moment: closed with bytes that nobody has
   * read, the connection could lose the response.
   */
  static void closeAfterResponse(HttpServerRequest request) {
    of(request).last = true;
    Channel channel = channel(request.connection());
    channel
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(
            written -> {
              var unused = ((DuplexChannel) channel).shutdownOutput();
            });
    Runnable close = () -> request.connection().close();
    var unused = channel.eventLoop().schedule(close, LINGER_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (bodyBroken || dropping) {
      ReferenceCountUtil.release(message);
    } else if (message instanceof HttpRequest && last) {
      dropping = true;
      ReferenceCountUtil.release(message);
    } else if (isBrokenBody(message)) {
      bodyBroken = true;
      ReferenceCountUtil.release(message);
      context.fireChannelRead(LastHttpContent.EMPTY_LAST_CONTENT);
    } else {
      context.fireChannelRead(message);
    }
  }

  private static boolean isBrokenBody(Object message) {
    return message instanceof HttpObject part
        && !(message instanceof HttpRequest)
        && part.decoderResult().isFailure();
  }

  private static ConnectionGuard of(HttpServerRequest request) {
    return channel(request.connection()).pipeline().get(ConnectionGuard.class);
  }

  private static Channel channel(HttpConnection connection) {
    return ((HttpServerConnection) connection).channelHandlerContext().channel();
  }
}
