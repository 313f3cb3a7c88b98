package io.labelstream.sql;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.factories.Factory;
import org.apache.flink.table.factories.FactoryUtil;

/** Finds unknown and missing options; Flink's own check lists them over many lines. */
final class OptionNames {

  private OptionNames() {}

  /**
   * Checks the names that a model's options have.
   *
   * @throws ValidationException if there is an unknown one, or a required one is missing
   */
  static void check(Factory factory, Set<String> given) {
    List<String> ours = keys(factory.requiredOptions(), factory.optionalOptions());
    Set<String> unknown = new TreeSet<>(given);
    ours.forEach(unknown::remove);
    unknown.remove(FactoryUtil.PROVIDER.key());
    unknown.remove(FactoryUtil.PROPERTY_VERSION.key());
    if (!unknown.isEmpty()) {
      throw new ValidationException(
          "There is no option "
              + quoted(unknown)
              + ": the provider '"
              + factory.factoryIdentifier()
              + "' has the options "
              + quoted(ours)
              + ".");
    }
    for (String required : keys(factory.requiredOptions(), Set.of())) {
      if (!given.contains(required)) {
        throw new ValidationException(
            "The option '"
                + required
                + "' is missing: name the compiled model's folder on the TaskManagers, such as '"
                + required
                + "' = '/opt/models/resnet50'.");
      }
    }
  }

  private static List<String> keys(Set<ConfigOption<?>> some, Set<ConfigOption<?>> others) {
    return Stream.concat(some.stream(), others.stream()).map(ConfigOption::key).toList();
  }

  private static String quoted(Collection<String> names) {
    return "'" + String.join("', '", names) + "'";
  }
}
