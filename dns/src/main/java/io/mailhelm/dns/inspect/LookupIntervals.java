package io.mailhelm.dns.inspect;

import io.mailhelm.config.report.DnsReport;
import io.mailhelm.config.report.RecordReport;
import io.mailhelm.config.report.RecordVerdict;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before a domain is inspected again, or a task is tried again. Pure. */
public final class LookupIntervals {
  /** The longest pause while nobody answers. A domain that asks for a longer one keeps that. */
  public static final Duration LONGEST = Duration.ofHours(1);

  private static final double JITTER = 0.1;
  private static final int DOUBLINGS_AT_MOST = 16;

  private LookupIntervals() {}

  /**
   * The next pause: the interval, a tenth more or less; twice as long for each silence, up to
   * {@link #LONGEST}.
   *
   * @param interval what the domain asks for
   * @param silences how many times in a row nobody answered
   */
  public static Duration next(Duration interval, int silences, RandomGenerator random) {
    var longest = interval.compareTo(LONGEST) < 0 ? LONGEST : interval;
    return doubled(interval, silences, longest, random);
  }

  /**
   * A pause that has been doubled that many times, a tenth more or less.
   *
   * @param longest the longest pause, before the tenth is added
   */
  public static Duration doubled(
      Duration first, int times, Duration longest, RandomGenerator random) {
    var doubled = first.multipliedBy(1L << Math.min(times, DOUBLINGS_AT_MOST));
    var pause = doubled.compareTo(longest) < 0 ? doubled : longest;
    return Duration.ofMillis(
        Math.round(pause.toMillis() * (1 - JITTER + 2 * JITTER * random.nextDouble())));
  }

  /** Whether no question was answered. */
  public static boolean isSilence(DnsReport report) {
    return report.records().stream().anyMatch(record -> record.verdict() == RecordVerdict.Error)
        && report.records().stream().allMatch(LookupIntervals::saysNothing);
  }

  private static boolean saysNothing(RecordReport record) {
    return record.verdict() == RecordVerdict.Error
        || record.verdict() == RecordVerdict.Unknown && record.observed().isEmpty();
  }
}
