package io.mailhelm.smtp.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.Listener;
import io.mailhelm.config.Listener.Auth;
import io.mailhelm.config.Listener.Tls;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConnectionCountsTest {
  private static final Listener SMTP = listener(Auth.None);
  private static final Listener SUBMISSION = listener(Auth.Required);

  private final ConnectionCounts counts = new ConnectionCounts();

  private static Listener listener(Auth auth) {
    return new Listener("any", Optional.empty(), 0, Tls.StartTls, auth, List.of());
  }

  private static InetAddress inSite(int site, int network) {
    return InetAddress.ofLiteral("2001:db8:%x:%x::1".formatted(site, network));
  }

  @Test
  void oneSiteOfManyNetworksHasABoundOfItsOwn() {
    for (int network = 0; network < 2 * ConnectionCounts.SITES; network++) {
      boolean fits = network < ConnectionCounts.SITES;
      assertThat(counts.enter(inSite(1, network), 1)).as("network %d", network).isEqualTo(fits);
    }
    assertThat(counts.enter(inSite(2, 0), 1)).as("another site").isTrue();

    counts.leave(inSite(1, 0));
    assertThat(counts.enter(inSite(1, 99), 1)).as("where one went").isTrue();
  }

  @Test
  void whoIsTurnedAwayIsNotCounted() {
    var first = inSite(1, 0);
    assertThat(counts.enter(first, 1)).isTrue();
    for (int i = 0; i < 10 * ConnectionCounts.SITES; i++) {
      assertThat(counts.enter(first, 1)).isFalse();
    }
    assertThat(counts.enter(inSite(1, 1), 1)).isTrue();
    counts.leave(first);
    assertThat(counts.enter(first, 1)).isTrue();
  }

  @Test
  void aFloodOfOneKindOfListenerLeavesATenthToTheOther() {
    for (int i = 0; i < 90; i++) {
      assertThat(counts.enter(SMTP, 100)).isTrue();
    }
    assertThat(counts.enter(SMTP, 100)).isFalse();
    for (int i = 0; i < 10; i++) {
      assertThat(counts.enter(SUBMISSION, 100)).isTrue();
    }
    assertThat(counts.enter(SUBMISSION, 100)).isFalse();

    counts.leave(SMTP);
    assertThat(counts.enter(SUBMISSION, 100)).isTrue();
    assertThat(counts.enter(SMTP, 100)).as("100 in all").isFalse();
  }

  @Test
  void saysWhenNewcomersWillFindNoRoom() {
    for (int i = 0; i < 79; i++) {
      counts.enter(SMTP, 100);
    }
    assertThat(counts.isCrowded(100)).isFalse();
    counts.enter(SMTP, 100);
    assertThat(counts.isCrowded(100)).isTrue();
    counts.leave(SMTP);
    for (int i = 0; i < 11; i++) {
      assertThat(counts.isCrowded(100)).isFalse();
      counts.enter(SUBMISSION, 100);
    }
    assertThat(counts.isCrowded(100)).as("90 in all").isTrue();
  }
}
