package io.mailhelm.smtp.reputation;

import io.mailhelm.config.Domain;
import io.mailhelm.config.SendPolicy;
import io.mailhelm.smtp.live.LiveConfig;
import io.mailhelm.smtp.observe.Observer;
import io.mailhelm.smtp.store.PolicyKey;
import io.mailhelm.smtp.store.PolicyOutcomes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/**
 * Knows which declared policies are paused for what became of their mail. What it knows is judged
 * anew from the store's sums, so that a restart changes nothing. Thread-safe; one thread judges at
 * a time.
 */
public final class Reputations {
  /** What is shown is at most so old. */
  private static final Duration FRESH = Duration.ofSeconds(90);

  private final LiveConfig live;
  private final PolicyOutcomes outcomes;
  private final ReputationEvents events;
  private final Clock clock;
  private final ReentrantLock judging = new ReentrantLock();

  /** Of declared policies only. */
  private final Map<PolicyKey, PolicyStanding> standings = new ConcurrentHashMap<>();

  /** Policies that somebody waits to have judged. */
  private final Set<PolicyKey> asked = ConcurrentHashMap.newKeySet();

  private final AtomicLong changes = new AtomicLong();
  private volatile Instant judgedAt = Instant.MIN;

  /** Nothing is judged yet. */
  public Reputations(LiveConfig live, PolicyOutcomes outcomes, Observer observer, Clock clock) {
    this.live = live;
    this.outcomes = outcomes;
    this.events = new ReputationEvents(observer);
    this.clock = clock;
  }

  /** Another number whenever a policy has come to be paused or is not any more. */
  public long changes() {
    return changes.get();
  }

  /** Whether a policy's mail has to wait; of one that is not judged yet, whether it had to. */
  public boolean isPaused(PolicyKey policy) {
    var standing = standings.get(policy);
    return standing != null
        ? standing.isPaused()
        : outcomes.state(policy).pausedSince().isPresent(); // not judged yet: as it was
  }

  /** How every declared policy does, by name; as of a minute ago at most while the server runs. */
  public List<PolicyStanding> standings() {
    if (Duration.between(judgedAt, clock.instant()).abs().compareTo(FRESH) > 0) {
      try {
        judgeAll();
      } catch (RuntimeException e) {
        // what is known so far is shown; who judges every minute says what is wrong
      }
    }
    return standings.values().stream()
        .sorted(Comparator.comparing(standing -> standing.policy().name()))
        .toList();
  }

  /**
   * Judges policies of which something bad is known since the last time. One that is paused already
   * stays so until all are judged. Of many who ask at once one judges for all.
   */
  public void judge(Collection<PolicyKey> policies) {
    var declared = declared();
    if (policies.stream().noneMatch(policy -> mayBePaused(policy, declared))) {
      return;
    }
    asked.addAll(policies);
    judging.lock();
    try {
      for (var policy : policies) {
        // Taken away before anything is read: what is asked for after this is judged once more.
        if (asked.remove(policy) && mayBePaused(policy, declared)) {
          judge(policy, declared.get(policy));
        }
      }
    } finally {
      judging.unlock();
    }
  }

  /** Whether anything new can be found out: not of one that is above a limit already. */
  private boolean mayBePaused(PolicyKey policy, Map<PolicyKey, SendPolicy> declared) {
    var standing = standings.get(policy);
    return declared.containsKey(policy)
        && declared.get(policy).reputation().judged()
        && (standing == null || standing.exceeded().isEmpty());
  }

  /** Judges all, and forgets those that are not declared any more. */
  public void judgeAll() {
    var now = clock.instant();
    judge((_, _) -> true);
    judgedAt = now; // after all of it: until then, who asks judges too
  }

  /** Judges those that are declared otherwise than the last time. */
  public void judgeChanged() {
    judge(
        (key, policy) ->
            Optional.ofNullable(standings.get(key))
                .filter(standing -> standing.policy().equals(policy))
                .isEmpty());
  }

  private void judge(BiPredicate<PolicyKey, SendPolicy> which) {
    var declared = declared();
    standings.keySet().retainAll(declared.keySet());
    var failure = Optional.<RuntimeException>empty();
    for (var each : declared.entrySet()) {
      try {
        if (which.test(each.getKey(), each.getValue())) {
          judge(each.getKey(), each.getValue());
        }
      } catch (RuntimeException e) {
        failure = Optional.of(e); // the others are judged all the same
      }
    }
    failure.ifPresent(
        e -> {
          throw e;
        });
  }

  /**
   * A person says that a policy goes on: what became of its mail so far does not count any more.
   *
   * @return how it does then; empty: there is no such policy
   */
  public Optional<PolicyStanding> resume(String name) {
    var found =
        declared().entrySet().stream()
            .filter(each -> each.getKey().policy().equals(name))
            .findFirst();
    found.ifPresent(
        each -> {
          outcomes.resume(each.getKey(), clock.instant());
          judge(each.getKey(), each.getValue());
        });
    return found.map(each -> standings.get(each.getKey()));
  }

  private Map<PolicyKey, SendPolicy> declared() {
    var config = live.current().config();
    var domains = new HashMap<String, String>();
    for (Domain domain : config.domains()) {
      domains.put(domain.name(), domain.domain().ascii());
    }
    var declared = new HashMap<PolicyKey, SendPolicy>();
    for (var policy : config.sendPolicies()) {
      var domain = domains.get(policy.domain());
      if (domain != null) {
        declared.put(new PolicyKey(domain, policy.name()), policy);
      }
    }
    return declared;
  }

  private void judge(PolicyKey key, SendPolicy policy) {
    judging.lock();
    try {
      var now = clock.instant();
      var known = outcomes.state(key);
      var before = Optional.ofNullable(standings.get(key));
      var after = standing(key, policy, known, now);
      standings.put(key, after);
      if (before.map(PolicyStanding::isPaused).orElse(known.pausedSince().isPresent())
          != after.isPaused()) {
        changes.incrementAndGet();
      }
      if (!known.pausedSince().equals(after.pausedSince())) {
        outcomes.pause(key, after.pausedSince());
      }
      events.tell(before, known.pausedSince().isPresent(), after);
    } finally {
      judging.unlock();
    }
  }

  private PolicyStanding standing(
      PolicyKey key, SendPolicy policy, PolicyOutcomes.PauseState known, Instant now) {
    var resumedAt = latest(policy.resumedAt(), known.resumedAt(), now);
    var since = ReputationJudgement.since(policy.reputation(), resumedAt, now);
    var sums = outcomes.sums(key, since, now);
    var worst =
        sums.badAddress() + sums.blocked() + sums.complained() == 0
            ? List.<PolicyOutcomes.DestinationSums>of()
            : outcomes.worst(key, since, now, ReputationJudgement.NAMED);
    var exceeded =
        ReputationJudgement.of(sums, worst, policy.reputation(), known.pausedSince().isPresent());
    var pausedSince =
        PolicyStanding.pauses(policy, exceeded)
            ? known.pausedSince().or(() -> Optional.of(now))
            : Optional.<Instant>empty();
    return new PolicyStanding(policy, sums, worst, exceeded, pausedSince, resumedAt);
  }

  /** The later of those that have come: one that is to come does not count yet. */
  private static Optional<Instant> latest(
      Optional<Instant> declared, Optional<Instant> here, Instant now) {
    return Stream.concat(declared.stream(), here.stream())
        .filter(at -> !at.isAfter(now))
        .max(Comparator.naturalOrder());
  }
}
