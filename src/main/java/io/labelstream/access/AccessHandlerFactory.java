package io.labelstream.access;

import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.io.network.netty.InboundChannelHandlerFactory;
import org.apache.flink.shaded.netty4.io.netty.channel.Channel;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelHandler;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelInitializer;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelPipeline;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpServerCodec;

/** Puts {@link AccessHandler} into each connection to Flink's REST endpoint. */
public final class AccessHandlerFactory implements InboundChannelHandlerFactory {

  @Override
  public int priority() {
    return Integer.MAX_VALUE;
  }

  @Override
  public Optional<ChannelHandler> createHandler(
      Configuration configuration, Map<String, String> responseHeaders) {
    AccessRules rules = AccessRules.of(configuration);
    // Flink adds what this returns behind its handler that writes uploads to the disk. A connection
    // whose initializer fails is closed, so nothing gets by if Flink's pipeline is another one.
    return Optional.of(
        new ChannelInitializer<Channel>() {
          @Override
          protected void initChannel(Channel channel) {
            ChannelPipeline pipeline = channel.pipeline();
            pipeline.addAfter(
                pipeline.context(HttpServerCodec.class).name(), null, new AccessHandler(rules));
          }
        });
  }
}
