package io.mailhelm.smtp.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.mailhelm.config.ConfigDocument;
import io.mailhelm.config.Domain.Outbound;
import io.mailhelm.config.KeyPem;
import io.mailhelm.smtp.fake.TestConfig;
import io.mailhelm.smtp.observe.Event;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveConfigTest {
  private final TestConfig domain = new TestConfig().domain("example.com", Outbound.Capture);
  private final List<Event> events = new ArrayList<>();
  private final LiveConfig live =
      new LiveConfig(domain.build(), List.of(), Clock.systemUTC(), events::add);
  private final String first = live.current().hash();

  @Test
  void tellsAgainWhoCouldNotFollowAndEveryoneElseAtOnce() {
    var calls = new ArrayList<String>();
    live.follow(
        snapshot -> {
          calls.add("first");
          if (calls.size() == 1) {
            throw new IllegalStateException("the disk is full");
          }
        });
    live.follow(snapshot -> calls.add("second"));
    var changed = domain.user("alice@example.com", "secret").build();

    assertThatIllegalStateException().isThrownBy(() -> live.offer(changed, List.of()));
    assertThat(calls).containsExactly("first", "second");
    assertThat(live.offer(changed, List.of())).isTrue();
    assertThat(calls).containsExactly("first", "second", "first", "second");
    assertThat(live.offer(changed, List.of())).isTrue();
    assertThat(calls).hasSize(4);
  }

  @Test
  void aConfigRunsOnlyOnceEverythingItDemandsIsDone() {
    var disk = new boolean[] {true};
    live.follow(
        snapshot -> {
          if (!disk[0]) {
            throw new IllegalStateException("the disk is full");
          }
        });
    assertThat(live.running()).as("nobody has carried it out yet").isEmpty();
    live.settle();
    assertThat(live.running()).isEqualTo(first);

    disk[0] = false;
    var changed = domain.user("alice@example.com", "secret").build();
    assertThatIllegalStateException().isThrownBy(() -> live.offer(changed, List.of()));
    assertThat(live.current().hash()).isEqualTo(ConfigDocument.of(changed).hash());
    assertThat(live.running()).as("what it demands is not done").isEqualTo(first);
    assertThatIllegalStateException().isThrownBy(live::settle);
    assertThat(live.running()).isEqualTo(first);

    disk[0] = true;
    live.settle();
    assertThat(live.running()).isEqualTo(ConfigDocument.of(changed).hash());
  }

  @Test
  void whatCannotBeReadIsToldOnceAndWhatRunsGoesOn() {
    live.settle();
    live.refuse("abc", "the config is of format 7 and this version reads 1");
    live.refuse("abc", "the config is of format 7 and this version reads 1");

    assertThat(live.offered().hash()).isEqualTo("abc");
    assertThat(live.offered().refusal()).contains("format 7");
    assertThat(live.running()).isEqualTo(first);
    assertThat(events).filteredOn(Event.ConfigRejected.class::isInstance).hasSize(1);
  }

  @Test
  void halfAConfigIsShownAsOfferedAndIsNoFault() {
    live.settle();
    live.await("abc", "shard 07 is missing");

    assertThat(live.offered())
        .isEqualTo(new LiveConfig.Offered("abc", List.of(), "shard 07 is missing"));
    assertThat(events).noneMatch(Event.ConfigRejected.class::isInstance);
    assertThat(live.offer(domain.build(), List.of())).isTrue();
    assertThat(live.offered().refusal()).isEmpty();
  }

  @Test
  void aKeyOfGarbageIsRefusedByItsNameAndNeverShown() {
    live.settle();
    var broken =
        domain
            .key(
                new KeyPem(
                    "tls/example-com",
                    "-----BEGIN CERTIFICATE-----\n!!\n-----END CERTIFICATE-----",
                    "-----BEGIN PRIVATE KEY-----\nsecret!!\n-----END PRIVATE KEY-----"))
            .build();

    assertThat(live.offer(broken, List.of())).isFalse();
    assertThat(live.running()).isEqualTo(first);
    assertThat(live.offered().refusal()).contains("tls/example-com").doesNotContain("secret");
  }

  @Test
  void whatIsToBePreparedIsDoneBeforeAConfigRunsAndHoldsNoneUp() {
    var seen = new ArrayList<String>();
    live.prepare(
        next -> {
          seen.add(live.current().hash() + " before " + next.hash());
          throw new IllegalStateException("the disk is full");
        });
    var changed = domain.user("alice@example.com", "secret").build();

    assertThat(live.offer(changed, List.of())).isTrue();

    assertThat(seen).containsExactly(first + " before " + ConfigDocument.of(changed).hash());
    assertThat(live.current().hash()).isEqualTo(ConfigDocument.of(changed).hash());
    assertThat(events).filteredOn(Event.Failed.class::isInstance).hasSize(1);
  }

  @Test
  void nothingIsPreparedForWhatCannotRun() {
    var seen = new ArrayList<String>();
    live.prepare(next -> seen.add(next.hash()));

    var broken = domain.key(new KeyPem("tls/example-com", "secret", "secret")).build();
    assertThat(live.offer(broken, List.of())).isFalse();

    assertThat(seen).isEmpty();
  }
}
