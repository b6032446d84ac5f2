package io.mailhelm.smtp.limit;

import io.mailhelm.config.SendLimits.OnExceed;
import io.mailhelm.config.SendPolicy;
import io.mailhelm.smtp.observe.Observer;
import io.mailhelm.smtp.store.CountedRecipients;
import io.mailhelm.smtp.store.CountedRecipients.Key;
import io.mailhelm.smtp.store.RecipientCounts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Counts the recipients elsewhere of policies and users, and says when there is room for more. What
 * it counts is exact at any number of threads: a recipient is reserved at RCPT, and takes its place
 * when its message is committed. Thread-safe.
 *
 * <p>The cost of a recipient does not depend on how many are in the windows.
 */
public final class RecipientLimits {
  /** Mail is not accepted for later than this. */
  public static final Duration LONGEST_WAIT = Duration.ofDays(7);

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Key, KeyCounts> counts = new HashMap<>();
  private final WindowClock clock;
  private final DurableTime durable;
  private final LimitEvents events;

  /** When the keys of which nothing counts any more were last removed. */
  private long swept;

  /**
   * Takes over what counted before.
   *
   * @param store where it is durable
   */
  public RecipientLimits(RecipientCounts store, Observer observer, Clock clock) {
    this(store, observer, clock, System::nanoTime);
  }

  /**
   * @param nanos as {@link System#nanoTime}, whatever happens to the clock
   */
  RecipientLimits(RecipientCounts store, Observer observer, Clock clock, LongSupplier nanos) {
    this.clock = new WindowClock(clock, nanos);
    this.durable = new DurableTime(store, this.clock);
    this.events = new LimitEvents(observer);
    this.swept = this.clock.now();
    long latest = swept + LONGEST_WAIT.toMillis();
    durable.read(
        each -> of(each.key()).add(Math.min(each.at().toEpochMilli(), latest), each.recipients()));
  }

  /** A reservation of nothing, for a message. */
  public LimitReservation open() {
    return new LimitReservation(this);
  }

