package io.labelstream.access;

import java.nio.file.Path;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.io.network.netty.OutboundChannelHandlerFactory;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelHandler;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelHandlerContext;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelOutboundHandlerAdapter;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelPromise;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpHeaderNames;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpRequest;

/** Lets a client of Flink's REST endpoint in this process send the secret that it is set to. */
public final class SecretHeaderFactory implements OutboundChannelHandlerFactory {

  @Override
  public int priority() {
    return 0;
  }

  @Override
  public Optional<ChannelHandler> createHandler(Configuration configuration) {
    return configuration
        .getOptional(AccessOptions.SECRET_FILE)
        .flatMap(file -> BearerSecret.read(Path.of(file)))
        .map(SecretHeader::new);
  }

  private static final class SecretHeader extends ChannelOutboundHandlerAdapter {

    private final BearerSecret secret;

    SecretHeader(BearerSecret secret) {
      this.secret = secret;
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise)
        throws Exception {
      if (message instanceof HttpRequest request) {
        request.headers().set(HttpHeaderNames.AUTHORIZATION, secret.authorization());
      }
      super.write(context, message, promise);
    }
  }
}
