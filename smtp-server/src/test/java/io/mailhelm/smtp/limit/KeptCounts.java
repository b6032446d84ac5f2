package io.mailhelm.smtp.limit;

import io.mailhelm.smtp.store.CountedRecipients;
import io.mailhelm.smtp.store.RecipientCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What is durable, in memory: it outlives the limits that use it. One thread's. */
final class KeptCounts implements RecipientCounts {
  private List<CountedRecipients> rows = new ArrayList<>();
  private final List<CountedRecipients> coarse = new ArrayList<>();
  private Optional<Instant> latest = Optional.empty();

  /** A message is durable. */
  void commit(List<CountedRecipients> counted, Instant now) {
    for (var each : counted) {
      rows.add(new CountedRecipients(each.key(), floor(each.at(), SLOT), each.recipients()));
      latest = Optional.of(now);
    }
  }

  /** What the store does once a minute. */
  void forget(Instant now) {
    var fine = new ArrayList<CountedRecipients>();
    for (var each : rows) {
      if (each.at().isBefore(now.minus(EXACT))) {
        coarse.add(
            new CountedRecipients(each.key(), floor(each.at(), COARSE_SLOT), each.recipients()));
      } else {
        fine.add(each);
      }
    }
    rows = fine;
    coarse.removeIf(each -> each.at().isBefore(now.minus(KEPT)));
  }

  private static Instant floor(Instant at, Duration slot) {
    long millis = at.toEpochMilli();
    return Instant.ofEpochMilli(millis - millis % slot.toMillis());
  }

  @Override
  public Optional<Instant> read(Consumer<CountedRecipients> reader) {
    rows.forEach(reader);
    coarse.forEach(reader);
    return latest;
  }

  @Override
  public void rebase(Duration by) {
    long slot = COARSE_SLOT.toMillis();
    rows.replaceAll(each -> moved(each, by));
    coarse.replaceAll(
        each -> moved(each, Duration.ofMillis(Math.ceilDiv(by.toMillis(), slot) * slot)));
    latest = latest.map(at -> at.plus(by));
  }

  private static CountedRecipients moved(CountedRecipients row, Duration by) {
    return new CountedRecipients(row.key(), row.at().plus(by), row.recipients());
  }
}