  /**
   * Reserves a recipient more, at RCPT.
   *
   * @param policy the sender's
   * @param mailboxId of the sender; empty: it is no user that is known
   * @return why it is not; nothing is reserved then
   */
  public Optional<LimitExceeded> reserve(
      SendPolicy policy, Optional<String> mailboxId, LimitReservation into) {
    var limits = Limit.of(policy, mailboxId);
    if (limits.isEmpty()) {
      return Optional.empty();
    }
    lock.lock();
    try {
      long now = durable.now();
      var place = place(limits, now);
      if (!place.isIn(policy.limits().onExceed(), now)) {
        return Optional.of(exceeded(place, now));
      }
      keys(limits).forEach(key -> reserve(key, place.at() > now ? place.at() : PENDING, into));
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  private static final long PENDING = LimitReservation.PENDING;

  private void reserve(Key key, long at, LimitReservation into) {
    into.hold(key, at);
    if (at == PENDING) {
      of(key).pend(1);
    } else {
      of(key).add(at, 1);
    }
  }

  /**
   * Gives all recipients of a message their places, when it is about to be committed; they replace
   * what was reserved for it. They count from then on, until the reservation is closed without
   * being kept.
   *
   * @param recipients how many are elsewhere
   */
  public Booking book(
      SendPolicy policy, Optional<String> mailboxId, int recipients, LimitReservation reserved) {
    var limits = Limit.of(policy, mailboxId);
    lock.lock();
    try {
      giveBack(reserved);
      long now = durable.now();
      sweep(now);
      return limits.isEmpty()
          ? Booking.NOTHING
          : book(limits, policy.limits().onExceed(), recipients, reserved, now);
    } finally {
      lock.unlock();
    }
  }

  private Booking book(
      List<Limit> limits, OnExceed onExceed, int recipients, LimitReservation into, long now) {
    var keys = keys(limits);
    var later = new ArrayList<Duration>(recipients);
    for (int i = 0; i < recipients; i++) {
      var place = place(limits, now);
      if (!place.isIn(onExceed, now)) {
        giveBack(into);
        return new Booking.Refused(exceeded(place, now));
      }
      if (place.at() > now) {
        events.reached(place.limit(), in(place.limit()), now);
      }
      keys.forEach(key -> reserve(key, place.at(), into));
      later.add(place.at() > now ? until(place.at()) : Duration.ZERO);
    }
    into.bookedBy(limits);
    return new Booking.Booked(later, rows(into));
  }

  private Duration until(long at) {
    return Duration.between(clock.instant(), clock.wall(at));
  }

  private List<CountedRecipients> rows(LimitReservation reserved) {
    return reserved.held().stream()
        .map(each -> new CountedRecipients(each.key(), durable.at(each.at()), each.recipients()))
        .toList();
  }

  /** The message is durable; what it holds counts for good. */
  void keep(LimitReservation reserved) {
    if (reserved.held().isEmpty()) {
      return;
    }
    lock.lock();
    try {
      long now = durable.now();
      reserved.held().clear();
      reserved.by().forEach(limit -> events.used(limit, in(limit), now));
    } finally {
      lock.unlock();
    }
  }

  void giveBack(LimitReservation reserved) {
    if (reserved.held().isEmpty()) {
      return;
    }
    lock.lock();
    try {
      for (var each : reserved.held()) {
        if (each.at() == PENDING) {
          of(each.key()).pendNoMore(each.recipients());
        } else {
          of(each.key()).remove(each.at(), each.recipients());
        }
      }
      reserved.held().clear();
    } finally {
      lock.unlock();
    }
  }

  /**
   * A place in all windows at once.
   *
   * @param at when there is room; {@link WindowSums#NEVER} where there never is
   * @param limit the one that has it be so late; the first where it is now
   */
  private record Place(long at, Limit limit) {
    boolean isIn(OnExceed onExceed, long now) {
      return switch (onExceed) {
        case Reject -> at <= now;
        case Defer -> at <= now + LONGEST_WAIT.toMillis();
      };
    }
  }

  /** The first time at which every window has room. */
  private Place place(List<Limit> limits, long now) {
    var place = new Place(now, limits.getFirst());
    for (int agreed = 0; agreed < limits.size(); ) {
      agreed = 0;
      for (var limit : limits) {
        long at = earliest(limit, now, place.at());
        if (at == WindowSums.NEVER) {
          return new Place(at, limit);
        }
        if (at > place.at()) {
          place = new Place(at, limit);
        } else {
          agreed++;
        }
      }
    }
    return place;
  }

  private long earliest(Limit limit, long now, long from) {
    return in(limit).earliest(now, from, of(limit.key()).pending(), limit.most());
  }

  private LimitExceeded exceeded(Place place, long now) {
    events.reached(place.limit(), in(place.limit()), now);
    return LimitExceeded.of(place.limit(), clock.instant(), wall(place.at()));
  }

  private Optional<Instant> wall(long at) {
    return at == WindowSums.NEVER ? Optional.empty() : Optional.of(clock.wall(at));
  }

  /**
   * How much is used of the limits of a policy.
   *
   * @param mailboxId whose share of it; empty: what all users have together
   */
  public List<LimitUse> uses(SendPolicy policy, Optional<String> mailboxId) {
    lock.lock();
    try {
      long now = durable.now();
      return Limit.of(policy, mailboxId).stream()
          .filter(limit -> limit.isOfUser() == mailboxId.isPresent())
          .map(limit -> use(limit, mailboxId, now))
          .toList();
    } finally {
      lock.unlock();
    }
  }

  private LimitUse use(Limit limit, Optional<String> mailboxId, long now) {
    var known = Optional.ofNullable(counts.get(limit.key()));
    long at = known.map(_ -> earliest(limit, now, now)).orElse(now);
    long used = known.map(it -> it.in(limit.window()).used(now) + it.pending()).orElse(0L);
    return new LimitUse(
        limit.policy(),
        mailboxId,
        limit.window(),
        limit.most(),
        used,
        at > now ? wall(at) : Optional.empty());
  }

  /** The mailboxes of users of whom something counts. */
  public List<String> users() {
    lock.lock();
    try {
      return counts.keySet().stream()
          .filter(key -> key.subject() == CountedRecipients.Subject.USER)
          .map(Key::name)
          .toList();
    } finally {
      lock.unlock();
    }
  }

  private WindowSums in(Limit limit) {
    return of(limit.key()).in(limit.window());
  }

  private KeyCounts of(Key key) {
    return counts.computeIfAbsent(key, _ -> new KeyCounts());
  }

  private static List<Key> keys(List<Limit> limits) {
    return limits.stream().map(Limit::key).distinct().toList();
  }

  /** Removes the keys of which nothing counts any more, once in a while. */
  private void sweep(long now) {
    if (now - swept >= LimitWindow.HOUR.millis()) {
      swept = now;
      counts.values().removeIf(each -> each.isOver(now));
    }
  }
}
