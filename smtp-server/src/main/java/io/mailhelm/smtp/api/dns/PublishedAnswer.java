package io.mailhelm.smtp.api.dns;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.mailhelm.config.report.RecordReport;
import io.mailhelm.config.report.RecordVerdict;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The records a domain publishes for one purpose, and a verdict on them. */
@Schema(name = "PublishedRecords")
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record PublishedAnswer<T>(
    String domain,
    @Schema(description = "Where it is looked for.") String name,
    @Schema(description = "The records' data.") List<String> published,
    @Schema(description = "Absent where there is not one that can be read.") Optional<T> parsed,
    @Schema(
            enumeration = {"Match", "Missing", "Mismatch", "Extra", "Error", "Unknown"},
            description =
                "Of a domain of this server as in its status; of another whether it is in order by"
                    + " itself.")
        String verdict,
    @Schema(description = "What is wrong with it, whatever was meant.") List<String> problems,
    String advice) {

  /** Of a domain that nothing is known of. */
  static <T> PublishedAnswer<T> of(PublishedRecords<T> published) {
    return of(published, published.verdict(), published.advice());
  }

  /** Of a domain of ours, by what its report says of that record. */
  static <T> PublishedAnswer<T> of(PublishedRecords<T> published, RecordReport report) {
    return of(published, report.verdict(), report.advice());
  }

  private static <T> PublishedAnswer<T> of(
      PublishedRecords<T> published, RecordVerdict verdict, String advice) {
    return new PublishedAnswer<>(
        published.domain().ascii(),
        published.name(),
        published.texts(),
        published.parsed(),
        verdict.name(),
        published.problems(),
        advice);
  }
}
