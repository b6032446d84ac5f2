package io.mailhelm.operator.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.mailhelm.crds.MailUser;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two operators, as they are packaged, of which one works. */
class LeaderIT {
  private static final String LEASE = "mailhelm-operator";

  @RegisterExtension final KubeApi api = new KubeApi();
  private final Seen seen = new Seen(api);
  private final ChartRights rights = new ChartRights();

  @Test
  void oneWorksAndTheOtherTakesOverWhenItDies() throws InterruptedException {
    var mark = api.audit().mark();
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var one = start("one")) {
      await("one leads", () -> leads("one"));
      try (var other = start("other")) {
        await("the other is ready, for a rollout to go on", other::isReady);
        seen.apply(Declarations.server(KubeApi.freePort()) + Declarations.user("alice", ""));
        seen.await(MailUser.class, "alice", "Ready", "True");

        one.kill();
        seen.apply(Declarations.user("bob", ""));
        seen.await(MailUser.class, "bob", "Ready", "True");

        assertThat(leads("other")).isTrue();
        var writers =
            api.audit().since(mark).stream()
                .filter(entry -> entry.namespace().equals(api.namespace()))
                .filter(AuditEntry::isWrite)
                .filter(entry -> !entry.resource().equals("leases"))
                .map(AuditEntry::user)
                .filter(user -> user.equals(api.user("one")) || user.equals(api.user("other")))
                .toList();
        var handedOver = writers.indexOf(api.user("other"));
        assertThat(handedOver).isPositive();
        assertThat(writers.subList(0, handedOver)).containsOnly(api.user("one"));
        assertThat(writers.subList(handedOver, writers.size())).containsOnly(api.user("other"));
      }
    }
  }

  private OperatorProcess start(String name) {
    rights.grant(api, name);
    return new OperatorProcess(api, api.configOf(name), name);
  }

  private boolean leads(String name) {
    return seen.get(Lease.class, LEASE)
        .filter(lease -> name.equals(lease.getSpec().getHolderIdentity()))
        .isPresent();
  }

  private static void await(String what, java.util.concurrent.Callable<Boolean> is) {
    Awaitility.await(what).atMost(Duration.ofMinutes(1)).until(is);
  }
}
