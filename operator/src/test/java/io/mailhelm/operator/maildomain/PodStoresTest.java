package io.mailhelm.operator.maildomain;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.mailhelm.config.ExpectedStore;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.operator.rollout.PodReport;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PodStoresTest {
  private static final String A = "a".repeat(32);
  private static final String B = "b".repeat(32);
  private static final PodStores NONE = PodStores.of(Optional.empty());

  private static PodStores with(String pod, String store) {
    return new PodStores(new TreeMap<>(Map.of(pod, store)));
  }

  private static Map<String, PodReport> says(String pod, String store, boolean hadMail) {
    return Map.of(
        pod,
        new PodReport(
            "", "", List.of(), "", null, null, "", new PodReport.Store(store, hadMail), null));
  }

  private static MailDomain accepting(String stores) {
    var domain = new MailDomain();
    domain.setMetadata(
        new ObjectMetaBuilder()
            .withAnnotations(
                stores == null ? null : Map.of("mailhelm.io/accept-empty-volume", stores))
            .build());
    return domain;
  }

  @Test
  void aStoreIsExpectedOnceItHadMail() {
    assertThat(NONE.heard(says("d-smtp-0", A, false))).isEqualTo(NONE);
    assertThat(NONE.heard(says("d-smtp-0", A, true))).isEqualTo(with("d-smtp-0", A));
  }

  @Test
  void whoIsNotReadyOrOfAnOlderVersionChangesNothing() {
    var known = with("d-smtp-0", A);

    assertThat(known.heard(Map.of())).isEqualTo(known);
    assertThat(known.heard(says("d-smtp-0", "", false))).isEqualTo(known);
    assertThat(known.heard(says("d-smtp-0", "nonsense", true))).isEqualTo(known);
  }

  @Test
  void aPodThatServesFromAnotherStoreHasTheOneBeforeGivenUp() {
    var known = with("d-smtp-0", A);

    assertThat(known.heard(says("d-smtp-0", B, false))).isEqualTo(NONE);
    assertThat(known.heard(says("d-smtp-0", B, true))).isEqualTo(with("d-smtp-0", B));
  }

  @Test
  void aReplicaIsNoOthers() {
    var both = with("d-smtp-0", A).heard(says("d-smtp-1", B, true));

    assertThat(both.expected(accepting(null)))
        .containsExactly(
            new ExpectedStore("d-smtp-0", A, false), new ExpectedStore("d-smtp-1", B, false));
  }

  @Test
  void anAcceptedLossIsOfTheStoreThatItNames() {
    var known = with("d-smtp-0", A);

    for (var none : List.of("", B, "true", A.substring(1), A + "a")) {
      assertThat(known.expected(accepting(none)).getFirst().givenUp()).as(none).isFalse();
    }
    for (var some : List.of(A, B + "," + A, B + ", " + A + " ")) {
      assertThat(known.expected(accepting(some)).getFirst().givenUp()).as(some).isTrue();
    }
  }
}
