package io.mailhelm.smtp.send;

import io.mailhelm.dns.DnsAnswer;
import io.mailhelm.dns.ElapsedTime;
import io.mailhelm.dns.Resolver;
import io.mailhelm.dns.WeighedCache;
import io.mailhelm.smtp.send.StsFetcher.FetchException;
import io.mailhelm.smtp.send.StsMemory.Kept;
import io.mailhelm.smtp.send.TlsOutcomes.Policy;
import io.mailhelm.smtp.send.TlsOutcomes.Result;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Finds the MTA-STS policies of domains (RFC 8461) and caches them. One that was fetched holds
 * until its time runs out, whatever the DNS or the web server say meanwhile (RFC 8461 §5.1); a new
 * id makes it be fetched anew. Thread-safe.
 */
final class StsPolicies {
  /** Octets of memory for policies: tens of thousands of usual ones, however large others are. */
  static final long CAPACITY = 16L << 20;

  /** Octets of the largest: one of many short lines takes several times what its file does. */
  private static final long LARGEST = CAPACITY / 8;

  /** What an entry and a policy take besides their texts, about. */
  private static final int OBJECTS = 256;

  /** After a failure the next message does not ask again at once (RFC 8461 §3.3). */
  private static final Duration PAUSE = Duration.ofMinutes(5);

  private final Resolver resolver;
  private final StsFetcher fetcher;
  private final StsMemory memory;
  private final TlsOutcomes outcomes;
  private final Clock clock;
  private final ElapsedTime time;
  private final WeighedCache<String, Held> held;

  /**
   * What is known of a domain: a policy, or that there is none to be had.
   *
   * @param until how long that holds, by {@link ElapsedTime}
   * @param notBefore when it is asked for again
   */
  private record Held(String id, Optional<StsPolicy> policy, Duration until, Duration notBefore) {
    /** Octets of memory, at most. */
    long weight() {
      return OBJECTS + WeighedCache.weight(id) + policy.map(StsPolicies::weight).orElse(0L);
    }
  }

  /**
   * @param clock for the dates of policies in {@code memory}
   * @param time for how long what is known holds in this process
   */
  StsPolicies(
      Resolver resolver,
      StsFetcher fetcher,
      StsMemory memory,
      TlsOutcomes outcomes,
      Clock clock,
      ElapsedTime time) {
    this.resolver = resolver;
    this.fetcher = fetcher;
    this.memory = memory;
    this.outcomes = outcomes;
    this.clock = clock;
    this.time = time;
    this.held =
        new WeighedCache<>(
            CAPACITY,
            LARGEST,
            (domain, known) -> WeighedCache.weight(domain) + known.weight(),
            time);
  }

  private static long weight(StsPolicy policy) {
    return policy.hosts().stream().mapToLong(host -> Long.BYTES + WeighedCache.weight(host)).sum();
  }

  /** Octets of memory that are taken by what is known. */
  long octets() {
    return held.octets();
  }

  /** The policy of a domain that holds now; those of mode none are none. */
  Optional<StsPolicy> of(String domain) {
    var known = known(domain);
    var answer = resolver.txt("_mta-sts." + domain);
    var id = StsPolicy.id(answer.found());
    if (id.isEmpty() || answer instanceof DnsAnswer.Unavailable<String>) {
      return asks(known);
    }
    boolean isCurrent =
        known.isPresent()
            && (known.get().policy().isPresent() && known.get().id().equals(id.get())
                || !time.isPast(known.get().notBefore()));
    return asks(isCurrent ? known : Optional.of(fetch(domain, id.get(), known)));
  }

  private static Optional<StsPolicy> asks(Optional<Held> known) {
    return known.flatMap(Held::policy).filter(policy -> policy.mode() != StsPolicy.Mode.NONE);
  }

  private Held fetch(String domain, String id, Optional<Held> known) {
    try {
      var text = fetcher.fetch(domain);
      var policy = StsPolicy.parse(text);
      memory.save(domain, new Kept(id, clock.instant(), text));
      return put(domain, holding(id, policy, policy.maxAge()));
    } catch (FetchException e) {
      outcomes.failed(domain, Policy.STS, "", e.result(), e.getMessage());
    } catch (StsPolicy.InvalidException e) {
      outcomes.failed(domain, Policy.STS, "", Result.STS_POLICY_INVALID, e.getMessage());
    }
    var pause = time.now().plus(PAUSE);
    return put(
        domain,
        known
            .filter(old -> old.policy().isPresent())
            .map(old -> new Held(old.id(), old.policy(), old.until(), pause))
            .orElse(new Held(id, Optional.empty(), pause, pause)));
  }

  private Held holding(String id, StsPolicy policy, Duration age) {
    return new Held(id, Optional.of(policy), time.now().plus(age), Duration.ZERO);
  }

  private Optional<Held> known(String domain) {
    var found = held.get(domain);
    return found.isPresent() ? found : remembered(domain, clock.instant());
  }

  private Optional<Held> remembered(String domain, Instant now) {
    var kept = memory.load(domain);
    if (kept.isEmpty()) {
      return Optional.empty();
    }
    try {
      var policy = StsPolicy.parse(kept.get().policy());
      var left = Duration.between(now, kept.get().fetchedAt().plus(policy.maxAge()));
      if (left.isPositive()) {
        // more than its age where the clock was set back since
        var age = left.compareTo(policy.maxAge()) < 0 ? left : policy.maxAge();
        return Optional.of(put(domain, holding(kept.get().id(), policy, age)));
      }
    } catch (StsPolicy.InvalidException e) {
      // a file that somebody changed: as if it had never been
    }
    memory.forget(domain);
    return Optional.empty();
  }

  private Held put(String domain, Held known) {
    held.put(domain, known, known.until().minus(time.now()));
    return known;
  }
}
