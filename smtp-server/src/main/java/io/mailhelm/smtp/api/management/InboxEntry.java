package io.mailhelm.smtp.api.management;

import io.mailhelm.smtp.store.MailboxEntry;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A message in the list of the inbox. */
@Schema(name = "InboxEntry")
record InboxEntry(
    @Schema(description = "Of this entry; grows with time.", examples = "42") String id,
    @Schema(description = "Of the message: the id in the 250 reply and in the log.")
        String messageId,
    @Schema(description = "The From field, decoded; the reverse-path where there is none.")
        String from,
    @Schema(description = "The To and Cc fields, decoded.") List<String> to,
    @Schema(description = "The Subject field, decoded.") String subject,
    @Schema(description = "When it was accepted. The Date field is among the headers.")
        Instant date,
    @Schema(description = "Octets, trace fields included.") long size,
    @Schema(description = "The address of the mailbox it is in.") String user,
    @Schema(description = "Whether it was for another domain, and kept here instead of sent.")
        boolean captured,
    boolean read) {

  static InboxEntry of(MailboxEntry entry, NamedMailboxes mailboxes) {
    var summary = entry.summary();
    return new InboxEntry(
        entry.id().toString(),
        entry.messageId(),
        summary.from().isEmpty() ? entry.reversePath() : summary.from(),
        summary.to(),
        summary.subject(),
        entry.receivedAt(),
        entry.size(),
        mailboxes.addressOf(entry),
        entry.captured(),
        entry.read());
  }
}
