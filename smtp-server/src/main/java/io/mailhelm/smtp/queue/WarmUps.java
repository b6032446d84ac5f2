package io.mailhelm.smtp.queue;

import io.mailhelm.config.SendPolicy;
import io.mailhelm.config.WarmUp;
import io.mailhelm.smtp.deliver.LaneKey;
import io.mailhelm.smtp.live.LiveConfig;
import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.observe.WarmUpFigures;
import io.mailhelm.smtp.store.Delivery;
import io.mailhelm.smtp.store.LanePart;
import io.mailhelm.smtp.store.MailQueue;
import io.mailhelm.smtp.store.WarmUpDay;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Gives mail room in the warm-up of its policy. What left is counted on stable storage by the
 * commit that settles its first attempt, what is being sent in memory: so a cap is exact however
 * many send at once, and after a crash. Thread-safe; its lock is held for moments.
 */
final class WarmUps {
  /** What is known of a warm-up that is gone is kept for so long: it may be declared again. */
  private static final int DAYS_KEPT = 30;

  private final LiveConfig live;
  private final MailQueue queue;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<WarmUpName, WarmUpDay.Used> known = new HashMap<>();
  private final Map<WarmUpName, WarmUpCount> counts = new HashMap<>();
  private final WaitingForWarmUp waiting = new WaitingForWarmUp();
  private final DestinationProviders providers;
  private final List<Event> news = new ArrayList<>();
  private Map<WarmUpName, Long> waitingMail = Map.of();
  private List<WarmUpDay> kept = List.of();

  /**
   * Goes on from what the queue knows.
   *
   * @param providers whose mail has a cap of its own
   */
  WarmUps(LiveConfig live, MailQueue queue, DestinationProviders providers, Clock clock) {
    this.providers = providers;
    this.live = live;
    this.queue = queue;
    this.clock = clock;
    queue.warmUps().forEach(used -> known.put(WarmUpName.of(used.day()), used));
  }

  /**
   * Room that was given.
   *
   * @param days those that it is taken from: of all mail, and of a provider's
   * @param recipients for how many
   */
  record Room(List<WarmUpDay> days, int recipients) {}

