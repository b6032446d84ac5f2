package io.mailhelm.operator.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.mailhelm.crds.DnsStatus.DnsRecord;
import io.mailhelm.crds.DnsStatus.Verdict;
import io.mailhelm.crds.MailDomain;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** What the DNS says of a domain, in its status, as the DNS changes. */
class DnsReportIT {
  @RegisterExtension final KubeApi api = new KubeApi();
  private final Seen seen = new Seen(api);
  private final int port = KubeApi.freePort();

  private String sender() {
    return Declarations.server(port, World.DNS, "dkim: {algorithms: [Ed25519]}")
        .replace("outbound: Capture", "outbound: Deliver")
        .replace("  server:\n", "  server:\n    privateNetworks: [127.0.0.0/8]\n");
  }

  @Test
  void theStatusFollowsTheDnsAndNothingIsWrittenWhileItSaysTheSame() throws Exception {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var world = new World()) {
      try (var operator = RunningOperator.in(api, RunningOperator.ASKING, world.outside())) {
        seen.apply(sender());
        var empty = awaitDns("False");
        assertThat(Seen.condition(empty, "DNSReady").orElseThrow().reason())
            .isEqualTo("RecordsMissing");
        assertThat(empty.getStatus().dns().ready()).matches("0/[0-9]+");

        world.paste(empty);
        assertThat(kubectl("wait", "--for=condition=DNSReady", "--timeout=60s")).isZero();
        seen.await(MailDomain.class, "example-com", "DKIMReady", "True");
        var right = awaitStill(world);
        assertThat(right.getStatus().dns().ready()).matches("([0-9]+)/\\1");
        assertThat(right.getStatus().dns().records())
            .filteredOn(DnsRecord::required)
            .extracting(DnsRecord::verdict)
            .containsOnly(Verdict.Match);
        assertThat(
                operator
                    .registry()
                    .get("mailhelm.dns.record.ok")
                    .tag("purpose", "Mx")
                    .gauge()
                    .value())
            .isEqualTo(1);

        var config = version(Secret.class, "example-com-config-index");
        world.write("example.com.", "MX", "10 mx.elsewhere.example.");
        var wrong = seen.await(MailDomain.class, "example-com", any -> mx(any) == Verdict.Mismatch);
        assertThat(Seen.condition(wrong, "DNSReady").orElseThrow().status()).isEqualTo("False");
        assertThat(Seen.condition(wrong, "Ready").orElseThrow().status()).isEqualTo("True");
        assertThat(wrong.getStatus().dns().lastChanged())
            .isGreaterThan(right.getStatus().dns().lastChanged());
        assertThat(version(Secret.class, "example-com-config-index")).isEqualTo(config);

        world.server().forgets("example.com.", Type.MX);
        world.server().says("example.com.", Type.MX, Rcode.SERVFAIL);
        var failing = seen.await(MailDomain.class, "example-com", any -> mx(any) == Verdict.Error);
        assertThat(Seen.condition(failing, "DNSReady").orElseThrow().status()).isEqualTo("Unknown");
        world.server().says("example.com.", Type.MX, Rcode.NOERROR);
        world.write("example.com.", "MX", "10 mail.example.com.");
        awaitDns("True");
      }
      var before = version(MailDomain.class, "example-com");
      try (var operator = RunningOperator.in(api, RunningOperator.ASKING, world.outside())) {
        assertThat(awaitStill(world).getMetadata().getResourceVersion())
            .as("an operator that begins takes nothing back")
            .isEqualTo(before);
      }
    }
  }

  @Test
  void nobodyIsAskedAboutMailThatStaysHere() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var world = new World();
        var operator = RunningOperator.in(api, RunningOperator.ASKING, world.outside())) {
      seen.apply(Declarations.server(port));
      var domain = seen.await(MailDomain.class, "example-com", "Ready", "True");

      assertThat(Seen.condition(domain, "DNSReady").orElseThrow().reason()).isEqualTo("Capture");
      assertThat(world.server().asked()).isZero();
    }
  }

  private MailDomain awaitDns(String status) {
    return seen.await(MailDomain.class, "example-com", "DNSReady", status);
  }

  private static Verdict mx(MailDomain domain) {
    return domain.getStatus().dns().records().stream()
        .filter(record -> record.purpose().equals("Mx"))
        .map(DnsRecord::verdict)
        .findFirst()
        .orElseThrow();
  }

  /** Waits until several looks in a row have changed nothing. */
  private MailDomain awaitStill(World world) {
    var last =
        new Object() {
          Optional<String> version = Optional.empty();
          int asked;
        };
    Awaitility.await("looks that change nothing")
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              var now = version(MailDomain.class, "example-com");
              if (!last.version.equals(Optional.of(now))) {
                last.version = Optional.of(now);
                last.asked = world.server().asked();
              }
              // some ten questions a look
              return world.server().asked() > last.asked + 60;
            });
    return seen.get(MailDomain.class, "example-com").orElseThrow();
  }

  private String version(
      Class<? extends io.fabric8.kubernetes.api.model.HasMetadata> kind, String name) {
    return seen.get(kind, name).orElseThrow().getMetadata().getResourceVersion();
  }

  private int kubectl(String... arguments) throws Exception {
    var command = new java.util.ArrayList<>(java.util.List.of(KubeServer.kubectl().toString()));
    var config = java.nio.file.Files.createTempFile("mailhelm", ".kubeconfig");
    java.nio.file.Files.writeString(config, api.kubeConfig());
    command.addAll(java.util.List.of("--kubeconfig", config.toString(), "-n", api.namespace()));
    command.addAll(java.util.List.of(arguments));
    command.add("maildomain/example-com");
    var process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
    java.nio.file.Files.delete(config);
    return process.exitValue();
  }
}
