package io.mailhelm.smtp.store;

import java.time.Instant;
import java.util.Objects;

/**
 * Recipients elsewhere that count against a limit at a time; committed with their message, all or
 * nothing.
 *
 * @param key whose limit
 * @param at when they count; the store keeps it to {@link RecipientCounts#SLOT}, rounded down. It
 *     is later than now where the message was accepted for later.
 * @param recipients how many, 1 or more
 */
public record CountedRecipients(Key key, Instant at, long recipients) {
  /** Who is limited. */
  public enum Subject {
    /** All users that a SendPolicy governs. */
    POLICY,
    /** One user. */
    USER
  }

  /**
   * What is counted together.
   *
   * @param name of the SendPolicy, or the id of the user's mailbox
   */
  public record Key(Subject subject, String name) {
    public Key {
      Objects.requireNonNull(subject);
      Objects.requireNonNull(name);
    }
  }

  public CountedRecipients {
    Objects.requireNonNull(key);
    Objects.requireNonNull(at);
    if (recipients < 1) {
      throw new IllegalArgumentException("recipients must be 1 or more");
    }
  }
}
