package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.smtp.store.CountedRecipients;
import io.mailhelm.smtp.store.Idempotency;
import io.mailhelm.smtp.store.MailStore.Recipient;
import io.mailhelm.smtp.store.MailStore.Target;
import io.mailhelm.smtp.store.NewMessage;
import io.mailhelm.smtp.store.Submitter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The row of a message to insert, made by the thread that commits it so that the writer only binds.
 *
 * @param to one address a line
 * @param size octets, trace fields included
 * @param texts octets of what its row has besides
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
    long texts,
    Optional<String> file,
    byte[] content,
    List<Copy> copies,
    Optional<OutgoingRow> outgoing,
    Optional<Idempotency> idempotency,
    Optional<String> reportOn,
    List<CountedRecipients> counted) {

  /**
   * An entry to be. What was asked about reports is not kept with it: who asked is told when the
   * message is committed.
   *
   * @param recipients the address of each, a line each
   * @param octets what of the mailbox's quota it takes: its message, and all that is written with
   *     the two
   */
  record Copy(Target target, String address, String recipients, boolean captured, long octets) {
    static Copy of(Target target, long message) {
      var address = target.address().toString();
      var recipients =
          target.recipients().stream().map(Recipient::address).collect(Collectors.joining("\n"));
      return new Copy(
          target,
          address,
          recipients,
          target.captured(),
          message + TextOctets.of(address, recipients));
    }
  }

  /** The mailbox in whose share of what waits it counts. */
  Optional<String> share() {
    return submitter
        .flatMap(Submitter::mailboxId)
        .or(() -> outgoing.flatMap(each -> each.ownership().share()));
  }

  static MessageRow of(NewMessage message, StoredBody body, Optional<String> file) {
    var summary = message.summary();
    var to = lines(summary.to());
    long size = message.trace().length + body.size();
    long texts =
        TextOctets.of(message.reversePath(), summary.date(), message.dsn().envid())
            + TextOctets.withFolded(summary.from())
            + TextOctets.withFolded(to)
            + TextOctets.withFolded(summary.subject());
    return new MessageRow(
        message.id(),
        message.receivedAt().toEpochMilli(),
        message.reversePath(),
        message.user(),
        summary.from(),
        to,
        summary.subject(),
        summary.date(),
        message.dsn().ret(),
        message.dsn().envid(),
        size,
        texts,
        file,
        body.content(message.trace()),
        message.targets().stream().map(target -> Copy.of(target, size + texts)).toList(),
        message.outgoing().map(outgoing -> OutgoingRow.of(outgoing, size + texts)),
        message.idempotency(),
        message.reportOn(),
        message.counted());
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
