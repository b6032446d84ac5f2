package io.mailhelm.smtp.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.Domain;
import io.mailhelm.config.Domain.Outbound;
import io.mailhelm.config.Quota;
import io.mailhelm.config.Scram;
import io.mailhelm.config.ScramVerifier;
import io.mailhelm.config.ServerLimits;
import io.mailhelm.smtp.fake.HandClock;
import io.mailhelm.smtp.fake.TestConfig;
import io.mailhelm.smtp.live.LiveConfig;
import io.mailhelm.smtp.observe.LoginOutcome;
import io.mailhelm.smtp.observe.Observer;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PasswordLoginsTest {
  private static final InetAddress HERE = InetAddress.ofLiteral("192.0.2.1");
  private static final InetAddress ELSEWHERE = InetAddress.ofLiteral("192.0.2.3");
  private static final InetAddress THERE = InetAddress.ofLiteral("192.0.2.2");

  private final HandClock clock = new HandClock();
  private final LiveConfig live =
      new LiveConfig(config("secret").build(), List.of(), clock, Observer.NONE);
  private final LoginChecks gate = new LoginChecks(live, clock.elapsed());
  private final PasswordLogins logins = new PasswordLogins(gate);

  private static TestConfig config(String password) {
    var base = ServerLimits.DEFAULT;
    return new TestConfig()
        .domain("example.com", Outbound.Capture)
        .user("alice@example.com", password)
        .limits(
            new ServerLimits(
                base.messageSize(),
                base.recipients(),
                base.connections(),
                base.connectionsPerAddress(),
                base.commandTimeout(),
                base.dataTimeout(),
                base.sessionTimeout(),
                base.errors(),
                5,
                2,
                Duration.ofMinutes(10),
                base.outboundConnections(),
                base.queue(),
                base.deliveryHistory(),
                base.http(),
                base.outbound(),
                base.storage()));
  }

  @Test
  void takesANameWithoutADomainForTheOnlyDomain() {
    assertThat(check(HERE, "alice", "secret")).isEqualTo(LoginOutcome.OK);
    assertThat(check(HERE, "alice@example.com", "secret")).isEqualTo(LoginOutcome.OK);
    assertThat(check(HERE, "alice@other.example", "secret")).isEqualTo(LoginOutcome.FAILED);
  }

  private ScramVerifier proved(InetAddress peer, String password) {
    return logins
        .check(peer, "test", "alice", password.getBytes(StandardCharsets.UTF_8))
        .login()
        .orElseThrow()
        .proved();
  }

  @Test
  void takesTheFormerPasswordForAWhileAndThenForgetsIt() {
    assertThat(check(HERE, "alice", "secret")).isEqualTo(LoginOutcome.OK);
    live.offer(config("changed").build(), List.of());

    clock.advance(Domain.PASSWORD_GRACE.minusMillis(1));
    assertThat(check(HERE, "alice", "secret")).isEqualTo(LoginOutcome.OK);
    assertThat(check(THERE, "alice", "secret")).isEqualTo(LoginOutcome.OK);
    assertThat(check(HERE, "alice", "changed")).isEqualTo(LoginOutcome.OK);
    assertThat(check(HERE, "alice", "guess")).isEqualTo(LoginOutcome.FAILED);
    for (var peer : List.of(HERE, THERE, ELSEWHERE, ELSEWHERE)) { // remembered, and not
      assertThat(proved(peer, "secret")).isNotEqualTo(proved(peer, "changed"));
    }

    clock.advance(Duration.ofMillis(1));
    assertThat(check(HERE, "alice", "secret")).isEqualTo(LoginOutcome.FAILED);
    assertThat(check(HERE, "alice", "changed")).isEqualTo(LoginOutcome.OK);
  }

  /** Or the time a failure takes would tell whose password was changed, and so who exists. */
  @Test
  void aWrongPasswordTakesTheSameWorkForWhoeverWhileAFormerOneIsTaken() {
    var stretched = new AtomicInteger();
    var counting =
        new PasswordLogins(
            gate,
            (verifier, password) -> {
              stretched.incrementAndGet();
              return Scram.matches(verifier, password);
            });
    live.offer(config("changed").user("bob@example.com", "secret").build(), List.of());
    for (var when : List.of(Duration.ZERO, Domain.PASSWORD_GRACE)) {
      clock.advance(when);
      for (var name : List.of("alice", "bob", "nobody")) {
        stretched.set(0);
        counting.check(
            when.isZero() ? HERE : THERE, "smtp", name, "guess".getBytes(StandardCharsets.UTF_8));
        assertThat(stretched).as("%s after %s", name, when).hasValue(when.isZero() ? 2 : 1);
      }
    }
  }

  @Test
  void programsWithTheFormerPasswordShutNobodyOut() {
    check(HERE, "alice", "secret");
    live.offer(config("changed").build(), List.of());
    clock.advance(Domain.PASSWORD_GRACE);

    for (int i = 0; i < 40; i++) { // more than an account or an address may fail
      assertThat(check(HERE, "alice", "secret")).isEqualTo(LoginOutcome.FAILED);
    }

    assertThat(check(HERE, "alice", "changed")).isEqualTo(LoginOutcome.OK);
  }

  @Test
  void failuresAtTheFormerPasswordAreNotThoseOfTheNewOne() {
    check(THERE, "alice", "guess1");
    check(THERE, "alice", "guess2");
    assertThat(check(THERE, "alice", "secret")).isEqualTo(LoginOutcome.THROTTLED);

    live.offer(config("changed").build(), List.of());

    assertThat(check(THERE, "alice", "changed")).isEqualTo(LoginOutcome.OK);
  }

  @Test
  void takesNoFormerPasswordOfASuspendedUserOrWhereThereIsNoGrace() {
    check(HERE, "alice", "secret");
    live.offer(config("changed").passwordGrace(Duration.ZERO).build(), List.of());
    assertThat(check(HERE, "alice", "secret")).isEqualTo(LoginOutcome.FAILED);

    live.offer(
        config("again")
            .user("alice@example.com", "again", Optional.empty(), true, Quota.DEFAULT)
            .build(),
        List.of());
    assertThat(check(HERE, "alice", "changed")).isEqualTo(LoginOutcome.FAILED);
    assertThat(check(HERE, "alice", "again")).isEqualTo(LoginOutcome.SUSPENDED);

    live.offer(config("after").build(), List.of());
    assertThat(check(HERE, "alice", "again")).isEqualTo(LoginOutcome.FAILED);
    assertThat(check(HERE, "alice", "after")).isEqualTo(LoginOutcome.OK);
  }

  @Test
  void whoIsDeletedAndMadeAgainIsSomebodyElse() {
    check(HERE, "alice", "secret");
    live.offer(config("changed").mailboxId("alice@example.com", "another").build(), List.of());

    assertThat(check(HERE, "alice", "secret")).isEqualTo(LoginOutcome.FAILED);
  }

  @Test
  void letsWhoGotInFromAnAddressInAgainWhileOthersGuess() {
    check(HERE, "alice", "secret");
    check(THERE, "alice", "guess1");
    check(THERE, "alice", "guess2");
    assertThat(check(THERE, "alice", "secret")).isEqualTo(LoginOutcome.THROTTLED);
    assertThat(check(HERE, "alice", "secret")).isEqualTo(LoginOutcome.OK);
    assertThat(check(HERE, "alice", "wrong")).isEqualTo(LoginOutcome.FAILED);
  }

  @Test
  void locksNobodyElseOutForWhatOneNetworkGuesses() {
    check(THERE, "alice", "guess1");
    check(THERE, "alice", "guess2");
    assertThat(check(HERE, "alice", "secret")).isEqualTo(LoginOutcome.OK);
  }

  @Test
  void boundsAGuesserWithManyNetworksAndKeepsTheOwnersOpen() {
    check(HERE, "alice", "secret");
    var heard = 0;
    for (int i = 1; i <= 100; i++) {
      var guess = check(InetAddress.ofLiteral("198.51.100." + i), "alice", "guess" + i);
      heard += guess == LoginOutcome.FAILED ? 1 : 0;
    }
    assertThat(heard).isEqualTo(2 * Throttle.STRANGERS);
    assertThat(check(THERE, "alice", "secret")).isEqualTo(LoginOutcome.THROTTLED);
    assertThat(check(HERE, "alice", "secret")).isEqualTo(LoginOutcome.OK);
    assertThat(check(HERE, "alice", "wrong")).isEqualTo(LoginOutcome.FAILED);
  }

  @Test
  void hearsScramFromANetworkThatIsKnownWhileOthersGuess() {
    check(HERE, "alice", "secret");
    for (int i = 1; i <= 100; i++) {
      check(InetAddress.ofLiteral("198.51.100." + i), "alice", "guess" + i);
    }
    assertThat(scram(HERE)).isInstanceOf(SaslMechanism.Step.Challenge.class);
    assertThat(scram(THERE))
        .isEqualTo(new SaslMechanism.Step.Decided(Logins.Result.of(LoginOutcome.THROTTLED)));
  }

  private SaslMechanism.Step scram(InetAddress peer) {
    return new SaslMechanisms(gate, logins)
        .begin("SCRAM-SHA-256", peer, "test", ChannelBindings.NONE)
        .orElseThrow()
        .respond("n,,n=alice,r=nonce".getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void letsWhoSharesAnAddressWithAGuesserInByWhatIsRememberedAndBoundsTheGuesser() {
    check(HERE, "alice", "secret");
    check(HERE, "alice", "guess1");
    check(HERE, "alice", "guess2");
    assertThat(check(HERE, "alice", "secret")).isEqualTo(LoginOutcome.OK);
    for (int i = 0; i < 2 * Throttle.REMEMBERED; i++) {
      assertThat(check(HERE, "alice", "more" + i)).isEqualTo(LoginOutcome.THROTTLED);
    }
    assertThat(check(HERE, "alice", "secret")).isEqualTo(LoginOutcome.THROTTLED);
  }

  @Test
  void listensAgainWhenTheWindowHasPassed() {
    check(THERE, "alice", "guess1");
    check(THERE, "alice", "guess2");
    assertThat(check(THERE, "alice", "secret")).isEqualTo(LoginOutcome.THROTTLED);
    clock.advance(Duration.ofMinutes(11));
    assertThat(check(THERE, "alice", "secret")).isEqualTo(LoginOutcome.OK);
  }

  @Test
  void countsNamesThatNobodyHasLikeOthers() {
    check(THERE, "nobody", "a");
    check(THERE, "nobody", "b");
    assertThat(check(THERE, "nobody", "c")).isEqualTo(LoginOutcome.THROTTLED);
    assertThat(check(HERE, "nobody", "c")).isEqualTo(LoginOutcome.FAILED);
  }

  @Test
  void keepsNoNamesThatAreLong() {
    var throttle = new Throttle(new byte[32], clock.elapsed());
    var before = used();
    for (int i = 0; i < 20_000; i++) {
      throttle.failed(
          HERE,
          new Throttle.Account("x".repeat(8_192) + i, Optional.empty()),
          ServerLimits.DEFAULT);
    }
    assertThat(used() - before).isLessThan(40L << 20);
    assertThat(throttle.isAddressExhausted(HERE, ServerLimits.DEFAULT)).isTrue();
  }

  private static long used() {
    System.gc();
    var runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  @Test
  void countsAWholeIpv6NetworkAsOnePeer() {
    for (int i = 1; i <= 5; i++) {
      check(InetAddress.ofLiteral("2001:db8:0:1::" + i), "user" + i, "x");
    }
    assertThat(check(InetAddress.ofLiteral("2001:db8:0:1:ffff::9"), "alice", "secret"))
        .isEqualTo(LoginOutcome.THROTTLED);
    assertThat(check(InetAddress.ofLiteral("2001:db8:0:2::1"), "alice", "secret"))
        .isEqualTo(LoginOutcome.OK);
  }

  @Test
  void boundsWhoHasMoreThanOneIpv6Network() {
    for (int i = 1; i <= 5 * Throttle.SUBNETS; i++) {
      check(InetAddress.ofLiteral("2001:db8:1:" + i + "::1"), "user" + i, "x");
    }
    assertThat(check(InetAddress.ofLiteral("2001:db8:1:ffff::1"), "alice", "secret"))
        .isEqualTo(LoginOutcome.THROTTLED);
    assertThat(check(InetAddress.ofLiteral("2001:db8:2::1"), "alice", "secret"))
        .isEqualTo(LoginOutcome.OK);
  }

  private LoginOutcome check(InetAddress peer, String login, String password) {
    return logins.check(peer, "test", login, password.getBytes(StandardCharsets.UTF_8)).outcome();
  }

  @Test
  void hearsNoMoreOfABurstThanOfGuessesOneByOne() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var results = new ArrayList<Future<LoginOutcome>>();
      for (int i = 0; i < 60; i++) {
        var guess = "guess" + i;
        results.add(threads.submit(() -> check(THERE, "alice", guess)));
      }
      int heard = 0;
      for (var result : results) {
        heard += result.get() == LoginOutcome.FAILED ? 1 : 0;
      }
      // two an account, and what the processors had in hand when the second failed
      assertThat(heard).isBetween(2, 2 + Runtime.getRuntime().availableProcessors());
    }
  }
}
