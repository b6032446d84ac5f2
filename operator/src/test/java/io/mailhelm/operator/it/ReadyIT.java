package io.mailhelm.operator.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.mailhelm.crds.Condition;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.MailUser;
import io.mailhelm.crds.SendPolicy;
import io.mailhelm.operator.it.Gate.Fate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The columns READY and REASON of {@code kubectl get} are never blank, and name the cause. */
class ReadyIT {
  private static final String POLICY =
      """
      ---
      apiVersion: mailhelm.io/v1alpha1
      kind: SendPolicy
      metadata: {name: all}
      spec: {domainRef: {name: example-com}, default: true}
      """;
  private static final String GUEST =
      """
      ---
      apiVersion: mailhelm.io/v1alpha1
      kind: MailDomain
      metadata: {name: guest}
      spec: {domain: guest.example, outbound: Capture, serverRef: {name: example-com}}
      ---
      apiVersion: mailhelm.io/v1alpha1
      kind: MailUser
      metadata: {name: carol}
      spec: {domainRef: {name: guest}}
      """;

  @RegisterExtension final KubeApi api = new KubeApi();
  private final Seen seen = new Seen(api);
  private final int port = KubeApi.freePort();

  @Test
  void whereNoOperatorWatchesItSaysSo() throws IOException, InterruptedException {
    seen.apply(Declarations.server(port) + Declarations.user("alice", "") + POLICY + GUEST);

    for (var line : kubectlGetMail()) {
      assertThat(line).containsPattern("Unknown +NotSeen");
    }
    assertThat(ready(MailUser.class, "alice").message()).contains("watch.namespaces");
  }

  @Test
  void whereTheMailDomainIsNotThereItIsNamed() {
    try (var elsewhere = KubeApi.beside();
        var operator = RunningOperator.in(api)) {
      new Seen(elsewhere).apply(Declarations.server(port));
      seen.apply(Declarations.user("alice", "") + POLICY);

      for (var resource : userAndPolicy("DomainNotFound")) {
        assertThat(ready(resource).status()).isEqualTo("False");
        assertThat(ready(resource).message())
            .contains("there is no MailDomain example-com in this namespace");
      }
    }
  }

