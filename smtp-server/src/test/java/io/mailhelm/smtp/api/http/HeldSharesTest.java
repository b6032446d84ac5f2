package io.mailhelm.smtp.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailhelm.smtp.api.ApiException;
import io.mailhelm.smtp.api.Caller;
import io.mailhelm.smtp.receive.TransitMemory;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Who may hold how much of the memory of requests: 100 octets here, half of them for requests. */
class HeldSharesTest {
  private final TransitMemory budget = new TransitMemory(100);
  private final HeldShares shares = new HeldShares(budget);

  private HeldShares.Holding caller(int n) {
    return shares.open(new Caller.Anonymous(), InetAddress.ofLiteral("192.0.2." + n));
  }

  private static void refused(int status, Runnable request) {
    assertThatThrownBy(request::run)
        .isInstanceOfSatisfying(
            ApiException.class,
            refusal -> {
              assertThat(refusal.details().status()).isEqualTo(status);
              assertThat(refusal.retryAfter()).isPresent();
            });
  }

  @Test
  void aCallerHoldsAQuarterAndRequestsAllTogetherHalf() {
    var first = caller(1);
    first.hold(20);
    refused(429, () -> caller(1).hold(6));
    caller(1).hold(5);
    caller(2).hold(20);
    refused(503, () -> caller(3).hold(6));
    first.release();
    caller(3).hold(6);
    assertThat(budget.drawn()).isEqualTo(31);
  }

  @Test
  void anIpv6NetworkIsOneCaller() {
    var first = shares.open(new Caller.Anonymous(), InetAddress.ofLiteral("2001:db8:1:1::1"));
    first.hold(25);
    var second = shares.open(new Caller.Anonymous(), InetAddress.ofLiteral("2001:db8:1:1::2"));
    refused(429, () -> second.hold(1));
  }

  @Test
  void whoHoldsNothingMayHoldOneLargeRequest() {
    caller(1).hold(40);
    refused(503, () -> caller(2).hold(40));
  }

  @Test
  void aRequestThatGrowsMayBeAsLarge() {
    var growing = caller(1);
    for (int tens = 0; tens < 4; tens++) {
      growing.hold(10);
    }
    refused(429, () -> caller(1).hold(1));
    refused(503, () -> caller(2).hold(11));
    caller(2).hold(10);
    refused(503, () -> growing.hold(1));
  }

  @Test
  void whoRunsTheServerHasAReserveThatUsersDoNotTake() {
    caller(1).hold(25);
    caller(2).hold(25);
    var token = shares.open(new Caller.Operator(), InetAddress.ofLiteral("192.0.2.9"));
    token.hold(12);
    refused(503, () -> token.hold(1));
    refused(503, () -> caller(3).hold(1));
    token.release();
    refused(503, () -> caller(3).hold(1));
  }

  @Test
  void aCallerHasOnlySoManyRequestsThatAreNotAnswered() {
    var open = new ArrayList<HeldShares.Holding>();
    for (int i = 0; i < HeldShares.MOST_AT_ONCE; i++) {
      open.add(caller(1));
    }
    refused(429, () -> caller(1));
    caller(2).hold(1);
    open.getFirst().release();
    caller(1).hold(1);
    refused(429, () -> caller(1));
  }

  @Test
  void mailOnItsWayInAndRequestsHaveOneBudget() {
    try (var mail = budget.share(0)) {
      assertThat(mail.hold(80)).isTrue();
      refused(503, () -> caller(1).hold(30));
    }
    caller(1).hold(30);
    try (var mail = budget.share(0)) {
      assertThat(mail.hold(80)).isFalse();
    }
  }

  @Test
  void itIsHeldUntilItsLastUserHasEnded() {
    var left = caller(1);
    left.hold(10);
    assertThat(left.retain()).isTrue();
    left.release();
    left.hold(5);
    assertThat(budget.drawn()).isEqualTo(15);
    left.release();
    assertThat(budget.drawn()).isZero();
    assertThat(shares.all()).isZero();
  }

  @Test
  void afterItsLastUserItHoldsNothingMore() {
    var gone = caller(1);
    gone.release();
    assertThat(gone.retain()).isFalse();
    assertThatThrownBy(() -> gone.hold(10)).isInstanceOf(IllegalStateException.class);
    assertThat(budget.drawn()).isZero();
  }

  @Test
  void whoLeavesIsToldOfOnceAndMayStillHold() {
    var told = new AtomicInteger();
    var one = caller(1);
    one.hold(10);
    one.retain();
    one.whenLeft(told::incrementAndGet);
    assertThat(one.hasLeft()).isFalse();
    one.requireHere();
    one.leave();
    assertThat(one.hasLeft()).isTrue();
    assertThatThrownBy(one::requireHere).isInstanceOf(ApiException.class);
    assertThat(told).hasValue(1);
    one.whenLeft(told::incrementAndGet);
    assertThat(told).hasValue(2);
    assertThat(budget.drawn()).isEqualTo(10);
    one.release();
    assertThat(told).hasValue(2);
    assertThat(budget.drawn()).isZero();
  }

  @Test
  void whoseConnectionHasEndedWaitsForNoReadAndHoldsUntilItsResourceEnds() {
    var left = caller(1);
    assertThat(left.retain()).isTrue();
    left.hold(0, 2);
    assertThat(left.hasLeft()).isFalse();
    left.leave();
    assertThat(left.hasLeft()).isTrue();
    assertThat(budget.drawn()).isEqualTo(8);
    left.release();
    assertThat(budget.drawn()).isZero();
  }
}
