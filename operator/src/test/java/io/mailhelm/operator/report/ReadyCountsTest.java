package io.mailhelm.operator.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.mailhelm.crds.Condition;
import io.mailhelm.crds.MailUser;
import io.mailhelm.crds.MailUserStatus;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadyCountsTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final ReadyCounts counts = new ReadyCounts(registry);
  private final List<MailUser> users = new ArrayList<>();

  ReadyCountsTest() {
    counts.watch(MailUser.class, users::stream, MailUserStatus::conditions);
  }

  @AfterEach
  void end() {
    counts.close();
  }

  @Test
  void tenThousandUsersAreAFewNumbersAndSomeNames() {
    IntStream.range(0, 10_000).forEach(i -> users.add(user("shop", "u" + i, "True", "Ready")));
    IntStream.range(0, 500).forEach(i -> users.add(user("shop", "x" + i, "False", "NotActedOn")));
    users.add(user("mail", "alice", "Unknown", "NotChecked"));
    counts.leads();

    counts.refresh();

    assertThat(count("shop", "True", "Ready")).isEqualTo(10_000);
    assertThat(count("shop", "False", "NotActedOn")).isEqualTo(500);
    assertThat(registry.get("mailhelm.resource.condition").tag("namespace", "shop").gauges())
        .hasSize(ReadyCounts.NAMED);
    assertThat(registry.get("mailhelm.resource.condition").tag("namespace", "mail").gauge().getId())
        .satisfies(
            id -> {
              assertThat(id.getTag("kind")).isEqualTo("MailUser");
              assertThat(id.getTag("name")).isEqualTo("alice");
              assertThat(id.getTag("type")).isEqualTo("Ready");
              assertThat(id.getTag("status")).isEqualTo("Unknown");
            });
    assertThat(registry.getMeters()).hasSize(3 + ReadyCounts.NAMED + 1);
  }

  @Test
  void whoWritesStatusesOfTheirOwnMakesNoMoreRowsThanThat() {
    IntStream.range(0, 1_000).forEach(i -> users.add(user("shop", "u" + i, "False", "Mine" + i)));
    users.add(user("mail", "alice", "True", "Ready"));
    counts.leads();

    counts.refresh();

    assertThat(registry.get("mailhelm.resources").tag("namespace", "shop").gauges())
        .hasSize(ReadyCounts.REASONS + 1);
    assertThat(count("shop", "False", ReadyCounts.OTHER)).isEqualTo(1_000 - ReadyCounts.REASONS);
    assertThat(count("mail", "True", "Ready")).isEqualTo(1);
  }

  @Test
  void whatIsMendedOrGoneIsShownNoMore() {
    counts.leads();
    users.add(user("shop", "a", "False", "NotActedOn"));
    users.add(user("shop", "b", "False", "NotActedOn"));
    counts.refresh();

    users.set(0, user("shop", "a", "True", "Ready"));
    users.removeLast();
    counts.refresh();

    assertThat(registry.getMeters()).hasSize(1);
    assertThat(count("shop", "True", "Ready")).isEqualTo(1);
  }

  @Test
  void oneThatDoesNotWorkCountsNothing() {
    users.add(user("shop", "a", "True", "Ready"));

    counts.refresh();

    assertThat(registry.getMeters()).isEmpty();
  }

  @Test
  void aUserWithoutAnyStatusIsUnknown() {
    var fresh = user("shop", "a", "True", "Ready");
    fresh.setStatus(null);
    users.add(fresh);
    counts.leads();

    counts.refresh();

    assertThat(count("shop", "Unknown", "")).isEqualTo(1);
  }

  private double count(String namespace, String ready, String reason) {
    return registry
        .get("mailhelm.resources")
        .tags("kind", "MailUser", "namespace", namespace, "ready", ready, "reason", reason)
        .gauges()
        .stream()
        .mapToDouble(Gauge::value)
        .sum();
  }

  private static MailUser user(String namespace, String name, String status, String reason) {
    var user = new MailUser();
    user.setMetadata(new ObjectMetaBuilder().withNamespace(namespace).withName(name).build());
    user.setStatus(
        new MailUserStatus(
            1L,
            null,
            null,
            null,
            null,
            List.of(new Condition("Ready", status, reason, "", null, 1L))));
    return user;
  }
}
