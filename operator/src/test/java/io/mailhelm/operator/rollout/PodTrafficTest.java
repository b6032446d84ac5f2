package io.mailhelm.operator.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mailhelm.compiler.Traffic;
import io.mailhelm.compiler.Traffic.Port25;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PodTrafficTest {
  private final PodTraffic memory = new PodTraffic();

  private static PodReport report(long connections, String port25, String... addresses) {
    return new PodReport(
        "",
        "",
        List.of(),
        "",
        new PodReport.Peers(connections, List.of(addresses)),
        new PodReport.Outbound(port25),
        "",
        PodReport.Store.UNKNOWN,
        List.of());
  }

  private static boolean isInsider(InetAddress address) {
    return address.getHostAddress().startsWith("10.");
  }

  private Optional<Traffic> of(String... pods) {
    return memory.of(Set.of(pods), PodTrafficTest::isInsider);
  }

  @Test
  void nothingIsKnownBeforeAPodHasSpoken() {
    assertThat(of("a")).isEmpty();
  }

  @Test
  void addsUpWhatPodsSayAndCountsNoFurtherThanItMatters() {
    memory.heard(Map.of("a", report(4, "Unknown", "10.0.0.1"), "b", report(5, "Open", "10.0.0.2")));
    assertThat(of("a", "b")).contains(new Traffic(9, false, "10.0.0.1", Port25.Open));

    memory.heard(Map.of("b", report(Long.MAX_VALUE, "Open", "10.0.0.2")));
    assertThat(of("a", "b")).contains(new Traffic(100, false, "10.0.0.1", Port25.Open));
  }

  @Test
  void anOutsiderAtOnePodIsEnoughAndIsTheExample() {
    memory.heard(Map.of("a", report(90, "Open", "10.0.0.1"), "b", report(1, "Open", "192.0.2.7")));
    assertThat(of("a", "b")).contains(new Traffic(91, true, "192.0.2.7", Port25.Open));
  }

  @Test
  void theExampleStaysWhileItIsInASample() {
    memory.heard(Map.of("b", report(100, "Open", "192.0.2.7")));
    var first = of("a", "b");
    memory.heard(
        Map.of(
            "a",
            report(100, "Open", "192.0.2.1"),
            "b",
            report(101, "Open", "192.0.2.2", "192.0.2.7")));
    assertThat(of("a", "b")).isEqualTo(first);
    memory.heard(Map.of("b", report(1, "Open", "192.0.2.2")));
    assertThat(of("a", "b").orElseThrow().example()).isEqualTo("192.0.2.1");
  }

  @Test
  void aPodThatIsSilentForOnceIsRememberedAndOneThatWentIsNot() {
    memory.heard(Map.of("a", report(10, "Blocked", "10.0.0.1")));
    memory.heard(Map.of("b", report(2, "Open", "10.0.0.2")));
    assertThat(of("a", "b")).contains(new Traffic(12, false, "10.0.0.1", Port25.Blocked));
    assertThat(of("b")).contains(new Traffic(2, false, "10.0.0.2", Port25.Open));
  }

  @Test
  void whateverAServerSaysIsBounded() throws JsonProcessingException {
    var json =
        """
        {"peers": {"connections": -5, "addresses": ["x.example", null, "192.0.2.7", "1"], "else": 1},
         "outbound": {"port25": "Ajar", "tried": 1}}
        """;
    memory.heard(Map.of("a", new ObjectMapper().readValue(json, PodReport.class)));
    assertThat(of("a")).contains(new Traffic(0, true, "192.0.2.7", Port25.Unknown));
    memory.heard(Map.of("a", new ObjectMapper().readValue("{}", PodReport.class)));
    assertThat(of("a")).contains(new Traffic(0, false, "", Port25.Unknown));
  }

  @Test
  void whatIsRememberedOfAServerIsBounded() throws JsonProcessingException {
    var many = "9,".repeat(5_000) + "9";
    var text = "x".repeat(5_000);
    var json =
        """
        {"running": "%2$s", "offered": "%2$s", "formats": [%1$s], "refusal": "%2$s", "mailboxes": "%2$s",
         "peers": {"addresses": ["%2$s", %1$s]}, "outbound": {"port25": "%2$s"}, "store": {"id": "%2$s"}}
        """
            .formatted(many, text);
    var report = new ObjectMapper().readValue(json, PodReport.class);

    assertThat(report.formats()).hasSize(50);
    assertThat(report.peers().addresses()).hasSize(256);
    assertThat(report.refusal()).hasSize(1024);
    assertThat(report.toString()).hasSizeLessThan(3_000).doesNotContain("x".repeat(1025));
    assertThat(report.outbound()).isEqualTo(PodReport.Outbound.UNKNOWN);
  }
}
