package io.mailhelm.smtp.auth;

import io.mailhelm.config.Domain;
import io.mailhelm.config.ScramVerifier;
import io.mailhelm.config.User;
import io.mailhelm.dns.ElapsedTime;
import io.mailhelm.smtp.live.ConfigSnapshot;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Keeps the verifiers that users had before their passwords changed. Programs that do not have the
 * new password yet may log in with the old one for the domain's {@code passwordGrace}; after that,
 * for as long as {@link #KNOWN}, their tries are refused and not counted as guesses. It keeps one
 * verifier a user, in memory: after a start there are none. Thread-safe.
 */
final class FormerVerifiers {
  /** How long the old password is told from a guess. */
  static final Duration KNOWN = Duration.ofDays(1);

  private final ElapsedTime time;
  private volatile Map<String, User> running;
  private volatile Map<String, Former> formers = Map.of();
  private volatile Duration lastTaken = Duration.ZERO;

  /**
   * @param running the config that runs now: changes from here on are seen
   */
  FormerVerifiers(ConfigSnapshot running, ElapsedTime time) {
    this.time = time;
    this.running = users(running);
  }

  /**
   * A verifier that was replaced.
   *
   * @param changedAt when the config with another one was swapped in, by {@link ElapsedTime}
   */
  record Former(ScramVerifier verifier, Duration changedAt) {
    private Duration end(Duration after) {
      return changedAt.plus(after);
    }

    /** Whether that long has not passed since. */
    boolean isWithin(Duration after, Duration now) {
      return now.compareTo(end(after)) < 0;
    }
  }

  /** Takes note of what changed with a config; one thread at a time, in the order of swaps. */
  synchronized void changed(ConfigSnapshot swappedIn) {
    var now = time.now();
    var next = users(swappedIn);
    var kept = new HashMap<String, Former>();
    next.forEach(
        (mailbox, user) -> {
          var before = running.get(mailbox);
          if (user.suspended() || before != null && before.suspended()) {
            return; // whose password is in wrong hands: no former one comes back with the user
          }
          if (before != null && !before.verifier().equals(user.verifier())) {
            kept.put(mailbox, new Former(before.verifier(), now));
          } else {
            of(mailbox, now).ifPresent(former -> kept.put(mailbox, former));
          }
        });
    running = next;
    formers = Map.copyOf(kept);
    lastTaken =
        kept.entrySet().stream()
            .flatMap(
                former -> graces(next.get(former.getKey()), swappedIn).map(former.getValue()::end))
            .max(Comparator.naturalOrder())
            .orElse(Duration.ZERO);
  }

  /** Whether one of anybody's may be let in still. */
  boolean isAnyTaken() {
    return !time.isPast(lastTaken);
  }

  /** What {@code user} had before, where it is not older than {@link #KNOWN}. */
  Optional<Former> of(User user) {
    return of(user.mailboxId(), time.now());
  }

  /** Whether a login by that verifier is still let in. */
  boolean isTaken(Former former, User user, ConfigSnapshot config) {
    return !user.suspended()
        && graces(user, config).anyMatch(grace -> former.isWithin(grace, time.now()));
  }

  /** The same of a verifier; also while the change is not noted yet, which takes a moment. */
  boolean isTaken(ScramVerifier verifier, User user, ConfigSnapshot config) {
    var noted = running.get(user.mailboxId());
    if (noted != null && noted.verifier().equals(verifier)) {
      return true;
    }
    return of(user)
        .filter(former -> former.verifier().equals(verifier) && isTaken(former, user, config))
        .isPresent();
  }

  private static Stream<Duration> graces(User user, ConfigSnapshot config) {
    return config.directory().domain(user.address().domain()).map(Domain::passwordGrace).stream();
  }

  private Optional<Former> of(String mailbox, Duration now) {
    return Optional.ofNullable(formers.get(mailbox)).filter(former -> former.isWithin(KNOWN, now));
  }

  /** By mailbox: who is deleted and made again under a name is somebody else. */
  private static Map<String, User> users(ConfigSnapshot of) {
    return of.config().users().stream()
        .collect(Collectors.toMap(User::mailboxId, Function.identity(), (one, other) -> one));
  }
}
