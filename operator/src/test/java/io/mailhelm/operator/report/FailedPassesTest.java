package io.mailhelm.operator.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.RetryInfo;
import io.mailhelm.crds.Condition;
import io.mailhelm.crds.MailUser;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FailedPassesTest {
  private static final Instant NOW = Instant.parse("2026-11-29T10:00:00Z");
  private static final MailUser ALICE =
      Serialization.unmarshal(
          """
          apiVersion: mailhelm.io/v1alpha1
          kind: MailUser
          metadata: {name: alice, namespace: mail}
          spec: {domainRef: {name: example-com}}
          """,
          MailUser.class);

  private final FailedPasses failed = new FailedPasses();
  private final List<String> written = new ArrayList<>();

  @SuppressWarnings("unchecked")
  private static Context<MailUser> tried(int times) {
    RetryInfo info =
        new RetryInfo() {
          @Override
          public int getAttemptCount() {
            return times;
          }

          @Override
          public boolean isLastAttempt() {
            return false;
          }
        };
    return (Context<MailUser>)
        Proxy.newProxyInstance(
            Context.class.getClassLoader(),
            new Class<?>[] {Context.class},
            (proxy, method, arguments) -> Optional.of(info));
  }

  private static KubernetesClientException refused(int code) {
    return new KubernetesClientException(
        new StatusBuilder().withCode(code).withMessage("exceeded quota").build());
  }

  @Test
  void aRefusalIsSaidAtOnceAndTriedAgainEverMoreSeldomWithoutATrace() {
    var first = failed.of(ALICE, tried(0), refused(403), written::add);
    var second = failed.of(ALICE, tried(0), refused(403), written::add);
    failed.forget(ALICE);
    var anew = failed.of(ALICE, tried(0), refused(403), written::add);

    assertThat(first.isNoRetry()).isTrue();
    assertThat(List.of(first, second, anew))
        .extracting(control -> control.getScheduleDelay().orElseThrow())
        .containsExactly(1000L, 2000L, 1000L);
    assertThat(written).containsOnly("exceeded quota").hasSize(3);
  }

  @Test
  void whatMayBeOverAtTheNextTryIsSaidOnceItIsNot() {
    assertThat(failed.of(ALICE, tried(1), refused(409), written::add).isDefaultErrorProcessing())
        .isTrue();
    assertThat(written).isEmpty();

    failed.of(ALICE, tried(2), new IllegalStateException("no such thing"), written::add);
    assertThat(written).containsExactly("no such thing");
  }

  @Test
  void anApiServerThatTakesNoStatusEitherStopsNothing() {
    var control =
        failed.of(
            ALICE,
            tried(5),
            new IllegalStateException(),
            words -> {
              throw refused(500);
            });

    assertThat(control.isDefaultErrorProcessing()).isTrue();
  }

  @Test
  void theStatusKeepsWhatWasKnown() {
    var before =
        List.of(
            new Condition("Ready", "True", "Applied", "", "2026-01-01T00:00:00Z", 1L),
            new Condition("Stalled", "False", "Compiles", "", null, 1L));

    var after = FailedStatus.conditions(before, "no such thing", NOW, 2L);
    var later = FailedStatus.conditions(after, "no such thing", NOW.plusSeconds(60), 2L);

    assertThat(after)
        .containsExactly(
            new Condition(
                "Ready", "Unknown", "ReconcileFailed", "no such thing", NOW.toString(), 2L),
            before.get(1));
    assertThat(later).isEqualTo(after);
    assertThat(FailedStatus.conditions(null, "x", NOW, 1L)).hasSize(1);
  }
}
