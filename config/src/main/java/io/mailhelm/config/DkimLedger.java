package io.mailhelm.config;

import com.fasterxml.jackson.core.type.TypeReference;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Where each generated key of a domain is in its life: kept beside the keys, in their Secret, so
 * that whoever drives the rotation can die at any moment. A Secret without one is somebody's own:
 * its keys sign at once and nothing rotates.
 *
 * @param keys by selector
 */
public record DkimLedger(List<Key> keys) {
  /** Its entry in the Secret; a key's entry is {@code <selector>.key}. */
  public static final String ENTRY = "ledger.json";

  /** What follows the selector in the name of a key's entry. */
  public static final String SUFFIX = ".key";

  /** A record that nobody sees after this is not a matter of patience any more. */
  public static final Duration STUCK_AFTER = Duration.ofHours(72);

  public DkimLedger {
    keys = keys.stream().sorted(Comparator.comparing(Key::selector)).toList();
  }

  /**
   * A key.
   *
   * @param since when it came to its stage
   * @param visibleSince from when on, without a break, all who were asked showed its record; empty:
   *     they do not
   */
  public record Key(
      String selector,
      DkimKey.Algorithm algorithm,
      DkimKey.Stage stage,
      Instant since,
      Optional<Instant> visibleSince) {
    public Key {
      Objects.requireNonNull(selector);
      Objects.requireNonNull(algorithm);
      Objects.requireNonNull(stage);
      Objects.requireNonNull(since);
      Objects.requireNonNull(visibleSince);
    }

    /** Whether it has waited for its record longer than {@link #STUCK_AFTER}. */
    public boolean isStuck(Instant now) {
      return stage == DkimKey.Stage.Pending && since.plus(STUCK_AFTER).isBefore(now);
    }
  }

  /**
   * The ledger in a Secret; empty where there is none.
   *
   * @throws IllegalArgumentException when it cannot be read: nothing may sign then
   */
  public static Optional<DkimLedger> in(Map<String, byte[]> secret) {
    return Optional.ofNullable(secret.get(ENTRY))
        .map(
            json -> {
              try {
                return CanonicalJson.read(json, new TypeReference<DkimLedger>() {});
              } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(ENTRY + " is no ledger of keys", e);
              }
            });
  }

  /** Its canonical JSON; equal ledgers give equal bytes. */
  public byte[] bytes() {
    return CanonicalJson.write(this);
  }

  /** The key of a selector. */
  public Optional<Key> key(String selector) {
    return keys.stream().filter(key -> key.selector().equals(selector)).findFirst();
  }
}
