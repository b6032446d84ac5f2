package io.mailhelm.smtp.bounce;

import io.mailhelm.smtp.store.MailStore.Recipient;
import java.util.List;

/** The events that a sender is told of by a report, if it wants to be. */
public enum ReportOccasion {
  /** It was refused for good. */
  FAILED("failed", "FAILURE"),
  /** Time ran out. */
  EXPIRED("failed", "FAILURE"),
  /** It waits longer than a sender would expect, and is tried on. */
  DELAYED("delayed", "DELAY"),
  /** It is in a mailbox of ours. */
  DELIVERED("delivered", "SUCCESS"),
  /** It was handed to a server that does not send reports itself (RFC 3461 §5.2.2). */
  RELAYED("relayed", "SUCCESS");

  private final String action;
  private final String keyword;

  ReportOccasion(String action, String keyword) {
    this.action = action;
    this.keyword = keyword;
  }

  /** Whether it tells that the message will not arrive. */
  public boolean isFailure() {
    return this == FAILED || this == EXPIRED;
  }

  /** RFC 3464 §2.3.3. */
  String action() {
    return action;
  }

  /**
   * Whether the sender is told (RFC 3461 §4.1). Without NOTIFY it is told of failures and delays.
   * Nothing is ever sent to the null reverse-path: that would be a report on a report (RFC 5321
   * §6.1).
   *
   * @param reversePath MAIL FROM; empty for the null one
   */
  public boolean isTold(String reversePath, Recipient recipient) {
    if (reversePath.isEmpty()) {
      return false;
    }
    return recipient.notifyOn().isEmpty()
        ? !keyword.equals("SUCCESS")
        : List.of(recipient.notifyOn().split(",")).contains(keyword);
  }

  /**
   * Whether a delivery that a peer has taken is reported as {@link #RELAYED}: where the peer sends
   * reports it was asked to, and telling the sender is its part.
   */
  public static boolean isRelayedTold(
      String reversePath, Recipient recipient, boolean peerReports) {
    return !peerReports && RELAYED.isTold(reversePath, recipient);
  }
}
