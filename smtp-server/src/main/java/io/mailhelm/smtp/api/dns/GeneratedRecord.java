package io.mailhelm.smtp.api.dns;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A DNS record to publish, with warnings. */
@Schema(name = "GeneratedRecord")
record GeneratedRecord(
    @Schema(description = "Below the domain; @: the domain itself.") String name,
    String type,
    @Schema(description = "Seconds.") long ttl,
    String value,
    @Schema(description = "What to think about before it is published.") List<String> warnings) {
  private static final long AN_HOUR = 3_600;

  static GeneratedRecord txt(String name, String value, List<String> warnings) {
    return new GeneratedRecord(name, "TXT", AN_HOUR, value, warnings);
  }
}
