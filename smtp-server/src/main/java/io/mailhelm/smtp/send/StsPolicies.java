package io.mailhelm.smtp.send;

import io.mailhelm.dns.DnsAnswer;
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
  private final WeighedCache<String, Held> held;

  /** What is known of a domain; a policy, or that there is none to be had before that time. */
  private record Held(String id, Optional<StsPolicy> policy, Instant until, Instant notBefore) {
    /** Octets of memory, at most. */
    long weight() {
      return OBJECTS + WeighedCache.weight(id) + policy.map(StsPolicies::weight).orElse(0L);
    }
  }

  StsPolicies(
      Resolver resolver, StsFetcher fetcher, StsMemory memory, TlsOutcomes outcomes, Clock clock) {
    this.resolver = resolver;
    this.fetcher = fetcher;
    this.memory = memory;
    this.outcomes = outcomes;
    this.clock = clock;
    this.held =
        new WeighedCache<>(
            CAPACITY,
            LARGEST,
            (domain, known) -> WeighedCache.weight(domain) + known.weight(),
            clock);
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
                || clock.instant().isBefore(known.get().notBefore()));
    return asks(isCurrent ? known : Optional.of(fetch(domain, id.get(), known)));
  }

  private static Optional<StsPolicy> asks(Optional<Held> known) {
    return known.flatMap(Held::policy).filter(policy -> policy.mode() != StsPolicy.Mode.NONE);
  }

  private Held fetch(String domain, String id, Optional<Held> known) {
    try {
      var text = fetcher.fetch(domain);
      var policy = StsPolicy.parse(text);
      var now = clock.instant();
      memory.save(domain, new Kept(id, now, text));
      return put(domain, new Held(id, Optional.of(policy), now.plus(policy.maxAge()), Instant.MIN));
    } catch (FetchException e) {
      outcomes.failed(domain, Policy.STS, "", e.result(), e.getMessage());
    } catch (StsPolicy.InvalidException e) {
      outcomes.failed(domain, Policy.STS, "", Result.STS_POLICY_INVALID, e.getMessage());
    }
    var pause = clock.instant().plus(PAUSE);
    return put(
        domain,
        known
            .filter(old -> old.policy().isPresent())
            .map(old -> new Held(old.id(), old.policy(), old.until(), pause))
            .orElse(new Held(id, Optional.empty(), pause, pause)));
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
      var until = kept.get().fetchedAt().plus(policy.maxAge());
      if (now.isBefore(until)) {
        return Optional.of(
            put(domain, new Held(kept.get().id(), Optional.of(policy), until, Instant.MIN)));
      }
    } catch (StsPolicy.InvalidException e) {
      // a file that somebody changed: as if it had never been
    }
    memory.forget(domain);
    return Optional.empty();
  }

  private Held put(String domain, Held known) {
    held.put(domain, known, Duration.between(clock.instant(), known.until()));
    return known;
  }
}
