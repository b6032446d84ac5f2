package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.config.Retention;
import io.mailhelm.smtp.store.PolicyOutcomes;
import io.mailhelm.smtp.store.RecipientCounts;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/**
 * Deletes rows that were kept for long enough, a bounded number in each transaction, so that mail
 * that arrives meanwhile does not wait.
 */
final class RowExpiry {
  /** Rows removed in one transaction. */
  static final int AT_ONCE = 500;

  /**
   * As long as the sums of an hour are kept: a year and a month, to compare with the year before.
   */
  static final Duration COUNTS = Duration.ofDays(396);

  private final Writer writer;
  private final Retention retention;
  private final Instant now;

  RowExpiry(Writer writer, Retention retention, Instant now) {
    this.writer = writer;
    this.retention = retention;
    this.now = now;
  }

  /** Removes a bounded number of rows, or puts them together, and returns how many. */
  private interface Step {
    int run(Statements statements, LedgerDraft draft, long before) throws SQLException;
  }

  void run() {
    forget(
        "forget keys of requests",
        retention.idempotencyKeys(),
        (statements, draft, before) -> statements.records().forgetKeys(before, AT_ONCE, draft));
    forget(
        "forget suppressed addresses",
        retention.suppressions(),
        (statements, _, before) -> statements.records().forgetBounced(before, AT_ONCE));
    forget(
        "forget hourly sums",
        COUNTS,
        (statements, _, before) -> statements.records().forgetOutcomes(before, AT_ONCE));
    forget(
        "forget what came of recipients",
        PolicyOutcomes.KEPT,
        (statements, _, before) -> statements.policies().forget(before, AT_ONCE));
    forget(
        "forget pauses of policies",
        PolicyOutcomes.KEPT,
        (statements, _, before) -> statements.policies().forgetPauses(before, AT_ONCE));
    forget(
        "put together counts of recipients",
        RecipientCounts.EXACT,
        (statements, _, before) -> statements.counted().coarsen(before, AT_ONCE));
    forget(
        "forget counts of recipients",
        RecipientCounts.KEPT,
        (statements, _, before) -> statements.counted().forget(before, AT_ONCE));
  }

  private void forget(String what, Duration kept, Step step) {
    var before = now.minus(kept).toEpochMilli();
    int gone;
    do {
      gone = writer.change(what, (statements, draft) -> step.run(statements, draft, before));
    } while (gone == AT_ONCE);
  }
}
