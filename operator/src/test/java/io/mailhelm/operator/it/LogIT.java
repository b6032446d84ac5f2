package io.mailhelm.operator.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.crds.MailDomain;
import io.mailhelm.operator.it.Gate.Fate;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the log of the packaged operator says of an API server that refuses, or is away. */
class LogIT {
  @RegisterExtension final KubeApi api = new KubeApi();
  private final Seen seen = new Seen(api);

  @Test
  void aRightThatIsMissingAtTheStartIsALineThatSaysWhoGivesIt() throws InterruptedException {
    try (var operator = new OperatorProcess(api, api.configOf("nobody"), "nobody")) {
      // Of the Lease, too: it ends.
      Awaitility.await("it says what it may not")
          .until(
              () ->
                  operator.log().contains("is not looked after")
                      && operator.log().contains("the operator cannot start"));
      operator.terminate();
      var ofUsers =
          operator
              .log()
              .lines()
              .filter(line -> line.contains("listSyncAndWatch") && line.contains("/mailusers,"));

      assertThat(operator.log())
          .contains("name " + api.namespace() + " in the chart's watch.namespaces");
      assertThat(ofUsers).hasSize(1);
      assertNoTrace(operator.log());
    }
  }

  @Test
  void whatIsRefusedOrMetIsALineEach() throws InterruptedException {
    var conflicts = new AtomicInteger(5);
    try (var gate = new Gate(api.config())) {
      gate.rule(
          asked -> {
            if (asked.isWrite() && asked.path().contains("/statefulsets")) {
              return Fate.IS_FORBIDDEN;
            }
            return asked.isWrite()
                    && asked.path().contains("/secrets")
                    && conflicts.getAndDecrement() > 0
                ? Fate.CONFLICTS
                : Fate.PASSES;
          });
      try (var operator = new OperatorProcess(api, gate.config(), "operator")) {
        seen.apply(Declarations.server(KubeApi.freePort()));
        var refused = seen.await(MailDomain.class, "example-com", "ConfigApplied", "False");
        assertThat(Seen.condition(refused, "ConfigApplied").orElseThrow().message())
            .contains("name mail in the chart's watch.namespaces");

        gate.shut();
        Awaitility.await("it misses the API server")
            .until(() -> operator.log().lines().filter(LogIT::isOfTheConnection).count() > 3);
        operator.terminate();
        assertNoTrace(operator.log());
      }
    }
  }

  /** As an admission policy of the cluster may say. */
  @Test
  void aPodThatCannotBeToldIsALineAndStopsNoPass() throws InterruptedException {
    try (var gate = new Gate(api.config());
        var node = PlayedNode.in(api.client(), api.namespace())) {
      gate.rule(
          asked ->
              asked.isWrite() && asked.path().contains("/pods/") ? Fate.IS_FORBIDDEN : Fate.PASSES);
      try (var operator = new OperatorProcess(api, gate.config(), "operator")) {
        seen.apply(Declarations.server(KubeApi.freePort()));
        seen.await(MailDomain.class, "example-com", "ServerReady", "True");
        seen.apply(Declarations.user("alice", ""));
        Awaitility.await("it says that the pod is not told")
            .until(() -> operator.log().contains("cannot be told of its config"));
        operator.terminate();

        assertThat(operator.log()).doesNotContain("refuses what MailDomain example-com");
      }
    }
  }

  private static boolean isOfTheConnection(String line) {
    return line.contains("Exception)") && line.contains("WARN");
  }

  private static void assertNoTrace(String log) {
    assertThat(log.lines().toList())
        .as(log)
        .filteredOn(line -> line.startsWith("\tat ") || line.startsWith("Caused by: "))
        .isEqualTo(List.of());
  }
}
