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
  private final List<UnreportedReady> written = new ArrayList<>();

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
    assertThat(written).containsOnly(UnreportedReady.failed("exceeded quota")).hasSize(3);
  }

  @Test
  void whatMayBeOverAtTheNextTryIsSaidOnceItIsNot() {
    var pauses = new ArrayList<Long>();
    for (int i = 0; i < 12; i++) {
      pauses.add(
          failed.of(ALICE, tried(0), refused(409), written::add).getScheduleDelay().orElseThrow());
      assertThat(written).hasSize(Math.max(0, i - 1));
    }
    failed.forget(ALICE);
    failed.of(ALICE, tried(0), new KubernetesClientException("lost"), written::add);

    assertThat(pauses).startsWith(200L, 400L, 800L, 1600L).endsWith(60_000L);
    assertThat(written)
        .hasSize(10)
        .containsOnly(UnreportedReady.failed("request: 409, exceeded quota"));
  }

  @Test
  void aFaultOfOursIsTriedAgainAsTheSdkDoesAndSaidAtTheThirdTime() {
    for (int i = 1; i <= 2; i++) {
      var control =
          failed.of(ALICE, tried(i), new IllegalStateException("no such thing"), written::add);
      assertThat(control.isDefaultErrorProcessing()).isTrue();
      assertThat(written).hasSize(i - 1);
    }
    assertThat(written).containsExactly(UnreportedReady.failed("no such thing"));
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

    var after = UnreportedReady.failed("no such thing").in(before, NOW, 2L);
    var later = UnreportedReady.failed("no such thing").in(after, NOW.plusSeconds(60), 2L);

    assertThat(after)
        .containsExactly(
            new Condition(
                "Ready", "Unknown", "ReconcileFailed", "no such thing", NOW.toString(), 2L),
            before.get(1));
    assertThat(later).isEqualTo(after);
    assertThat(UnreportedReady.failed("x").in(null, NOW, 1L)).hasSize(1);
  }
}
