package io.mailhelm.smtp.api;

import io.mailhelm.config.Mailbox;
import io.mailhelm.config.Problem;
import java.util.List;

/**
 * Creates and deletes users, in a laptop's folder of resources. A pod has none; there users are
 * applied with kubectl.
 */
public interface UserDirectory {
  /**
   * Declares a user and returns once that login works.
   *
   * @param password as chosen; written to the user's Secret and nowhere else
   */
  Outcome create(Mailbox address, String password);

  /**
   * Takes a user's declaration away and returns once the login no longer works. The mail is kept.
   */
  Outcome delete(Mailbox address);

  /** The result of a request. */
  sealed interface Outcome {
    record Done() implements Outcome {}

    /** The user to create exists already, or the user to delete does not exist. */
    record Conflict() implements Outcome {}

    /** The compiler refuses it; nothing was changed. */
    record Refused(List<Problem> problems) implements Outcome {}
  }
}
