package io.mailhelm.smtp.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.HttpLimits;
import io.mailhelm.smtp.observe.Event.Refused.Limit;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HeldConnectionsTest {
  private static final HttpLimits MOST = new HttpLimits(4, 3, Duration.ofSeconds(30));
  private final HeldConnections connections = new HeldConnections();

  private static final class Connection implements HeldConnections.Held {
    private final long since = System.nanoTime();
    private final boolean idle;
    private boolean closed;

    Connection(boolean idle) {
      this.idle = idle;
    }

    @Override
    public boolean isIdle() {
      return idle;
    }

    @Override
    public long since() {
      return since;
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private Connection from(String address, boolean idle, Limit... limit) {
    var connection = new Connection(idle);
    assertThat(connections.enter(InetAddress.ofLiteral(address), connection, MOST).stream())
        .containsExactly(limit);
    return connection;
  }

  @Test
  void theLongestIdleOfAnAddressMakesRoom() {
    var busy = from("192.0.2.1", false);
    var silent = from("192.0.2.1", true);
    var younger = from("192.0.2.1", true);
    var newcomer = from("192.0.2.1", true, Limit.CONNECTIONS_PER_ADDRESS);
    assertThat(silent.closed).isTrue();
    assertThat(busy.closed || younger.closed || newcomer.closed).isFalse();
    assertThat(connections.size()).isEqualTo(3);
  }

  @Test
  void whoHasMostMakesRoomForAnAddressThatHasNone() {
    var other = from("192.0.2.9", true);
    var first = from("192.0.2.1", true);
    from("192.0.2.1", true);
    from("192.0.2.1", true);
    var newcomer = from("2001:db8::1", true, Limit.CONNECTIONS);
    assertThat(first.closed).isTrue();
    assertThat(other.closed || newcomer.closed).isFalse();
  }

  @Test
  void whereAllAreBusyTheNewcomerGoes() {
    for (int i = 0; i < 3; i++) {
      from("192.0.2.1", false);
    }
    var newcomer = from("192.0.2.1", false, Limit.CONNECTIONS_PER_ADDRESS);
    assertThat(newcomer.closed).isTrue();
    assertThat(connections.size()).isEqualTo(3);
  }

  @Test
  void whoLeavesMakesRoomOnce() {
    var first = from("192.0.2.1", true);
    from("192.0.2.1", true);
    from("192.0.2.1", true);
    connections.leave(first);
    connections.leave(first);
    from("192.0.2.1", true);
    assertThat(first.closed).isFalse();
    assertThat(connections.size()).isEqualTo(3);
  }
}
