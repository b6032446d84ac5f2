package io.mailhelm.smtp.store;

import io.mailhelm.smtp.store.MailStore.Target;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A message to commit.
 *
 * @param id unique; the id in the 250 reply, the log and the API (a {@link MessageId})
 * @param receivedAt when its last octet arrived
 * @param reversePath MAIL FROM as written, empty for the null reverse-path
 * @param user who handed it over, if anybody logged in
 * @param trace the trace fields to stand before the body: Return-Path and Received, each ended by
 *     CRLF
 * @param body what DATA or BDAT carried, dot-unstuffed; the store closes it
 * @param summary what the inbox lists without opening the message
 * @param dsn what the sender asked about reports on the message as a whole (RFC 3461 §4.3, §4.4)
 * @param targets the mailboxes it goes to; one is named at most twice, once captured and once not
 * @param outgoing what of it goes elsewhere
 * @param idempotency what makes a second request for it the same message
 * @param reportOn what of ours it reports on, when it came to that one's return path; opaque to the
 *     store
 * @param counted the recipients that count against limits from now on
 */
public record NewMessage(
    String id,
    Instant receivedAt,
    String reversePath,
    Optional<Submitter> user,
    byte[] trace,
    BodyWriter body,
    Summary summary,
    Dsn dsn,
    List<Target> targets,
    Optional<OutgoingPart> outgoing,
    Optional<Idempotency> idempotency,
    Optional<String> reportOn,
    List<CountedRecipients> counted) {
  /** Decoded header fields: From, To with Cc, Subject and Date as written; empty when absent. */
  public record Summary(String from, List<String> to, String subject, String date) {}

  /**
   * The DSN parameters of MAIL.
   *
   * @param ret {@code FULL}, {@code HDRS}, or empty when not given
   * @param envid the envelope id as given (xtext), at most 100 characters, or empty
   */
  public record Dsn(String ret, String envid) {
    /** Nothing was asked. */
    public static final Dsn NONE = new Dsn("", "");

    public Dsn {
      Objects.requireNonNull(ret);
      Objects.requireNonNull(envid);
    }
  }

  public NewMessage {
    Objects.requireNonNull(id);
    Objects.requireNonNull(receivedAt);
    Objects.requireNonNull(reversePath);
    Objects.requireNonNull(user);
    Objects.requireNonNull(trace);
    Objects.requireNonNull(body);
    Objects.requireNonNull(summary);
    Objects.requireNonNull(dsn);
    Objects.requireNonNull(outgoing);
    Objects.requireNonNull(idempotency);
    Objects.requireNonNull(reportOn);
    targets = List.copyOf(targets);
    counted = List.copyOf(counted);
  }

  /** A message that counts against no limit. */
  public NewMessage(
      String id,
      Instant receivedAt,
      String reversePath,
      Optional<Submitter> user,
      byte[] trace,
      BodyWriter body,
      Summary summary,
      Dsn dsn,
      List<Target> targets,
      Optional<OutgoingPart> outgoing,
      Optional<Idempotency> idempotency,
      Optional<String> reportOn) {
    this(
        id,
        receivedAt,
        reversePath,
        user,
        trace,
        body,
        summary,
        dsn,
        targets,
        outgoing,
        idempotency,
        reportOn,
        List.of());
  }
}