  private <R> R locked(Supplier<R> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  /** The warm-up that a delivery has to have room in. */
  private Optional<WarmUp> warmUp(Delivery delivery) {
    return delivery.passesWarmUp() ? Optional.empty() : warmUpOfLane(delivery);
  }

  private Optional<WarmUp> warmUpOfLane(Delivery delivery) {
    return policy(delivery)
        .flatMap(SendPolicy::warmUp)
        .filter(_ -> !delivery.isReport())
        .filter(_ -> !Overflow.has(live.current().directory(), delivery));
  }

  /** Whether others in the lane of a delivery have to have room. */
  boolean isWarmingUp(Delivery delivery) {
    return warmUpOfLane(delivery).isPresent();
  }

  private Optional<SendPolicy> policy(Delivery delivery) {
    return delivery.policy().flatMap(live.current().directory()::declaredPolicy);
  }

  /** Whether a delivery may leave without room. */
  boolean isFree(Delivery delivery) {
    return warmUp(delivery).isEmpty();
  }

  /**
   * Takes room for a delivery and others of its message to the same destination. Where there is
   * none its part of the lane waits, unless there is another way for it.
   *
   * @param most for how many at most, 1 or more
   * @return empty where there is none
   */
  Optional<Room> reserve(Delivery first, int most) {
    return locked(
        () -> {
          var warmUp = warmUp(first);
          if (warmUp.isEmpty()) {
            return Optional.of(new Room(List.of(), 0)); // it is declared no more
          }
          var policy = first.policy().orElseThrow();
          var caps = new ArrayList<WarmUpCount>();
          caps.add(count(new WarmUpName(policy, Optional.empty()), warmUp.get()));
          provider(first, warmUp.get()).ifPresent(name -> caps.add(count(name, warmUp.get())));
          int room = most;
          for (var cap : caps) {
            room = Math.min(room, cap.room());
            if (room == 0) {
              refuse(first, cap, warmUp.get());
              return Optional.empty();
            }
          }
          int taken = room;
          caps.forEach(cap -> cap.reserve(taken));
          return Optional.of(new Room(caps.stream().map(WarmUpCount::day).toList(), taken));
        });
  }

  /** Whether a part waits for room. */
  boolean isWaiting(LanePart part) {
    return locked(() -> waiting.has(part));
  }

  private void refuse(Delivery first, WarmUpCount cap, WarmUp warmUp) {
    if (cap.isNews()) {
      var day = cap.day();
      news.add(
          new Event.WarmUpReached(
              day.policy(), day.provider(), cap.cap().orElse(0), cap.resetsAt()));
    }
    if (warmUp.overflow().isEmpty()) {
      waiting.add(WarmUpName.of(cap.day()), Overflow.part(first), first.due());
    }
  }

  /** The cap of the provider to whom a delivery goes, where it is known and has one. */
  private Optional<WarmUpName> provider(Delivery delivery, WarmUp warmUp) {
    return warmUp.perProvider().isEmpty() || LaneKey.isRelayed(delivery)
        ? Optional.empty()
        : providers
            .of(live.current().config().server(), delivery.destination())
            .filter(provider -> warmUp.perProvider().containsKey(provider.name()))
            .map(
                provider ->
                    new WarmUpName(delivery.policy().orElseThrow(), Optional.of(provider.name())));
  }

  /** Today's count of a cap that is declared. */
  private WarmUpCount count(WarmUpName name, WarmUp warmUp) {
    int firstDay = name.provider().map(warmUp.perProvider()::get).orElse(warmUp.firstDay());
    var now = clock.instant();
    var count =
        counts.compute(
            name,
            (_, before) ->
                before == null
                    ? new WarmUpCount(warmUp, firstDay, known(name, warmUp, now))
                    : before.isOf(warmUp, firstDay) ? before : before.with(warmUp, firstDay));
    if (count.look(now)) {
      news.add(
          new Event.WarmUpRaised(
              name.policy(), name.provider(), count.day().level() + 1, count.cap()));
    }
    return count;
  }

  private WarmUpDay.Used known(WarmUpName name, WarmUp warmUp, Instant now) {
    var before = known.remove(name);
    return before != null
        ? before
        : new WarmUpDay.Used(
            WarmUpRules.first(
                name.policy(),
                name.provider(),
                warmUp,
                now.atZone(warmUp.timeZone()).toLocalDate()),
            0);
  }

  /** Gives room back. */
  void release(Room room, int recipients) {
    locked(
        () -> {
          for (var day : room.days()) {
            var count = counts.get(WarmUpName.of(day));
            if (count != null) {
              count.release(day, recipients);
            }
          }
          return null;
        });
  }

  /** Takes note of the server that a delivery came to. */
  void seen(Delivery delivery, String host) {
    if (!LaneKey.isRelayed(delivery)) {
      providers.seen(delivery.destination(), host);
    }
  }

  /** The days to which a delivery counts that had room: its provider may be known only now. */
  List<WarmUpDay> days(Delivery delivery, Room room) {
    return locked(
        () -> {
          var warmUp = policy(delivery).flatMap(SendPolicy::warmUp);
          if (room.days().size() != 1 || warmUp.isEmpty()) {
            return room.days();
          }
          var days = new ArrayList<>(room.days());
          provider(delivery, warmUp.get())
              .ifPresent(name -> days.add(count(name, warmUp.get()).day()));
          return days;
        });
  }

  /** What was settled counts, on stable storage as well. */
  void count(List<WarmUpDay> days) {
    locked(
        () -> {
          for (var day : days) {
            var count = counts.get(WarmUpName.of(day));
            if (count != null) {
              count.count(day, 1);
            }
          }
          return null;
        });
  }

  /** Takes out what waited and may have room by now. */
  List<LanePart> release() {
    return locked(
        () -> {
          var parts = new ArrayList<LanePart>();
          for (var name : waiting.names()) {
            parts.addAll(waiting.take(name, room(name)));
          }
          return parts;
        });
  }

  private int room(WarmUpName name) {
    return declared(name)
        .filter(warmUp -> warmUp.overflow().isEmpty())
        .map(
            warmUp ->
                Math.min(
                    count(name, warmUp).room(),
                    count(new WarmUpName(name.policy(), Optional.empty()), warmUp).room()))
        .orElse(Integer.MAX_VALUE);
  }

  private Optional<WarmUp> declared(WarmUpName name) {
    return live.current()
        .directory()
        .declaredPolicy(name.policy())
        .flatMap(SendPolicy::warmUp)
        .filter(
            warmUp ->
                name.provider().isEmpty()
                    || warmUp.perProvider().containsKey(name.provider().get()));
  }

  /** When something that waits may have room. */
  Optional<Instant> nextDay() {
    return locked(
        () ->
            waiting.names().stream()
                .flatMap(
                    name -> declared(name).map(warmUp -> count(name, warmUp).resetsAt()).stream())
                .min(Instant::compareTo));
  }

  /** How far each warm-up is that is declared, by name. */
  List<WarmUpProgress> progress() {
    return locked(
        () ->
            all().stream()
                .filter(count -> count.day().provider().isEmpty())
                .map(
                    count ->
                        new WarmUpProgress(
                            count.day().policy(),
                            count.day().level() + 1,
                            count.cap(),
                            count.used(),
                            count.resetsAt()))
                .toList());
  }

  /** Every cap that is declared, for metrics. */
  List<WarmUpFigures> figures() {
    return locked(
        () ->
            all().stream()
                .map(
                    count ->
                        new WarmUpFigures(
                            count.day().policy(),
                            count.day().provider(),
                            count.cap(),
                            count.used(),
                            waitingMail.getOrDefault(WarmUpName.of(count.day()), 0L)))
                .toList());
  }

  /** Today's counts of all caps that are declared. */
  private List<WarmUpCount> all() {
    var found = new ArrayList<WarmUpCount>();
    for (var policy : live.current().config().sendPolicies()) {
      policy
          .warmUp()
          .ifPresent(
              warmUp -> {
                found.add(count(new WarmUpName(policy.name(), Optional.empty()), warmUp));
                warmUp
                    .perProvider()
                    .keySet()
                    .forEach(
                        name ->
                            found.add(
                                count(new WarmUpName(policy.name(), Optional.of(name)), warmUp)));
              });
    }
    return found;
  }

  /** What is to be told since this was asked last. */
  List<Event> news() {
    return locked(
        () -> {
          var told = List.copyOf(news);
          news.clear();
          return told;
        });
  }

  /**
   * Makes durable which day it is, forgets what is declared no more, and counts what waits. To be
   * called about once a minute, by one thread.
   */
  void keep() {
    var days =
        locked(
            () -> {
              var all = all().stream().map(WarmUpCount::day).toList();
              var names = all.stream().map(WarmUpName::of).toList();
              var since = since();
              counts
                  .entrySet()
                  .removeIf(
                      each ->
                          !names.contains(each.getKey())
                              && each.getValue().day().day().isBefore(since));
              known.values().removeIf(used -> used.day().day().isBefore(since));
              return all;
            });
    if (!days.equals(kept)) {
      queue.keepWarmUps(days, since());
      kept = days;
    }
    countWaiting();
  }

  private LocalDate since() {
    return LocalDate.ofInstant(clock.instant(), java.time.ZoneOffset.UTC).minusDays(DAYS_KEPT);
  }

  private void countWaiting() {
    var parts = new HashMap<WarmUpName, List<LanePart>>();
    locked(
        () -> {
          waiting.names().forEach(name -> parts.put(name, waiting.parts(name)));
          return null;
        });
    var mail = new HashMap<WarmUpName, Long>();
    parts.forEach((name, all) -> mail.put(name, all.stream().mapToLong(queue::notPassing).sum()));
    locked(() -> waitingMail = mail);
  }
}
