package io.mailhelm.smtp.store;

import java.util.Objects;
import java.util.Optional;

/**
 * The user who handed a message over, by logging in.
 *
 * @param login the address as it was then, for people; it may be another user's by now
 * @param mailboxId of the user's mailbox, which says whose the message is; of one that was removed
 *     since it is {@link #REMOVED}, which nobody has. Empty: not known, as of what came before
 *     mailboxes were noted
 */
public record Submitter(String login, Optional<String> mailboxId) {
  /** The id of every mailbox that was removed. */
  public static final String REMOVED = "";

  public Submitter {
    Objects.requireNonNull(login);
    Objects.requireNonNull(mailboxId);
  }

  /** The submitter who is that user. */
  public static Submitter of(String login, String mailboxId) {
    return new Submitter(login, Optional.of(mailboxId));
  }
}
