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
 * Drives generated DKIM keys through their lives: asks who sees the records of those that wait, and
 * writes what came of it into the store that has them. Where each key is in its life is in there,
 * so this may die at any moment. Any thread.
 */
final class KeyRotator implements AutoCloseable {
  /**
   * Whoever changed the store makes the domain be compiled again; this is for the case it does not.
   */
  private static final Duration AFTER_A_CONFLICT = Duration.ofMinutes(1);

  /** Nothing can be done before a person has mended what is in the store. */
  private static final Duration UNREADABLE = Duration.ofHours(1);

  private final ServerWatch.Shared shared;
  private final WatchListener listener;
  private final DomainTasks<KeySubject, Keys> tasks = new DomainTasks<>(Keys::new);

  /**
   * Where the keys of a domain are.
   *
   * @param nextTransition when something changes by itself; empty: nobody can tell
   * @param unseen who does not show the record of a pending key, and what they said, by selector
   */
  record State(DkimLedger ledger, Optional<Instant> nextTransition, Map<String, String> unseen) {
    static final State UNKNOWN = new State(new DkimLedger(List.of()), Optional.empty(), Map.of());
  }

  KeyRotator(ServerWatch.Shared shared, WatchListener listener) {
    this.shared = shared;
    this.listener = listener;
  }

  /** Drives these keys, and no others. */
  void follow(Map<String, KeySubject> subjects) {
    tasks.follow(subjects);
  }

  /** Where the keys are of those that somebody has looked at. */
  Map<String, State> states() {
    return tasks.known(keys -> keys.state);
  }

  @Override
  public void close() {
    tasks.close();
  }

  /** The keys of one domain. */
  private final class Keys implements DomainTasks.Task<KeySubject> {
    private final String name;
    private volatile KeySubject subject;
    private volatile Optional<State> state = Optional.empty();
    private final RepeatedTask task;

    Keys(String name, KeySubject subject) {
      this.name = name;
      this.subject = subject;
      this.task =
          RepeatedTask.start(TaskKind.DKIM, subject.keys().declared(), this::drive, shared.tasks);
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

    /** One without a ledger is of a version that had none. */
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
