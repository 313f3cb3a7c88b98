package io.labelstream.registry;

import io.labelstream.rollout.ModelId;
import io.labelstream.vision.Classifier;
import io.labelstream.vision.Engine;
import io.labelstream.vision.ImageTensor;
import io.labelstream.vision.InputSpec;
import io.labelstream.vision.ModelManifest;
import io.labelstream.vision.Precision;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * A loader of models that answer with their own name, and are no more than that. Counts what is
 * open.
 */
final class FakeModels implements ModelLoader {

  static final ModelId A = new ModelId("a-fp32@aaaaaaaaaaaa");
  static final ModelId B = new ModelId("b-fp32@bbbbbbbbbbbb");
  static final ModelId C = new ModelId("c-fp32@cccccccccccc");

  /** The model of the setting. */
  static final ModelId OTHERWISE = new ModelId("o-fp32@000000000000");

  final AtomicInteger open = new AtomicInteger();
  final Set<ModelId> loaded = ConcurrentHashMap.newKeySet();
  final ConcurrentLinkedQueue<ModelId> loads = new ConcurrentLinkedQueue<>();

  /** The priorities of the threads that loaded them. */
  final Map<ModelId, Integer> priorities = new ConcurrentHashMap<>();

  /** Models that do not load, and why. */
  final Map<ModelId, String> broken = new ConcurrentHashMap<>();

  /** Models for which there is no memory. */
  final Set<ModelId> tooLarge = ConcurrentHashMap.newKeySet();

  /** Models that load, but of which no task can open a classifier. */
  final Set<ModelId> unlinked = ConcurrentHashMap.newKeySet();

  /** Models that load no sooner than these are let go. */
  final Map<ModelId, CountDownLatch> slow = new ConcurrentHashMap<>();

  @Override
  public ReadyModel load(ModelId model) throws IOException {
    loads.add(model);
    priorities.put(model, Thread.currentThread().getPriority());
    CountDownLatch wait = slow.get(model);
    if (wait != null) {
      try {
        wait.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    String reason = broken.get(model);
    if (reason != null) {
      throw new IOException(reason);
    }
    if (tooLarge.contains(model)) {
      throw new OutOfMemoryError("of " + model);
    }
    ReadyModel ready = ReadyModel.of(() -> classifier(model), () -> loaded.remove(model));
    loaded.add(model);
    return ready;
  }

  @Override
  public ReadyModel otherwise() throws IOException {
    return load(OTHERWISE);
  }

  private Named classifier(ModelId model) {
    if (unlinked.contains(model) && loaded.contains(model)) {
      throw new NoClassDefFoundError("of " + model);
    }
    return new Named(model, () -> new float[] {0.75f, 0.25f});
  }

  final class Named implements Classifier {

    private final ModelManifest manifest;
    private final Supplier<float[]> run;

    /** A model that gives what runs it. */
    Named(ModelId model, Supplier<float[]> run) {
      this.run = run;
      String name = model.text().split("-", 2)[0];
      manifest =
          new ModelManifest(
              name,
              Precision.FP32,
              Engine.TENSORFLOW,
              model.text().split("@", 2)[1],
              Map.of(),
              new InputSpec(8, 8, InputSpec.ChannelOrder.RGB, List.of(0f, 0f, 0f)),
              List.of(name, "Other"));
      open.incrementAndGet();
    }

    @Override
    public ModelManifest manifest() {
      return manifest;
    }

    /** As if every task had loaded it. */
    @Override
    public Duration loadTime() {
      return Duration.ofSeconds(1);
    }

    @Override
    public float[] probabilities(ImageTensor image) {
      return run.get();
    }

    @Override
    public void close() {
      open.decrementAndGet();
    }
  }
}
