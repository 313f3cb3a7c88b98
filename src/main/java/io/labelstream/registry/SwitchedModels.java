package io.labelstream.registry;

import io.labelstream.build.Build;
import io.labelstream.event.AnsweringModel;
import io.labelstream.event.Correlation;
import io.labelstream.event.LabelOptions;
import io.labelstream.event.RequestRecord;
import io.labelstream.inference.ClassificationMetrics;
import io.labelstream.inference.ImageClassifier;
import io.labelstream.rollout.Role;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a task answers with while others may change it. Whoever changes it makes the new classifiers
 * first, and then waits for the end of an answer, so that a record waits for no more than an
 * assignment, and a task that has no records keeps no old model.
 */
final class SwitchedModels implements TaskModels {

  private final int reuseAnswers;
  private final ClassificationMetrics metrics;
  private final Consumer<SwitchedModels> closed;

  /** Held while requests are answered; fair, or a busy task would take it again and again. */
  private final ReentrantLock answering = new ReentrantLock(true);

  /** Guarded by {@link #answering}. */
  private @Nullable Choice choice;

  /**
   * A task's models that have not been given to it.
   *
   * @param reuseAnswers how many images are remembered for each model
   * @param closed is told when the task ends
   */
  SwitchedModels(int reuseAnswers, ClassificationMetrics metrics, Consumer<SwitchedModels> closed) {
    this.reuseAnswers = reuseAnswers;
    this.metrics = metrics;
    this.closed = closed;
  }

  /**
   * The models in force, as a task has them.
   *
   * @param open all of its classifiers by the keys of their models
   */
  record Choice(
      Map<String, ImageClassifier> open,
      Answering primary,
      Optional<Answering> canary,
      Share canaryShare,
      Optional<Shadow> shadow,
      ClassificationMetrics metrics)
      implements Current {

    @Override
    public Answering answering(Correlation request) {
      return canary.filter(trial -> canaryShare.has(request.id())).orElse(primary);
    }

    @Override
    public boolean gainsByBatches() {
      return open.values().stream().anyMatch(ImageClassifier::gainsByBatches);
    }

    @Override
    public void show(RequestRecord shown, Correlation request, LabelOptions options, byte[] image) {
      shadow
          .filter(looking -> looking.wants(request))
          .ifPresent(looking -> metrics.shadowed(looking.show(shown, request, options, image)));
    }
  }

  @Override
  public <T> T answer(Function<Current, T> work) {
    answering.lock();
    try {
      return work.apply(Objects.requireNonNull(choice, "closed"));
    } finally {
      answering.unlock();
    }
  }

  /**
   * Opens what the task does not have of the models in force. It goes on with those that it has
   * until {@link #take}; for the thread that changes the models.
   *
   * @throws IOException if one cannot be opened; nothing is left open then
   */
  Choice prepare(Map<Role, InForce> models) throws IOException {
    Map<String, ImageClassifier> before = choice == null ? Map.of() : choice.open();
    Map<String, ImageClassifier> open = new HashMap<>();
    try {
      for (Role role : Set.of(Role.PRIMARY, Role.CANARY)) {
        InForce model = models.get(role);
        if (model != null && !open.containsKey(model.key())) {
          ImageClassifier has = before.get(model.key());
          open.put(model.key(), has == null ? open(model.model()) : has);
        }
      }
    } catch (IOException | RuntimeException | LinkageError | OutOfMemoryError e) {
      closeAllBut(before, open);
      throw e;
    }
    InForce primary = Objects.requireNonNull(models.get(Role.PRIMARY), "no primary");
    Optional<InForce> canary = Optional.ofNullable(models.get(Role.CANARY));
    return new Choice(
        open,
        answering(primary, open, false),
        canary.map(model -> answering(model, open, true)),
        new Share(Role.CANARY, canary.map(InForce::share).orElse(0.0)),
        Optional.ofNullable(models.get(Role.SHADOW)).flatMap(InForce::shadow),
        metrics);
  }

  private ImageClassifier open(ReadyModel model) throws IOException {
    return ImageClassifier.of(model.classifiers().open(), reuseAnswers, metrics);
  }

  private static Answering answering(
      InForce model, Map<String, ImageClassifier> open, boolean canary) {
    ImageClassifier images = Objects.requireNonNull(open.get(model.key()));
    return new Answering(new AnsweringModel(images.model().id(), canary), images);
  }

  /** Gives up a choice that is not to be taken. */
  void drop(Choice prepared) {
    closeAllBut(choice == null ? Map.of() : choice.open(), prepared.open());
  }

  /** Answers the next records with other models, and closes those that have no part in them. */
  void take(Choice prepared) {
    Choice before;
    answering.lock();
    try {
      before = choice;
      choice = prepared;
    } finally {
      answering.unlock();
    }
    metrics.runs(
        Build.current(),
        prepared.open().values().stream()
            .map(images -> images.model().id())
            .collect(Collectors.toSet()));
    if (before != null) {
      closeAllBut(prepared.open(), before.open());
    }
  }

  private static void closeAllBut(
      Map<String, ImageClassifier> kept, Map<String, ImageClassifier> open) {
    open.forEach(
        (key, images) -> {
          if (kept.get(key) != images) {
            images.close();
          }
        });
  }

  @Override
  public void close() {
    closed.accept(this);
  }

  /** Closes what it has, when nobody changes it any more. */
  void closeAll() {
    Choice last = choice;
    choice = null;
    if (last != null) {
      last.open().values().forEach(ImageClassifier::close);
    }
  }
}
