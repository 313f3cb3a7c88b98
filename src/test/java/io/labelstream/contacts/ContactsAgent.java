package io.labelstream.contacts;

import static net.bytebuddy.matcher.ElementMatchers.nameEndsWith;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;
import static net.bytebuddy.matcher.ElementMatchers.none;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;

/** Puts {@link Contacts} in front of whatever in Java leads to the network. */
public final class ContactsAgent {

  static final String CONTACTS = "contacts.txt";
  static final String PROGRAMS = "programs.txt";

  private ContactsAgent() {}

  /** Runs before the program's own main method. */
  public static void premain(String folder, Instrumentation instrumentation) throws IOException {
    System.setProperty(Contacts.FILE, Path.of(folder, CONTACTS).toString());
    Files.writeString(
        Path.of(folder, PROGRAMS),
        System.getProperty("sun.java.command", "") + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    AgentBuilder agent =
        new AgentBuilder.Default()
            .disableClassFormatChanges()
            .ignore(none())
            .with(AgentBuilder.RedefinitionStrategy.RETRANSFORMATION)
            .with(AgentBuilder.Listener.StreamWriting.toSystemError().withErrorsOnly());
    // Sockets, channels, and datagrams whose receiver is fixed.
    agent =
        before(
            agent,
            named("sun.nio.ch.Net"),
            named("connect").and(takesArgument(2, InetAddress.class)),
            Connect.class);
    agent =
        before(
            agent,
            named("sun.nio.ch.DatagramChannelImpl"),
            namedOneOf("send", "blockingSend").and(takesArgument(1, SocketAddress.class)),
            Send.class);
    // What Netty has of its own on Linux and macOS, in the package of whoever brings it along.
    agent =
        before(
            agent,
            nameEndsWith("netty.channel.unix.Socket"),
            named("connect").and(takesArgument(0, SocketAddress.class)),
            NativeConnect.class);
    agent =
        before(
            agent,
            named("java.net.InetAddress$PlatformNameService"),
            named("lookupAllHostAddr"),
            LookUp.class);
    agent =
        before(
            agent,
            named("java.net.InetAddress$PlatformNameService"),
            named("getHostByAddr"),
            ReverseLookUp.class);
    agent.installOn(instrumentation);
  }

  private static AgentBuilder before(
      AgentBuilder agent,
      ElementMatcher<? super TypeDescription> type,
      ElementMatcher<? super MethodDescription> method,
      Class<?> advice) {
    return agent
        .type(type)
        .transform(
            (builder, description, loader, module, domain) ->
                builder.visit(Advice.to(advice).on(method)));
  }

  private static final class Connect {
    @Advice.OnMethodEnter
    static void enter(@Advice.Argument(2) InetAddress address, @Advice.Argument(3) int port)
        throws IOException {
      Contacts.connect(new InetSocketAddress(address, port));
    }
  }

  private static final class NativeConnect {
    @Advice.OnMethodEnter
    static void enter(@Advice.Argument(0) SocketAddress address) throws IOException {
      Contacts.connect(address);
    }
  }

  private static final class Send {
    @Advice.OnMethodEnter
    static void enter(@Advice.Argument(1) SocketAddress address) throws IOException {
      Contacts.send(address);
    }
  }

  private static final class LookUp {
    @Advice.OnMethodEnter
    static void enter(@Advice.Argument(0) String name) throws UnknownHostException {
      Contacts.lookUp(name);
    }
  }

  private static final class ReverseLookUp {
    @Advice.OnMethodEnter
    static void enter(@Advice.Argument(0) byte[] address)
        throws UnknownHostException, SocketException {
      Contacts.lookUp(address);
    }
  }
}
