package io.mailhelm.config.report;

import io.mailhelm.config.RecordPurpose;
import java.util.List;
import java.util.Objects;

/**
 * The report on one record: what is expected, what was observed, and what to do.
 *
 * @param name without the last dot, in A-label form
 * @param type such as {@code MX}
 * @param expected the record's data as in a zone file, but texts without quotes; empty: unknown, or
 *     there should be no such record
 * @param observed the observed data in the same form, sorted; empty: nothing was seen
 * @param required whether mail is impaired without it
 * @param advice what to do, one sentence or a few; empty: nothing
 */
public record RecordReport(
    RecordPurpose purpose,
    String name,
    String type,
    String expected,
    List<String> observed,
    RecordVerdict verdict,
    boolean required,
    String advice) {
  public RecordReport {
    Objects.requireNonNull(purpose);
    Objects.requireNonNull(name);
    Objects.requireNonNull(type);
    Objects.requireNonNull(expected);
    observed = observed.stream().sorted().toList();
    Objects.requireNonNull(verdict);
    Objects.requireNonNull(advice);
  }
}
