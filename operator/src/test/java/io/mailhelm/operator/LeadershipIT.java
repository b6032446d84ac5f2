package io.mailhelm.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.mailhelm.operator.it.KubeApi;
import io.mailhelm.operator.it.RunningOperator;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which Lease a release leads by. Two pods of one release: LeaderIT. */
class LeadershipIT {
  private static final String OWN = "mail-mailhelm-operator";
  private static final String BEFORE = OWN + "-5d8f7-abcde";
  private static final String NEW = OWN + "-7c9b6-fghij";

  @RegisterExtension final KubeApi api = new KubeApi();

  @Test
  void twoReleasesOfOneNamespaceBothLead() {
    try (var one = operator("mailhelm-operator", "one");
        var other = operator(OWN, "other")) {
      Awaitility.await("each by its own Lease")
          .atMost(Duration.ofMinutes(3))
          .until(() -> leads("mailhelm-operator", "one") && leads(OWN, "other"));
    }
  }

  @Test
  void anUpgradeWaitsForThePodThatLeadsByTheFormerName() {
    var former = new FormerLease(api.client(), api.namespace(), OWN);
    for (var holder : new String[] {BEFORE, OWN + "-5d8f7-klmno"}) {
      says(FormerLease.NAME, holder);
      assertThat(former.carryOver()).isTrue();
      assertThat(lease(OWN).getSpec()).isEqualTo(lease(FormerLease.NAME).getSpec());
      says(FormerLease.NAME, "");
      assertThat(former.carryOver()).as("another of those before may lead next").isTrue();
      assertThat(leads(OWN, holder)).isTrue();
    }

    says(OWN, NEW);
    says(FormerLease.NAME, BEFORE);
    assertThat(former.carryOver()).isFalse();
    assertThat(leads(OWN, NEW)).isTrue();
  }

  @Test
  void theLeaseOfAnotherReleaseIsNothingToWaitFor() {
    says(FormerLease.NAME, "mailhelm-operator-5d8f7-abcde");

    assertThat(new FormerLease(api.client(), api.namespace(), OWN).carryOver()).isFalse();
    assertThat(new FormerLease(api.client(), api.namespace(), FormerLease.NAME).carryOver())
        .isFalse();
    assertThat(lease(OWN)).isNull();
  }

  private RunningOperator operator(String lease, String identity) {
    var client = new KubernetesClientBuilder().withConfig(api.config()).build();
    var leadership = new Leadership(client, true, api.namespace(), lease, identity);
    return RunningOperator.with(
        client,
        api,
        Clock.systemUTC(),
        overrider -> overrider.withLeaderElectionConfiguration(leadership.configuration()));
  }

  private void says(String name, String holder) {
    var lease =
        new LeaseBuilder()
            .withNewMetadata()
            .withNamespace(api.namespace())
            .withName(name)
            .endMetadata()
            .withNewSpec()
            .withHolderIdentity(holder)
            .withLeaseDurationSeconds(15)
            .withRenewTime(ZonedDateTime.now(ZoneOffset.UTC))
            .endSpec()
            .build();
    api.client().resource(lease).fieldManager("test").forceConflicts().serverSideApply();
  }

  private Lease lease(String name) {
    return api.client().leases().inNamespace(api.namespace()).withName(name).get();
  }

  private boolean leads(String name, String holder) {
    var lease = lease(name);
    return lease != null && holder.equals(lease.getSpec().getHolderIdentity());
  }
}
