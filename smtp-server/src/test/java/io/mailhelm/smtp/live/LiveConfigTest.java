package io.mailhelm.smtp.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.mailhelm.config.Domain.Outbound;
import io.mailhelm.smtp.fake.TestConfig;
import io.mailhelm.smtp.observe.Observer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveConfigTest {
  @Test
  void tellsAgainWhoCouldNotFollowAndEveryoneElseAtOnce() {
    var domain = new TestConfig().domain("example.com", Outbound.Capture);
    var live = new LiveConfig(domain.build(), List.of(), Clock.systemUTC(), Observer.NONE);
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
}
