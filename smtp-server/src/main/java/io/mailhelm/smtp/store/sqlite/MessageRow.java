package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.smtp.store.Idempotency;
import io.mailhelm.smtp.store.MailStore.Recipient;
import io.mailhelm.smtp.store.MailStore.Target;
import io.mailhelm.smtp.store.NewMessage;
import io.mailhelm.smtp.store.Submitter;
import java.util.List;
import java.util.Optional;

/**
 * A message as its row has it, made by the thread that commits it so that the writer only binds.
 *
 * @param to one address a line
 * @param size octets, trace fields included
 * @param file of a body that is not in the row
 * @param content trace fields, and the body where there is no file
 */
record MessageRow(
    String messageId,
    long receivedAt,
    String reversePath,
    Optional<Submitter> submitter,
    String from,
    String to,
    String subject,
    String date,
    String ret,
    String envid,
    long size,
    Optional<String> file,
    byte[] content,
    List<Copy> copies,
    Optional<OutgoingRow> outgoing,
    Optional<Idempotency> idempotency,
    Optional<String> reportOn) {

  /**
   * An entry to be.
   *
   * @param recipients a line each: address, NOTIFY, ORCPT, parted by tabs
   */
  record Copy(Target target, String address, String recipients, boolean captured) {
    static Copy of(Target target) {
      var lines = new StringBuilder();
      for (Recipient recipient : target.recipients()) {
        if (!lines.isEmpty()) {
          lines.append('\n');
        }
        lines.append(recipient.address());
        if (!recipient.notifyOn().isEmpty() || !recipient.orcpt().isEmpty()) {
          lines.append('\t').append(recipient.notifyOn()).append('\t').append(recipient.orcpt());
        }
      }
      return new Copy(target, target.address().toString(), lines.toString(), target.captured());
    }
  }

  static MessageRow of(NewMessage message, Body body, Optional<String> file) {
    var summary = message.summary();
    return new MessageRow(
        message.id(),
        message.receivedAt().toEpochMilli(),
        message.reversePath(),
        message.user(),
        summary.from(),
        lines(summary.to()),
        summary.subject(),
        summary.date(),
        message.dsn().ret(),
        message.dsn().envid(),
        message.trace().length + body.size(),
        file,
        body.content(message.trace()),
        message.targets().stream().map(Copy::of).toList(),
        message.outgoing().map(OutgoingRow::of),
        message.idempotency(),
        message.reportOn());
  }

  /** Encoded words may hide a line end in an address; it must not become two. */
  private static String lines(List<String> addresses) {
    return switch (addresses.size()) {
      case 0 -> "";
      case 1 -> line(addresses.getFirst());
      default -> String.join("\n", addresses.stream().map(MessageRow::line).toList());
    };
  }

  private static String line(String address) {
    return address.indexOf('\n') < 0 ? address : address.replace('\n', ' ');
  }
}
