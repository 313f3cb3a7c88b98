package io.labelstream.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which partition a numbered record goes to.
 *
 * @param partitions in the order of the numbers, over and over
 */
record PartitionTurns(List<Integer> partitions) {

  PartitionTurns {
    partitions = List.copyOf(partitions);
  }

  /** As many for each of the first partitions. */
  static PartitionTurns even(int partitions) {
    return new PartitionTurns(IntStream.range(0, partitions).boxed().toList());
  }

  /** Nine in ten for the first of three partitions, and one in twenty for each of the others. */
  static PartitionTurns skewed() {
    List<Integer> turns = new ArrayList<>(Collections.nCopies(20, 0));
    turns.set(9, 1);
    turns.set(19, 2);
    return new PartitionTurns(turns);
  }

  /** How many partitions get records. */
  int used() {
    return (int) partitions.stream().distinct().count();
  }

  int of(long number) {
    return partitions.get((int) (number % partitions.size()));
  }
}
