package io.mailhelm.config.report;

import io.mailhelm.config.RecordPurpose;
import java.util.List;
import java.util.Objects;

/**
 * One record, as it should be and as it is.
 *
 * @param name without the last dot, in A-label form
 * @param type such as {@code MX}
 * @param expected the record's data as a zone file has it, but a text without quotes; empty:
 *     unknown, or there should be none
 * @param observed the same of what was seen, sorted; empty: nothing
 * @param required whether mail suffers without it
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
