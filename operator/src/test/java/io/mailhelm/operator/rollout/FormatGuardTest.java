package io.mailhelm.operator.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.mailhelm.operator.desired.Annotations;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FormatGuardTest {
  private static final int OLD = 4;
  private static final int NEW = 5;
  private static final Optional<Integer> WRITTEN = Optional.of(OLD);
  private static final List<Integer> BOTH = List.of(OLD, NEW);

  /** Of two pods, of which so many are of the template applied. */
  private static StatefulSet set(Optional<String> formats, int updated) {
    var set =
        new StatefulSetBuilder()
            .withNewMetadata()
            .withName("d-smtp")
            .withGeneration(7L)
            .endMetadata()
            .withNewSpec()
            .withReplicas(2)
            .endSpec()
            .withNewStatus()
            .withObservedGeneration(7L)
            .withUpdatedReplicas(updated)
            .withUpdateRevision("d-smtp-new")
            .endStatus();
    formats.ifPresent(
        text -> set.editMetadata().addToAnnotations(Annotations.FORMATS, text).endMetadata());
    return set.build();
  }

  private static Pod pod(int ordinal, String revision) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("d-smtp-" + ordinal)
        .addToLabels("controller-revision-hash", "d-smtp-" + revision)
        .endMetadata()
        .build();
  }

  private static final List<Pod> REPLACED = List.of(pod(0, "new"), pod(1, "new"));
  private static final List<Pod> HALF = List.of(pod(0, "old"), pod(1, "new"));

  private static Optional<String> obstacle(
      StatefulSet set,
      List<Pod> pods,
      Map<String, List<Integer>> reads,
      Optional<Integer> written) {
    return new FormatGuard(Optional.ofNullable(set), pods, new TreeMap<>(reads))
        .obstacle(written, NEW);
  }

  @Test
  void whatTheImageAppliedDoesNotReadIsNotWrittenWhateverItsPodsAre() {
    var old = set(Optional.of("3,4"), 2);

    for (var pods : List.of(REPLACED, HALF, List.<Pod>of())) {
      assertThat(obstacle(old, pods, Map.of(), WRITTEN))
          .contains("the image of its pods reads formats [3, 4]");
      assertThat(obstacle(old, pods, Map.of(), Optional.empty())).isPresent();
    }
  }

  @Test
  void whatIsWrittenInItAlreadyMayBeWrittenAgain() {
    assertThat(obstacle(set(Optional.of("3,4"), 0), HALF, Map.of(), Optional.of(NEW))).isEmpty();
    assertThat(obstacle(null, List.of(), Map.of(), Optional.empty())).isEmpty();
    assertThat(obstacle(null, List.of(), Map.of(), WRITTEN)).isEmpty();
  }

  @Test
  void aPodThatSaysItDoesNotReadItIsNotGivenIt() {
    var reads = Map.of("d-smtp-0", List.of(OLD), "d-smtp-1", BOTH);

    for (var written : List.of(WRITTEN, Optional.of(NEW), Optional.<Integer>empty())) {
      assertThat(obstacle(set(Optional.of("4,5"), 2), REPLACED, reads, written))
          .contains("d-smtp-0 reads formats [4]");
    }
  }

  @Test
  void untilAllPodsAreReplacedOneOfBeforeMayStartAgain() {
    var known = Optional.of("4,5");

    for (var notYet :
        List.of(
            obstacle(set(known, 1), HALF, Map.of(), WRITTEN),
            // What one of the informers has not seen yet.
            obstacle(set(known, 2), HALF, Map.of(), WRITTEN),
            obstacle(set(known, 1), REPLACED, Map.of(), WRITTEN),
            obstacle(set(known, 2), List.of(pod(1, "new")), Map.of(), WRITTEN),
            obstacle(null, HALF, Map.of(), WRITTEN))) {
      assertThat(notYet).contains("its pods are not all of its StatefulSet's template yet");
    }
    var unseen =
        new StatefulSetBuilder(set(known, 2))
            .editMetadata()
            .withGeneration(8L)
            .endMetadata()
            .build();
    assertThat(obstacle(unseen, REPLACED, Map.of(), WRITTEN)).isPresent();
    assertThat(obstacle(set(known, 2), REPLACED, Map.of(), WRITTEN)).isEmpty();
  }

  @Test
  void whereNobodyKnowsWhatAnImageReadsAllItsPodsHaveToSay() {
    var unknown = set(Optional.empty(), 2);

    assertThat(obstacle(unknown, REPLACED, Map.of("d-smtp-0", BOTH), WRITTEN))
        .contains("what its pods read is not known until all of them are ready");
    assertThat(obstacle(unknown, REPLACED, Map.of("d-smtp-0", BOTH, "d-smtp-1", BOTH), WRITTEN))
        .isEmpty();
    // A name of an image that means another one by now.
    assertThat(
            obstacle(
                set(Optional.of("3,4"), 2),
                REPLACED,
                Map.of("d-smtp-0", BOTH, "d-smtp-1", BOTH),
                WRITTEN))
        .isEmpty();
  }

  @Test
  void anEarlierFormatIsReadByAllThatReadALaterOne() {
    assertThat(obstacle(set(Optional.empty(), 1), HALF, Map.of(), Optional.of(NEW + 1))).isEmpty();
    assertThat(obstacle(set(Optional.of("6"), 1), HALF, Map.of(), Optional.of(NEW + 1)))
        .isPresent();
  }
}
