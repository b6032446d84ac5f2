package io.mailhelm.smtp.api.mail;

import io.mailhelm.config.Mailbox;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What became of a message that was taken. */
@Schema(name = "Sent")
record Sent(
    @Schema(description = "Of the message: the messageId in the inbox, the id in the log.")
        String id,
    @Schema(enumeration = "accepted") String status,
    List<Recipient> recipients) {

  /** What became of it for one recipient. */
  @Schema(name = "SentRecipient")
  record Recipient(
      String address,
      @Schema(
              enumeration = {"delivered", "captured"},
              description =
                  "delivered: in a mailbox here; captured: for another domain, kept and never sent")
          String status) {}

  static Sent of(String id, List<Mailbox> recipients, Set<Mailbox> captured) {
    return new Sent(
        id,
        "accepted",
        recipients.stream()
            .map(
                address ->
                    new Recipient(
                        address.toString(), captured.contains(address) ? "captured" : "delivered"))
            .toList());
  }
}
