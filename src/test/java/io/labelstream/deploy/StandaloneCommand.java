package io.labelstream.deploy;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.flink.runtime.entrypoint.ClusterConfiguration;
import org.apache.flink.runtime.entrypoint.parser.CommandLineParser;
import org.apache.flink.runtime.entrypoint.parser.ParserResultFactory;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;

/**
 * A command line of {@code standalone-job}, as Flink's own parser, which nobody else sees, reads
 * it.
 */
record StandaloneCommand(
    String jobClass,
    Optional<String> savepoint,
    Map<String, String> properties,
    List<String> programArguments) {

  private static final String PACKAGE = "org.apache.flink.container.entrypoint.";

  static StandaloneCommand parse(List<String> arguments) throws Exception {
    Constructor<?> constructor =
        Class.forName(PACKAGE + "StandaloneApplicationClusterConfigurationParserFactory")
            .getDeclaredConstructor();
    constructor.setAccessible(true);
    List<String> all = new ArrayList<>(List.of("--configDir", "/opt/flink/conf"));
    all.addAll(arguments);
    ClusterConfiguration parsed =
        (ClusterConfiguration)
            new CommandLineParser<>((ParserResultFactory<?>) constructor.newInstance())
                .parse(all.toArray(String[]::new));
    Map<String, String> properties = new TreeMap<>();
    parsed
        .getDynamicProperties()
        .forEach((key, value) -> properties.put(key.toString(), value.toString()));
    SavepointRestoreSettings savepoint =
        (SavepointRestoreSettings) get(parsed, "getSavepointRestoreSettings");
    return new StandaloneCommand(
        String.valueOf(get(parsed, "getJobClassName")),
        Optional.ofNullable(savepoint.getRestorePath()),
        properties,
        List.of(parsed.getArgs()));
  }

  private static Object get(ClusterConfiguration parsed, String getter) throws Exception {
    Method method = parsed.getClass().getDeclaredMethod(getter);
    method.setAccessible(true);
    return method.invoke(parsed);
  }
}
