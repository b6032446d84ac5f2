package io.mailhelm.operator.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.crds.MailDomain;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What servers say of their traffic, in the status of their MailDomain. */
class TrafficIT {
  private static final List<String> INSIDERS =
      List.of("10.1.0.1", "10.1.0.2", "10.1.0.3", "10.1.0.4", "10.1.0.5");

  /** Nodes put their own addresses in place of their peers'. */
  private static final String CLUSTER = "  service: {externalTrafficPolicy: Cluster}";

  @RegisterExtension final KubeApi api = new KubeApi();
  private final Seen seen = new Seen(api);
  private final int port = KubeApi.freePort();

  @Test
  void aMailDomainSaysWhetherItsServersSeeWhoConnectsAndReachOthers() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator = RunningOperator.in(api)) {
      var pod = node.pod("example-com-smtp-0");
      pod.sees(INSIDERS, "Blocked");
      seen.apply(Declarations.server(port, CLUSTER));
      var hidden = seen.await(MailDomain.class, "example-com", "SourceAddressPreserved", "False");
      assertThat(hidden.getStatus().conditions())
          .anySatisfy(
              condition -> {
                assertThat(condition.reason()).isEqualTo("OnlyInternalPeers");
                assertThat(condition.message()).contains("10.1.0.1");
              });
      seen.await(MailDomain.class, "example-com", "OutboundReachable", "False");
      seen.await(MailDomain.class, "example-com", "Ready", "True");

      var all = new ArrayList<>(INSIDERS);
      all.add("198.51.100.7");
      pod.sees(all, "Open");
      seen.apply(Declarations.server(port, CLUSTER, "mailboxes: {subaddressing: false}"));
      seen.await(MailDomain.class, "example-com", "SourceAddressPreserved", "True");
      seen.await(MailDomain.class, "example-com", "OutboundReachable", "True");
      assertThat(node.trouble()).isEmpty();
    }
  }
}
