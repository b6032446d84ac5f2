package io.mailhelm.dns.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.Purpose;
import io.mailhelm.config.report.DnsReport;
import io.mailhelm.config.report.RecordReport;
import io.mailhelm.config.report.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PausesTest {
  private static final Duration INTERVAL = Duration.ofMinutes(10);
  private final Random random = new Random(1);

  @Test
  void aPauseIsTheIntervalATenthMoreOrLess() {
    var pauses = Stream.generate(() -> Pauses.next(INTERVAL, 0, random)).limit(1_000).toList();

    assertThat(pauses).allMatch(pause -> isAbout(pause, INTERVAL));
    assertThat(pauses.stream().distinct().count()).as("jitter").isGreaterThan(500);
  }

  @Test
  void whileNobodyAnswersPausesDoubleUpToAnHour() {
    assertThat(Pauses.next(INTERVAL, 1, random))
        .matches(pause -> isAbout(pause, INTERVAL.multipliedBy(2)));
    assertThat(Pauses.next(INTERVAL, 2, random))
        .matches(pause -> isAbout(pause, INTERVAL.multipliedBy(4)));
    assertThat(Pauses.next(INTERVAL, 1_000, random))
        .matches(pause -> isAbout(pause, Duration.ofHours(1)));
  }

  @Test
  void aDomainThatAsksForLessIsNotLookedAtMoreOften() {
    var day = Duration.ofDays(1);

    assertThat(Pauses.next(day, 0, random)).matches(pause -> isAbout(pause, day));
    assertThat(Pauses.next(day, 9, random)).matches(pause -> isAbout(pause, day));
  }

  @Test
  void itIsSilenceWhereNothingWasAnswered() {
    assertThat(Pauses.isSilence(report(Verdict.Error, Verdict.Error))).isTrue();
    assertThat(Pauses.isSilence(report(Verdict.Error, Verdict.Unknown))).isTrue();
    assertThat(Pauses.isSilence(report(Verdict.Error, Verdict.Missing))).isFalse();
    assertThat(Pauses.isSilence(report(Verdict.Unknown))).isFalse();
    assertThat(Pauses.isSilence(report())).isFalse();
  }

  private static boolean isAbout(Duration pause, Duration wanted) {
    return pause.compareTo(wanted.multipliedBy(9).dividedBy(10)) >= 0
        && pause.compareTo(wanted.multipliedBy(11).dividedBy(10)) <= 0;
  }

  private static DnsReport report(Verdict... verdicts) {
    return new DnsReport(
        Stream.of(verdicts)
            .map(
                verdict ->
                    new RecordReport(
                        Purpose.Mx, "example.com", "MX", "", List.of(), verdict, true, ""))
            .toList(),
        "",
        List.of(),
        DnsReport.Dnssec.Insecure);
  }
}
