package io.mailhelm.dns.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.RecordPurpose;
import io.mailhelm.config.report.DnsReport;
import io.mailhelm.config.report.RecordReport;
import io.mailhelm.config.report.RecordVerdict;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LookupIntervalsTest {
  private static final Duration INTERVAL = Duration.ofMinutes(10);
  private final Random random = new Random(1);

  @Test
  void aPauseIsTheIntervalATenthMoreOrLess() {
    var pauses =
        Stream.generate(() -> LookupIntervals.next(INTERVAL, 0, random)).limit(1_000).toList();

    assertThat(pauses).allMatch(pause -> isAbout(pause, INTERVAL));
    assertThat(pauses.stream().distinct().count()).as("jitter").isGreaterThan(500);
  }

  @Test
  void whileNobodyAnswersPausesDoubleUpToAnHour() {
    assertThat(LookupIntervals.next(INTERVAL, 1, random))
        .matches(pause -> isAbout(pause, INTERVAL.multipliedBy(2)));
    assertThat(LookupIntervals.next(INTERVAL, 2, random))
        .matches(pause -> isAbout(pause, INTERVAL.multipliedBy(4)));
    assertThat(LookupIntervals.next(INTERVAL, 1_000, random))
        .matches(pause -> isAbout(pause, Duration.ofHours(1)));
  }

  @Test
  void aDomainThatAsksForLessIsNotLookedAtMoreOften() {
    var day = Duration.ofDays(1);

    assertThat(LookupIntervals.next(day, 0, random)).matches(pause -> isAbout(pause, day));
    assertThat(LookupIntervals.next(day, 9, random)).matches(pause -> isAbout(pause, day));
  }

  @Test
  void itIsSilenceWhereNothingWasAnswered() {
    assertThat(LookupIntervals.isSilence(report(RecordVerdict.Error, RecordVerdict.Error)))
        .isTrue();
    assertThat(LookupIntervals.isSilence(report(RecordVerdict.Error, RecordVerdict.Unknown)))
        .isTrue();
    assertThat(LookupIntervals.isSilence(report(RecordVerdict.Error, RecordVerdict.Missing)))
        .isFalse();
    assertThat(LookupIntervals.isSilence(report(RecordVerdict.Unknown))).isFalse();
    assertThat(LookupIntervals.isSilence(report())).isFalse();
  }

  private static boolean isAbout(Duration pause, Duration wanted) {
    return pause.compareTo(wanted.multipliedBy(9).dividedBy(10)) >= 0
        && pause.compareTo(wanted.multipliedBy(11).dividedBy(10)) <= 0;
  }

  private static DnsReport report(RecordVerdict... verdicts) {
    return new DnsReport(
        Stream.of(verdicts)
            .map(
                verdict ->
                    new RecordReport(
                        RecordPurpose.Mx, "example.com", "MX", "", List.of(), verdict, true, ""))
            .toList(),
        "",
        List.of(),
        DnsReport.Dnssec.Insecure);
  }
}
