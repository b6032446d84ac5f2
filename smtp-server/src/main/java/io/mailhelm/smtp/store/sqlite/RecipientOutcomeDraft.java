package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.smtp.store.OutcomeSums;
import io.mailhelm.smtp.store.PolicyKey;
import io.mailhelm.smtp.store.PolicyOutcomes;
import io.mailhelm.smtp.store.RecipientOutcome;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The changes to the sums of policies by the attempts and reports of the transaction under way: one
 * row is written for many of them. For the writer only.
 */
final class RecipientOutcomeDraft {
  private static final OutcomeSums NOT_DELIVERED = new OutcomeSums(-1, 0, 0, 0, 0);

  private record Row(PolicyKey policy, long slot, String destination) {}

  private final Map<Row, OutcomeSums> added = new LinkedHashMap<>();

  /**
   * Counts an outcome.
   *
   * @param policy empty: none was named, and nobody judges it
   */
  void add(String domain, Optional<String> policy, RecipientOutcome outcome) {
    if (policy.isEmpty()) {
      return;
    }
    var key = new PolicyKey(domain, policy.get());
    add(key, outcome.at(), destination(outcome), OutcomeSums.of(outcome.kind()));
    outcome.deliveredAt().ifPresent(at -> add(key, at, PolicyStatements.ALL_OTHERS, NOT_DELIVERED));
  }

  /** What says nothing bad of us is not counted by name. */
  private static String destination(RecipientOutcome outcome) {
    return switch (outcome.kind()) {
      case BAD_ADDRESS, BLOCKED, COMPLAINED -> outcome.destination();
      case DELIVERED, MAILBOX_FULL -> PolicyStatements.ALL_OTHERS;
    };
  }

  private void add(PolicyKey policy, Instant at, String destination, OutcomeSums sums) {
    added.merge(new Row(policy, slot(at), destination), sums, OutcomeSums::plus);
  }

  /** The beginning of the slot that a time is in. */
  static long slot(Instant at) {
    return Math.floorDiv(at.toEpochMilli(), PolicyOutcomes.SLOT.toMillis())
        * PolicyOutcomes.SLOT.toMillis();
  }

  void save(PolicyStatements statements) throws SQLException {
    for (var each : added.entrySet()) {
      var row = each.getKey();
      statements.add(row.policy(), row.slot(), row.destination(), each.getValue());
    }
  }
}
