package io.mailhelm.smtp.limit;

import io.mailhelm.config.RecipientWindows;
import io.mailhelm.config.SendPolicy;
import io.mailhelm.smtp.store.CountedRecipients.Key;
import io.mailhelm.smtp.store.CountedRecipients.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A limit that holds for a message.
 *
 * @param policy the name of the SendPolicy that has it
 * @param most recipients in the window
 */
record Limit(Key key, LimitWindow window, int most, String policy) {
  /**
   * Those that a policy has for a user.
   *
   * @param mailboxId the user's; empty: it is not known which user it is
   */
  static List<Limit> of(SendPolicy policy, Optional<String> mailboxId) {
    var limits = new ArrayList<Limit>();
    var all = new Key(Subject.POLICY, policy.name());
    add(limits, all, policy.limits().inAll(), policy.name());
    mailboxId.ifPresent(
        id -> add(limits, new Key(Subject.USER, id), policy.limits().perUser(), policy.name()));
    return limits;
  }

  private static void add(List<Limit> limits, Key key, RecipientWindows windows, String policy) {
    windows
        .perMinute()
        .ifPresent(most -> limits.add(new Limit(key, LimitWindow.MINUTE, most, policy)));
    windows.perHour().ifPresent(most -> limits.add(new Limit(key, LimitWindow.HOUR, most, policy)));
    windows.perDay().ifPresent(most -> limits.add(new Limit(key, LimitWindow.DAY, most, policy)));
  }

  /** Whether so many are so near the limit that somebody should know. */
  boolean isNear(long used) {
    return used * 5 >= most * 4L;
  }

  /** Whether it is each user's, not that of all who are under the policy. */
  boolean isOfUser() {
    return key.subject() == Subject.USER;
  }
}
