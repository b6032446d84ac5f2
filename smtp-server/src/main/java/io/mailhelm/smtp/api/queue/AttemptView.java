package io.mailhelm.smtp.api.queue;

import io.mailhelm.smtp.store.Attempt;
import java.time.Instant;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** One attempt to deliver, in the peer's own words. */
@Schema(name = "Attempt")
record AttemptView(
    @Schema(description = "When it began.") Instant at,
    @Schema(
            enumeration = {"delivered", "deferred", "failed"},
            description = "deferred: not now (4yz, or nobody there); failed: never (5yz).")
        String outcome,
    @Schema(description = "The server that answered or should have; empty when none was found.")
        String host,
    @Schema(
            description = "Its address and port; empty when it was not reached.",
            examples = "192.0.2.1:25")
        String address,
    @Schema(
            description = "The protocol and whether the certificate was verified; or why no TLS.",
            examples = "TLSv1.3 unverified")
        String tls,
    @Schema(description = "The reply code; 0 when no server said it.") int code,
    @Schema(description = "The enhanced status code (RFC 3463).", examples = "4.2.2")
        String enhanced,
    @Schema(description = "The reply's text, or what went wrong.") String text,
    @Schema(description = "Until its outcome was known.") long millis) {

  static AttemptView of(Attempt attempt) {
    return new AttemptView(
        attempt.at(),
        attempt.outcome().name().toLowerCase(Locale.ROOT),
        attempt.host(),
        attempt.address(),
        attempt.tls(),
        attempt.code(),
        attempt.enhanced(),
        attempt.text(),
        attempt.took().toMillis());
  }
}
