package io.mailhelm.dns.spf;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.dns.DnsAnswer;
import io.mailhelm.dns.Resolver;
import io.mailhelm.dns.fake.InMemoryResolver;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever strangers publish, say in EHLO or send from: a check ends in an outcome, within its
 * limits. A failure names the seed and the turn; {@code -Dmailhelm.fuzz.seconds=60} goes on for
 * longer, from a seed of its own.
 */
class SpfFuzzTest {
  private static final int TURNS = 1_500;
  private static final long SEED = 7_208;

  /** The record, ten terms of eleven questions each, names of the client, and an explanation. */
  private static final int MAX_QUESTIONS = 1 + 10 * 11 + 11 + 1;

  private static final List<String> WORDS =
      List.of(
          " ",
          " ",
          " ",
          "v=spf1 ",
          "a",
          "mx",
          "ptr",
          "exists:",
          "include:",
          "redirect=",
          "exp=",
          "ip4:",
          "ip6:",
          "192.0.2.1",
          "2001:db8::",
          "::ffff:192.0.2.1",
          "-",
          "~",
          "?",
          "+",
          "all",
          "a.example",
          "b.example",
          "c.example",
          ".",
          "..",
          "/",
          "//",
          "/24",
          "//64",
          "/999",
          "%{",
          "}",
          "%{i}",
          "%{p}",
          "%{l1r-}",
          "%{S}",
          "%{h}.a.example",
          "%{d2}",
          "%{c}",
          "%%",
          "%_",
          "%-",
          "%",
          ":",
          "=",
          "\\",
          "\\999",
          "@",
          "\u00e4",
          "\0",
          "\t",
          "\ud800",
          "99999999999",
          "x".repeat(64),
          "\"");

  private static final List<String> TERMS =
      List.of(
          "a",
          "mx",
          "ptr",
          "?a:b.example/24",
          "mx:c.example//64",
          "ptr:%{d}",
          "-ip4:192.0.2.0/24",
          "ip6:2001:db8::/32",
          "include:a.example",
          "include:b.example",
          "-include:%{h}",
          "exists:%{l}.%{p}",
          "~exists:%{S}.c.example",
          "redirect=c.example",
          "exp=b.example",
          "~all",
          "-all",
          "x=%{c}");

  private static final List<String> NAMES = List.of("a.example", "b.example", "c.example");
  private static final List<String> CLIENTS =
      List.of("192.0.2.1", "2001:db8::1", "203.0.113.7", "::1");

  private final RandomGenerator random;
  private final AtomicInteger questions = new AtomicInteger();
  private final Set<SpfResult> seen = EnumSet.noneOf(SpfResult.class);
  private final long seed;
  private final int seconds;

  SpfFuzzTest() {
    seconds = Integer.getInteger("mailhelm.fuzz.seconds", 0);
    seed = seconds > 0 ? System.nanoTime() : SEED;
    random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  @Test
  @Timeout(900)
  void endsWithinItsLimitsWhateverIsPublished() {
    var end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
    for (int turn = 0; turn < TURNS || System.nanoTime() < end; turn++) {
      try {
        one(counting(world()));
      } catch (RuntimeException | AssertionError | StackOverflowError e) {
        throw new AssertionError("seed %d, turn %d".formatted(seed, turn), e);
      }
    }
    assertThat(seen).as("results that came up").containsExactlyInAnyOrder(SpfResult.values());
  }

  private void one(Resolver resolver) {
    questions.set(0);
    var spf = new SpfEvaluator(resolver, Clock.systemUTC());
    var outcome = spf.check(InetAddress.ofLiteral(pick(CLIENTS)), pick(NAMES), words(6), words(3));
    seen.add(outcome.result());
    assertThat(outcome.lookups()).isBetween(0, 10);
    assertThat(questions).hasValueLessThanOrEqualTo(MAX_QUESTIONS);
    assertThat(outcome.explanation()).hasSizeLessThanOrEqualTo(1_000).matches("[ -~]*");
    assertThat(outcome.problem().isEmpty())
        .isEqualTo(
            outcome.result() != SpfResult.PermError && outcome.result() != SpfResult.TempError);
    assertThat(outcome.problem()).matches("[ -~]*");
    if (SpfRecord.read(record()) instanceof SpfRecord.Readable(var record)) {
      questions.set(0);
      var cost = SpfCost.of(record, "a.example", resolver);
      assertThat(cost.lookups()).isBetween(0, SpfCost.MAX_LOOKUPS);
      assertThat(questions).hasValueLessThanOrEqualTo(50);
    }
  }

  private InMemoryResolver world() {
    var resolver = new InMemoryResolver();
    for (var name : NAMES) {
      resolver.txt(name, random.nextInt(4) == 0 ? words(4) : record());
      for (int i = random.nextInt(13); i > 0; i--) {
        resolver.mx(name, i, random.nextBoolean() ? pick(NAMES) : words(2));
        resolver.ptr(pick(CLIENTS), random.nextBoolean() ? pick(NAMES) : words(2));
      }
      if (random.nextBoolean()) {
        resolver.address(name, pick(CLIENTS));
      }
      if (random.nextInt(10) == 0) {
        resolver.fails(pick(NAMES));
      }
    }
    return resolver;
  }

  /** The same, with every question counted. */
  private Resolver counting(Resolver resolver) {
    return (Resolver)
        Proxy.newProxyInstance(
            Resolver.class.getClassLoader(),
            new Class<?>[] {Resolver.class},
            (proxy, method, arguments) -> {
              questions.incrementAndGet();
              var answer = method.invoke(resolver, arguments);
              return answer instanceof DnsAnswer<?> ? answer : new AssertionError();
            });
  }

  private String record() {
    var text = new StringBuilder("v=spf1");
    for (int i = random.nextInt(14); i > 0; i--) {
      text.append(' ').append(pick(TERMS));
    }
    return random.nextInt(4) == 0 ? text + words(4) : text.toString();
  }

  private String words(int count) {
    var text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(pick(WORDS));
    }
    return text.toString();
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
