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
 * The ledger of a domain's generated keys: the stage of each. It is kept in the Secret of the keys,
 * so that the process that rotates them may die at any moment. A Secret without a ledger is the
 * owner's: its keys sign at once and are not rotated.
 *
 * @param keys by selector
 */
public record DkimLedger(List<Key> keys) {
  /** Its entry in the Secret; a key's entry is {@code <selector>.key}. */
  public static final String ENTRY = "ledger.json";

  /** What follows the selector in the name of a key's entry. */
  public static final String SUFFIX = ".key";

  /** The time after which a record that is still not seen needs a person. */
  public static final Duration STUCK_AFTER = Duration.ofHours(72);

  public DkimLedger {
    keys = keys.stream().sorted(Comparator.comparing(Key::selector)).toList();
  }

  /**
   * * A key and its stage.
   *
   * @param since when it reached its stage
   * @param visibleSince since when all servers that were asked have shown its record without a
   *     break; empty: they do not
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
