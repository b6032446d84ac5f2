package io.mailhelm.smtp.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.ServerLimits;
import io.mailhelm.smtp.fake.TestConfig;
import io.mailhelm.smtp.live.DescriptorShares;
import io.mailhelm.smtp.store.Originator;
import org.junit.jupiter.api.Test;

class SharesTest {
  /** More than any process has descriptors for. */
  private static final ServerLimits DECLARED =
      TestConfig.outgoing(2_000_000_000, ServerLimits.DEFAULT.queue());

  private static final Shares.Group SLOW = new Shares.Group(false, false);

  @Test
  void sharesAreOfTheConnectionsThatThereAreNotOfThoseThatAreDeclared() {
    long there = DescriptorShares.of(DECLARED).outbound();
    assertThat(there).isLessThan(DECLARED.outboundConnections());
    var outbound = DECLARED.outbound();
    long reserve = there * outbound.reservePercent() / 100;
    long ofOneUser = Math.max(1, there * outbound.perUserPercent() / 100);
    try (var room =
        new PostRoom(PostRoom.config().user(PostRoom.CAROL, "secret").limits(DECLARED))) {
      room.send("x@slow.example");
      var delivery = room.delivery("x@slow.example");
      var by = room.live.current();
      assertThat(Shares.forOthers(by)).isEqualTo(there - reserve);
      var shares = new Shares();
      var alice = Originator.of(delivery);
      for (long i = 0; i < ofOneUser; i++) {
        assertThat(shares.left(alice, SLOW, by)).isPositive();
        shares.take(alice);
      }
      assertThat(shares.left(alice, SLOW, by)).isZero();
    }
  }
}
