package io.mailhelm.watch;

import io.mailhelm.config.DkimLedger;
import io.mailhelm.dns.rotation.RecordVisibility;
import io.mailhelm.dns.rotation.Rotation;
import io.mailhelm.keys.DkimKeys;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rotates generated DKIM keys: checks whether the records of pending ones are seen, and writes the
 * next step into the store. The store says at which stage each key is, so this process may die at
 * any moment. Any thread.
 */
final class KeyRotator implements AutoCloseable {
  /**
   * The pause after a conflict. A change of the store has the domain compiled again; this is for
   * the case that it does not.
   */
  private static final Duration AFTER_A_CONFLICT = Duration.ofMinutes(1);

  /** The pause where the store cannot be read: a person has to repair it first. */
  private static final Duration UNREADABLE = Duration.ofHours(1);

  private final ServerWatch.Shared shared;
  private final WatchListener listener;
  private final DomainTasks<KeySubject, Keys> tasks = new DomainTasks<>(Keys::new);

  /**
   * The state of a domain's keys.
   *
   * @param nextTransition when something changes by itself; empty: unknown
   * @param unseen who does not show the record of a pending key, and what they answered, by
   *     selector
   */
  record State(DkimLedger ledger, Optional<Instant> nextTransition, Map<String, String> unseen) {
    static final State UNKNOWN = new State(new DkimLedger(List.of()), Optional.empty(), Map.of());
  }

  KeyRotator(ServerWatch.Shared shared, WatchListener listener) {
    this.shared = shared;
    this.listener = listener;
  }

  /** Rotates these keys, and no others. */
  void follow(Map<String, KeySubject> subjects) {
    tasks.follow(subjects);
  }

  /** The states of the keys that have been looked at. */
  Map<String, State> states() {
    return tasks.known(keys -> keys.state);
  }

  @Override
  public void close() {
    tasks.close();
  }

  /** The task for the keys of one domain. */
  private final class Keys implements DomainTasks.Task<KeySubject> {
    private final String name;
    private volatile KeySubject subject;
    private volatile Optional<State> state = Optional.empty();
    private final RepeatedTask task;

    Keys(String name, KeySubject subject) {
      this.name = name;
      this.subject = subject;
      this.task =
          RepeatedTask.start("dkim of " + subject.keys().declared(), this::drive, shared.tasks);
    }

    @Override
    public void follow(KeySubject now) {
      var before = subject;
      subject = now;
      if (!now.isAs(before)) {
        task.runNow();
      }
    }

    private Duration drive(RepeatedTask mine) throws IOException, InterruptedException {
      var now = subject;
      return shared.rotations.take(() -> drive(now, mine));
    }

    private Duration drive(KeySubject now, RepeatedTask mine) throws IOException {
      var content = now.keys().store().read();
      if (!content.version().equals(now.keys().version())) {
        listener.keysReplaced();
        return AFTER_A_CONFLICT;
      }
      DkimLedger ledger;
      try {
        ledger = ledger(content.data());
      } catch (IllegalArgumentException e) {
        listener.keysUnreadable(name, now.keys(), e);
        return UNREADABLE;
      }
      var sights = sights(now, ledger);
      return mine.isClosed() ? Duration.ZERO : step(now, content, ledger, sights);
    }

    /** The ledger. A store without one was written by a version that had none. */
    private DkimLedger ledger(Map<String, byte[]> data) {
      return DkimLedger.in(data)
          .orElseGet(() -> Rotation.adopt(DkimKeys.withoutLedger(data), shared.clock.instant()));
    }

    private Map<String, RecordVisibility> sights(KeySubject now, DkimLedger ledger) {
      var pending = now.pending(ledger);
      return now.domain()
          .filter(any -> !pending.isEmpty())
          .map(
              any ->
                  shared
                      .lookups
                      .sightings(now.resolvers(), now.addresses())
                      .of(any.domain(), pending))
          .orElse(Map.of());
    }

    private Duration step(
        KeySubject now,
        KeyStore.Content content,
        DkimLedger ledger,
        Map<String, RecordVisibility> sights)
        throws IOException {
      var plan = Rotation.next(ledger, now.rules(), sights, shared.clock.instant());
      var next = DkimKeys.keep(content.data(), plan.ledger());
      var written = !content.holds(next);
      if (written && !now.keys().store().replace(content, next)) {
        listener.keysReplaced();
        return AFTER_A_CONFLICT;
      }
      var kept = DkimLedger.in(next).orElseThrow();
      listener.keysLooked(new WatchListener.KeyLook(name, now.keys(), now.domain(), kept, sights));
      var before = state;
      state =
          Optional.of(new State(kept, plan.nextTransition(), RecordVisibility.obstacles(sights)));
      if (written) {
        listener.keysReplaced();
      }
      if (!before.equals(state)) {
        listener.keysChanged();
      }
      return now.pause(plan.lookAgain());
    }

    @Override
    public void close() {
      task.close();
      listener.keysForgotten(name);
    }
  }
}
