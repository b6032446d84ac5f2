package io.mailhelm.smtp.api.management;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.mailhelm.smtp.api.mime.MimeContent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An opened message of the inbox: the fields of its entry, and its content. */
@Schema(name = "InboxMessage")
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record InboxMessage(
    String id,
    String messageId,
    String from,
    List<String> to,
    String subject,
    Instant date,
    long size,
    String user,
    boolean captured,
    boolean read,
    @Schema(description = "Header fields, decoded: name to values, in their order.")
        Map<String, List<String>> headers,
    @Schema(description = "The plain text.") Optional<String> text,
    @Schema(description = "The HTML as it came: data, to be shown in a sandbox if at all.")
        Optional<String> html,
    List<Attachment> attachments,
    @Schema(
            description =
                "Whether text, HTML, header fields or parts were left out for their size; the raw message has all.")
        boolean truncated) {

  /** A part that is no text of the message. */
  @Schema(name = "Attachment")
  record Attachment(
      @Schema(description = "For GET /inbox/{id}/attachments/{index}.") int index,
      String name,
      String type,
      @Schema(description = "Octets, decoded.") long size) {}

  static InboxMessage of(InboxEntry entry, MimeContent content) {
    return new InboxMessage(
        entry.id(),
        entry.messageId(),
        entry.from(),
        entry.to(),
        entry.subject(),
        entry.date(),
        entry.size(),
        entry.user(),
        entry.captured(),
        entry.read(),
        content.headers(),
        content.text(),
        content.html(),
        content.attachments().stream()
            .map(part -> new Attachment(part.index(), part.name(), part.type(), part.size()))
            .toList(),
        content.truncated());
  }
}
