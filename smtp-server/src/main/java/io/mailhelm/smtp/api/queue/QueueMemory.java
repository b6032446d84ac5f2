package io.mailhelm.smtp.api.queue;

import io.mailhelm.smtp.api.ObjectMemory;
import io.mailhelm.smtp.store.Attempt;
import io.mailhelm.smtp.store.Delivery;
import java.util.List;

/** Says what deliveries and their attempts take in memory while they are written. */
final class QueueMemory {
  private QueueMemory() {}

  /** Octets of deliveries, each with its latest attempt. */
  static long of(List<Delivery> deliveries) {
    return deliveries.stream()
        .mapToLong(
            each ->
                ObjectMemory.of(each.reversePath(), each.recipient().address(), each.subject())
                    + each.last().map(QueueMemory::of).orElse(0L))
        .sum();
  }

  /** Octets of attempts. */
  static long ofAttempts(List<Attempt> attempts) {
    return attempts.stream().mapToLong(QueueMemory::of).sum();
  }

  private static long of(Attempt attempt) {
    return ObjectMemory.of(attempt.host(), attempt.tls(), attempt.text());
  }
}
