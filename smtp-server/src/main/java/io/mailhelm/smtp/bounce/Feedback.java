package io.mailhelm.smtp.bounce;

import java.util.List;
import java.util.Set;

/**
 * What a report says that came to one of our return paths: a delivery report, a complaint, or
 * nothing.
 */
public sealed interface Feedback {
  /**
   * A delivery report (RFC 3464).
   *
   * @param envelopeId Original-Envelope-Id; empty when not given
   * @param recipients one or more
   * @param about which message, as far as it is told
   */
  record DeliveryReport(String envelopeId, List<PerRecipient> recipients, About about)
      implements Feedback {
    public DeliveryReport {
      recipients = List.copyOf(recipients);
    }
  }

  /**
   * One recipient of a delivery report; what is not told is empty.
   *
   * @param finalRecipient and {@code originalRecipient} without their address types
   * @param action {@code failed}, {@code delayed}, {@code delivered}, {@code relayed} or {@code
   *     expanded}
   * @param status e.g. {@code 5.1.1}; where the report gives none or an undefined one, that of the
   *     reply in {@code diagnostic}
   * @param diagnostic the remote server's words
   */
  record PerRecipient(
      String finalRecipient,
      String originalRecipient,
      String action,
      String status,
      String diagnostic) {
    /** Whether this recipient must not be mailed again: {@link HardBounce}. */
    public boolean isHardBounce() {
      return HardBounce.is(this);
    }
  }

  /**
   * A complaint (RFC 5965).
   *
   * @param type {@code abuse}, {@code fraud}, {@code not-spam}, …
   * @param recipients who complains (Original-Rcpt-To); reporters often leave it out
   * @param mailFrom Original-Mail-From
   * @param arrivalDate as given
   */
  record Complaint(
      String type, List<String> recipients, String mailFrom, String arrivalDate, About about)
      implements Feedback {
    private static final Set<String> UNWANTED = Set.of("abuse", "fraud", "opt-out", "opt-out-list");

    public Complaint {
      recipients = List.copyOf(recipients);
    }

    /**
     * Whether a recipient does not want the mail. Reports of other types (RFC 5965 §3.5, RFC 6591)
     * are about a signature, a virus or a mistake.
     */
    public boolean isUnwanted() {
      return UNWANTED.contains(type);
    }
  }

  /** Not a report, or one that cannot be understood. */
  record Nothing() implements Feedback {}

  /**
   * The message that is reported on, by the part of it that came back.
   *
   * @param messageId its Message-ID with brackets, or empty
   * @param receivedIds ids in its Received fields that have the form of ours, the newest first
   */
  record About(String messageId, List<String> receivedIds) {
    static final About UNKNOWN = new About("", List.of());

    public About {
      receivedIds = List.copyOf(receivedIds);
    }
  }
}
