package io.mailhelm.operator.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.mailhelm.crds.MailUser;
import java.io.ByteArrayInputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What strangers' Secrets cost the operator. */
class SecretsMemoryIT {
  private static final int COUNT = 100;
  private static final int OCTETS = 740_000;
  private static final long MIB = 1 << 20;
  private static final Pattern LIST =
      Pattern.compile("/apis?/[^?]*/namespaces/[^/?]+/[a-z]+([?].*)?");

  @RegisterExtension final KubeApi api = new KubeApi();
  private final Seen seen = new Seen(api);
  private final int port = KubeApi.freePort();

  /** As Helm keeps its releases. */
  @Test
  void whatOthersKeepCostsNothing() {
    put(Map.of("owner", "helm"));

    assertThat(grownBy("")).isLessThan(32 * MIB);
  }

  @Test
  void whatIsMarkedCostsNoMoreAndOneThatIsTooLargeSaysSo() {
    put(Map.of("mailhelm.io/use", "password"));

    assertThat(grownBy("passwordSecretRef: {name: theirs-7, key: release}")).isLessThan(32 * MIB);

    var ready =
        Seen.condition(seen.get(MailUser.class, "bob").orElseThrow(), "Ready").orElseThrow();
    assertThat(ready.message())
        .contains("Secret theirs-7 is not read: it is larger than 256 KiB: make it smaller");
  }

  /** Whoever makes Secrets with our labels, and one list of all of them, end the operator. */
  @Test
  void noListIsWithoutALimit() {
    var whole = ConcurrentHashMap.<String>newKeySet();
    try (var gate = new Gate(api.config());
        var node = PlayedNode.in(api.client(), api.namespace())) {
      gate.rule(
          asked -> {
            var isList = LIST.matcher(asked.path()).matches() && !asked.path().contains("watch=");
            if (asked.method().equals("GET") && isList && !asked.path().contains("limit=")) {
              whole.add(asked.path());
            }
            return Gate.Fate.PASSES;
          });
      try (var operator = RunningOperator.in(api, gate.config(), Clock.systemUTC())) {
        seen.apply(Declarations.server(port) + Declarations.user("bob", ""));
        seen.await(MailUser.class, "bob", "Ready", "True");
      }
      // What it finds there it reads.
      try (var operator = RunningOperator.in(api, gate.config(), Clock.systemUTC())) {
        seen.apply(Declarations.user("alice", ""));
        seen.await(MailUser.class, "alice", "Ready", "True");
      }
    }

    assertThat(whole).isEmpty();
  }

  /** Whoever may write MailUsers, and nothing else, writes as much as an API server takes. */
  @Test
  void whatIsWrittenBesideADeclarationCostsNothing() {
    var theirs = "x".repeat(250_000);
    IntStream.range(0, COUNT)
        .parallel()
        .forEach(
            i ->
                api.client()
                    .load(
                        new ByteArrayInputStream(
                            Declarations.user("user-" + i, "")
                                .replace(
                                    "metadata: {", "metadata: {annotations: {a: " + theirs + "}, ")
                                .getBytes(StandardCharsets.UTF_8)))
                    .inNamespace(api.namespace())
                    .create());

    assertThat(grownBy("")).isLessThan(32 * MIB);
  }

  /** Each is as large as may be, together they are more than a namespace's share. */
  @Test
  void whatIsNamedIsReadHoweverManyOthersAreMarked() {
    var most = "x".repeat(190_000);
    put(Map.of("mailhelm.io/use", "password"), most.getBytes(StandardCharsets.US_ASCII));
    try (var operator = RunningOperator.in(api)) {
      seen.apply(
          Declarations.server(port)
              + IntStream.range(0, COUNT)
                  .mapToObj(
                      i ->
                          Declarations.user(
                              "user-" + i,
                              "passwordSecretRef: {name: theirs-%d, key: short}".formatted(i)))
                  .collect(Collectors.joining()));

      for (int i = 0; i < COUNT; i++) {
        seen.await(MailUser.class, "user-" + i, "CredentialsReady", "True");
      }
    }
  }

  /** How much heap an operator keeps that has started and done its work. */
  private long grownBy(String bob) {
    var before = used();
    // No node is played: that one reads all Secrets, as no kubelet does.
    try (var operator = RunningOperator.in(api)) {
      seen.apply(
          Declarations.server(port)
              + Declarations.user("alice", "")
              + Declarations.user("bob", bob));
      seen.await(StatefulSet.class, "example-com-smtp", any -> true);
      seen.await(Secret.class, "alice-smtp", any -> true);
      if (!bob.isEmpty()) {
        seen.await(MailUser.class, "bob", "Ready", "False");
      }
      return used() - before;
    }
  }

  private static long used() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private void put(Map<String, String> labels) {
    var octets = new byte[OCTETS];
    new Random(1).nextBytes(octets);
    put(labels, octets);
  }

  private void put(Map<String, String> labels, byte[] octets) {
    var data =
        Map.of(
            "release",
            Base64.getEncoder().encodeToString(octets),
            "short",
            "cGFzc3dvcmQgb2YgbWluZQ==");
    IntStream.range(0, COUNT)
        .parallel()
        .forEach(
            i ->
                api.client()
                    .resource(
                        new SecretBuilder()
                            .withNewMetadata()
                            .withName("theirs-" + i)
                            .withNamespace(api.namespace())
                            .withLabels(labels)
                            .endMetadata()
                            .withData(data)
                            .build())
                    .create());
  }
}
