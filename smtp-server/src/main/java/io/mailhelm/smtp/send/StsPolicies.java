package io.mailhelm.smtp.send;

import io.mailhelm.dns.Answer;
import io.mailhelm.dns.Resolver;
import io.mailhelm.smtp.send.StsFetcher.FetchException;
import io.mailhelm.smtp.send.StsMemory.Kept;
import io.mailhelm.smtp.send.TlsOutcomes.Policy;
import io.mailhelm.smtp.send.TlsOutcomes.Result;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The MTA-STS policies of domains (RFC 8461). One that was fetched holds until its time runs out,
 * whatever the DNS or the web server say meanwhile (RFC 8461 §5.1); a new id makes it be fetched
 * anew. Thread-safe.
 */
final class StsPolicies {
  private static final int CAPACITY = 10_000;

  /** After a failure the next message does not ask again at once (RFC 8461 §3.3). */
  private static final Duration PAUSE = Duration.ofMinutes(5);

  private final Resolver resolver;
  private final StsFetcher fetcher;
  private final StsMemory memory;
  private final TlsOutcomes outcomes;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final LinkedHashMap<String, Held> held = new LinkedHashMap<>(16, 0.75f, true);

  /** What is known of a domain; a policy, or that there is none to be had before that time. */
  private record Held(String id, Optional<StsPolicy> policy, Instant until, Instant notBefore) {}

  StsPolicies(
      Resolver resolver, StsFetcher fetcher, StsMemory memory, TlsOutcomes outcomes, Clock clock) {
    this.resolver = resolver;
    this.fetcher = fetcher;
    this.memory = memory;
    this.outcomes = outcomes;
    this.clock = clock;
  }

  /** The policy of a domain that holds now; those of mode none are none. */
  Optional<StsPolicy> of(String domain) {
    var known = known(domain);
    var answer = resolver.txt("_mta-sts." + domain);
    var id = StsPolicy.id(answer.found());
    if (id.isEmpty() || answer instanceof Answer.Unavailable<String>) {
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
    var now = clock.instant();
    lock.lock();
    try {
      var found = held.get(domain);
      if (found != null) {
        if (now.isBefore(found.until())) {
          return Optional.of(found);
        }
        held.remove(domain);
      }
    } finally {
      lock.unlock();
    }
    return remembered(domain, now);
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

  private Held put(String domain, Held now) {
    lock.lock();
    try {
      held.put(domain, now);
      if (held.size() > CAPACITY) {
        held.pollFirstEntry();
      }
      return now;
    } finally {
      lock.unlock();
    }
  }
}
