package io.mailhelm.smtp.api.mail;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.mailhelm.config.Mailbox;
import io.mailhelm.smtp.receive.Submissions.Result;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The answer to an accepted message: its id, and the result for each recipient. */
@Schema(name = "Sent")
record SendResult(
    @Schema(description = "Of the message: the messageId in the inbox, the id in the log.")
        String id,
    @Schema(enumeration = "accepted") String status,
    @Schema(description = "Empty when the message was sent before, under the same Idempotency-Key.")
        List<Recipient> recipients) {

  /** The result for one recipient. */
  @Schema(name = "SentRecipient")
  record Recipient(
      String address,
      @Schema(
              enumeration = {"delivered", "captured", "queued"},
              description =
                  "delivered: in a mailbox here; captured: for another domain, kept and never sent;"
                      + " queued: on its way to another server")
          String status,
      @JsonInclude(JsonInclude.Include.NON_ABSENT)
          @Schema(
              description =
                  "Where it goes instead, under a SendPolicy that redirects. The status is of"
                      + " the message to that address.")
          Optional<String> redirectedTo) {}

  /** A message that was taken by an earlier request. */
  static SendResult before(String id) {
    return new SendResult(id, "accepted", List.of());
  }

  static SendResult of(Result.Accepted accepted, List<Mailbox> recipients) {
    return new SendResult(
        accepted.id(),
        "accepted",
        recipients.stream()
            .map(
                address ->
                    new Recipient(
                        address.toString(),
                        Objects.requireNonNull(accepted.fates().get(address))
                            .name()
                            .toLowerCase(Locale.ROOT),
                        Optional.ofNullable(accepted.redirected().get(address))
                            .map(Mailbox::toString)))
            .toList());
  }
}
