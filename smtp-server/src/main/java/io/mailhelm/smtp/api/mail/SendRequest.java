package io.mailhelm.smtp.api.mail;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The body of {@code POST /api/email/send}. An address is {@code a@b} or {@code Name <a@b>}. */
@Schema(
    name = "SendRequest",
    requiredProperties = {"to"})
record SendRequest(
    @Schema(description = "One address or a list.")
        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
        List<String> to,
    @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) List<String> cc,
    @Schema(description = "Recipients that the message does not show.")
        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
        List<String> bcc,
    @Schema(
            description =
                "A user's address; absent: noreply@ the only domain, or the user who asks.")
        Optional<String> from,
    @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) List<String> replyTo,
    @Schema(description = "Absent: empty.") Optional<String> subject,
    @Schema(description = "Plain text; made from the HTML when absent.") Optional<String> text,
    Optional<String> html,
    @Schema(description = "Further header fields, e.g. List-Unsubscribe.")
        Map<String, String> headers,
    List<Attachment> attachments,
    @Schema(hidden = true) Optional<IgnoredValue> template,
    @Schema(hidden = true) Optional<IgnoredValue> data) {

  /** A file to attach. */
  @Schema(
      name = "NewAttachment",
      requiredProperties = {"filename", "content"})
  record Attachment(
      String filename,
      @Schema(description = "Base64 (RFC 4648 §4).", implementation = String.class)
          @JsonDeserialize(using = Base64Content.class)
          byte[] content,
      @Schema(description = "A media type; absent: application/octet-stream.")
          Optional<String> contentType) {}

  /** Jackson gives null for what is absent; past here nothing is null. */
  SendRequest {
    to = listed(to);
    cc = listed(cc);
    bcc = listed(bcc);
    replyTo = listed(replyTo);
    headers = headers == null ? Map.of() : headers;
    attachments = attachments == null ? List.of() : attachments;
  }

  private static List<String> listed(List<String> addresses) {
    return addresses == null ? List.of() : addresses;
  }

  /** Addresses and texts are not for logs. */
  @Override
  public String toString() {
    return "SendRequest[%d recipients]".formatted(to.size() + cc.size() + bcc.size());
  }
}
