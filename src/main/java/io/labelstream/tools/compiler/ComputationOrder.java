package io.labelstream.tools.compiler;

import io.labelstream.tools.compiler.Network.Operation;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What is computed before what, whatever an engine takes first of all that is ready. */
final class ComputationOrder {

  private final Network network;

  ComputationOrder(Network network) {
    this.network = network;
  }

  /** The names of all that operations need to have been computed. */
  Set<String> before(List<? extends Operation> operations) {
    Set<String> before = new HashSet<>();
    operations.forEach(operation -> addInputs(operation, before));
    List<Operation> all = network.operations();
    for (int i = all.size() - 1; i >= 0; i--) {
      if (before.contains(all.get(i).name())) {
        addInputs(all.get(i), before);
      }
    }
    return before;
  }

  private static void addInputs(Operation operation, Set<String> names) {
    operation.inputs().forEach(input -> names.add(input.name()));
  }

  /** Whether all others that read an operation have been computed when this reader is. */
  boolean isReadLastBy(Operation reader, Operation read) {
    Set<String> before = before(List.of(reader));
    return network.operations().stream()
        .filter(other -> other.inputs().stream().anyMatch(in -> in.name().equals(read.name())))
        .map(Operation::name)
        .allMatch(other -> other.equals(reader.name()) || before.contains(other));
  }
}
