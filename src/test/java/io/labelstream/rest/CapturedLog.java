package io.labelstream.rest;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/** What the whole process logs from {@code INFO} on, while this is open. */
public final class CapturedLog implements AutoCloseable {

  private final List<LogEvent> events = new CopyOnWriteArrayList<>();
  private final LoggerContext context = (LoggerContext) LogManager.getContext(false);
  private final LoggerConfig root = context.getConfiguration().getRootLogger();
  private final Level before = root.getLevel();
  private final Map<String, Appender> others = Map.copyOf(root.getAppenders());

  private final AbstractAppender appender =
      new AbstractAppender("captured", null, null, true, Property.EMPTY_ARRAY) {
        @Override
        public void append(LogEvent event) {
          events.add(event.toImmutable());
        }
      };

  /** Begins to capture. */
  public CapturedLog() {
    appender.start();
    // The others would print all of it.
    others.keySet().forEach(root::removeAppender);
    root.addAppender(appender, Level.INFO, null);
    Configurator.setRootLevel(Level.INFO);
  }

  /** What came so far. */
  public List<LogEvent> events() {
    return List.copyOf(events);
  }

  /** The texts that came so far from one logger. */
  public List<String> messages(Class<?> logger) {
    return events.stream()
        .filter(event -> event.getLoggerName().equals(logger.getName()))
        .map(event -> event.getMessage().getFormattedMessage())
        .toList();
  }

  /** The lines of the access log that came so far about a request. */
  List<String> requests(String id) {
    return events.stream()
        .filter(event -> event.getLoggerName().equals(AccessLog.class.getName()))
        .filter(event -> id.equals(event.getContextData().getValue("request_id")))
        .map(event -> event.getMessage().getFormattedMessage())
        .toList();
  }

  @Override
  public void close() {
    Configurator.setRootLevel(before);
    root.removeAppender(appender.getName());
    others.values().forEach(other -> root.addAppender(other, null, null));
    appender.stop();
  }
}