  @Test
  void whereTheMailDomainIsNearlyGoneItIsSaid() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator = RunningOperator.in(api)) {
      seen.apply(Declarations.server(port) + Declarations.user("alice", "") + POLICY);
      seen.await(MailUser.class, "alice", "Ready", "True");
      seen.await(SendPolicy.class, "all", "Ready", "True");
      // Somebody else's, who takes long to do something.
      seen.edit(
          MailDomain.class,
          "example-com",
          domain -> domain.getMetadata().getFinalizers().add("example.com/slow"));

      seen.delete(MailDomain.class, "example-com");
      seen.apply(Declarations.user("dave", ""));

      assertThat(ready(seen.await(MailUser.class, "dave", any -> says(any, "DomainNotFound"))))
          .extracting(Condition::status, Condition::message)
          .containsExactly(
              "False",
              "MailDomain example-com is being deleted: declare it again once it is gone, or delete"
                  + " this");
      userAndPolicy("DomainNotFound");
      seen.edit(
          MailDomain.class,
          "example-com",
          domain -> domain.getMetadata().getFinalizers().remove("example.com/slow"));
      seen.awaitGone(MailDomain.class, "example-com");
      seen.await(
          MailUser.class, "dave", any -> ready(any).message().contains("there is no MailDomain"));
    }
  }

  @Test
  void whatIsPausedFromTheFirstSaysSoOfAllThatLivesThere() {
    try (var operator = RunningOperator.in(api)) {
      seen.apply(
          Declarations.server(port)
                  .replace(
                      "metadata: {name: example-com}",
                      "metadata: {name: example-com, annotations: {mailhelm.io/pause: \"true\"}}")
              + Declarations.user("alice", "")
              + POLICY
              + GUEST);

      userAndPolicy("ReconciliationPaused");
      for (var kind : List.of("guest", "example-com")) {
        seen.await(MailDomain.class, kind, any -> says(any, "ReconciliationPaused"));
      }
      assertThat(
              ready(seen.await(MailUser.class, "carol", any -> says(any, "ReconciliationPaused")))
                  .message())
          .contains("MailDomain example-com is paused", "mailhelm.io/pause");
    }
  }

  @Test
  void whatIsChangedDuringAPauseIsNotReadyAndTheRestIs() {
    try (var node = PlayedNode.in(api.client(), api.namespace());
        var operator = RunningOperator.in(api)) {
      seen.apply(
          Declarations.server(port)
              + Declarations.user("alice", "")
              + Declarations.user("bob", ""));
      seen.await(MailUser.class, "alice", "Ready", "True");
      seen.await(MailUser.class, "bob", "Ready", "True");
      pause("true");
      seen.await(MailDomain.class, "example-com", "ReconciliationPaused", "True");

      seen.apply(Declarations.user("alice", "suspended: true"));

      seen.await(MailUser.class, "alice", any -> says(any, "ReconciliationPaused"));
      assertThat(ready(MailUser.class, "bob").status()).isEqualTo("True");
      pause("false");
      seen.await(MailUser.class, "alice", "Ready", "True");
    }
  }

  @Test
  void whereNoServerAnswersItIsSaidAfterAWhile() {
    var clock = new LateClock();
    try (var operator = RunningOperator.in(api, api.config(), clock)) {
      seen.apply(Declarations.server(port) + Declarations.user("alice", "") + POLICY);
      seen.await(MailDomain.class, "example-com", "Ready", "False");
      assertThat(ready(MailUser.class, "alice").reason()).isEqualTo("NotSeen");

      clock.isLate(Duration.ofMinutes(1));

      for (var resource : userAndPolicy("NotChecked")) {
        assertThat(ready(resource).status()).isEqualTo("Unknown");
        assertThat(ready(resource).message()).startsWith("no server has answered");
      }
    }
  }

  @Test
  void whereTheMailDomainIsRefusedItsCauseIsNamed() throws IOException, InterruptedException {
    try (var operator = RunningOperator.in(api)) {
      seen.apply(
          Declarations.server(port, "tls: {secretRef: {name: nowhere}}")
              + Declarations.user("alice", "")
              + POLICY);

      for (var resource : userAndPolicy("ReferenceRefused")) {
        assertThat(ready(resource).message())
            .contains("MailDomain example-com is refused, mend that first: ")
            .contains("Secret " + api.namespace() + "/nowhere is not there");
      }
      assertThat(kubectlGetMail())
          .anyMatch(line -> line.matches("maildomain.*False +SecretNotFound .*"))
          .anyMatch(line -> line.matches("mailuser.*False +ReferenceRefused .*"));
    }
  }

  @Test
  void whereTheOperatorFailsAtTheMailDomainItsUsersSaySo() {
    var clock = new LateClock();
    try (var gate = new Gate(api.config())) {
      gate.rule(
          asked ->
              asked.isWrite() && asked.path().contains("/secrets") ? Fate.CONFLICTS : Fate.PASSES);
      try (var operator = RunningOperator.in(api, gate.config(), clock)) {
        seen.apply(Declarations.server(port));
        seen.await(MailDomain.class, "example-com", any -> says(any, "ReconcileFailed"));
        clock.isLate(Duration.ofMinutes(1));
        seen.apply(Declarations.user("alice", "") + POLICY);

        for (var resource : userAndPolicy("NotChecked")) {
          assertThat(ready(resource).message())
              .startsWith("MailDomain example-com cannot be dealt with: ")
              .contains("409");
        }
      }
    }
  }

  @Test
  void aStatusThatMayNotBeWrittenLeavesTheColumnAsItWas() {
    var refused = new AtomicInteger();
    try (var gate = new Gate(api.config())) {
      gate.rule(
          asked -> {
            if (asked.isWrite() && asked.path().contains("/status")) {
              refused.incrementAndGet();
              return Fate.IS_FORBIDDEN;
            }
            return Fate.PASSES;
          });
      try (var operator =
          RunningOperator.with(
              RunningOperator.client(gate.config()), api, Clock.systemUTC(), any -> {})) {
        seen.apply(Declarations.server(port) + Declarations.user("alice", "") + POLICY);
        Awaitility.await("three writes are refused").until(() -> refused.get() >= 3);

        for (var resource : userAndPolicy("NotSeen")) {
          assertThat(ready(resource).status()).isEqualTo("Unknown");
        }
        assertThat(api.client().v1().events().inNamespace(api.namespace()).list().getItems())
            .as("nothing is told that no status says")
            .isEmpty();
      }
    }
  }

  private List<HasMetadata> userAndPolicy(String reason) {
    return List.of(
        seen.await(MailUser.class, "alice", any -> says(any, reason)),
        seen.await(SendPolicy.class, "all", any -> says(any, reason)));
  }

  private void pause(String value) {
    seen.edit(
        MailDomain.class,
        "example-com",
        domain -> domain.getMetadata().setAnnotations(Map.of("mailhelm.io/pause", value)));
  }

  private static boolean says(HasMetadata resource, String reason) {
    return reason.equals(ready(resource).reason());
  }

  private Condition ready(Class<? extends HasMetadata> kind, String name) {
    return ready(seen.get(kind, name).orElseThrow());
  }

  private static Condition ready(HasMetadata resource) {
    return Seen.condition(resource, "Ready").orElseThrow();
  }

  /** A line each, as a person sees them; without the titles. */
  private List<String> kubectlGetMail() throws IOException, InterruptedException {
    var config = Files.createTempFile("kubeconfig", ".yaml");
    Files.writeString(config, api.kubeConfig());
    var process =
        new ProcessBuilder(
                KubeServer.kubectl().toString(),
                "--kubeconfig",
                config.toString(),
                "-n",
                api.namespace(),
                "get",
                "maildomains,mailusers,sendpolicies",
                "--no-headers")
            .redirectErrorStream(true)
            .start();
    var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(text).isZero();
    Files.delete(config);
    return text.lines().filter(line -> !line.isBlank()).toList();
  }
}
