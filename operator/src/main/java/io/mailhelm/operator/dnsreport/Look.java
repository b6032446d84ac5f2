package io.mailhelm.operator.dnsreport;

import io.mailhelm.config.report.DnsReport;
import io.mailhelm.config.report.Verdict;
import io.mailhelm.dns.inspect.Pauses;
import io.mailhelm.operator.rounds.Crowd;
import io.mailhelm.operator.rounds.Rounds;
import io.mailhelm.operator.rounds.Watches;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;

/** One domain that is looked at until it is closed. Any thread. */
final class Look implements Watches.Watch<Question> {
  private final Eyes eyes;
  private final Runnable bell;
  private final Rounds rounds;
  private volatile Question question;
  private volatile Optional<DnsReport> report = Optional.empty();
  private int silences;

  /**
   * What all of them share.
   *
   * @param crowd how many look at once
   * @param failures told how many records could not be told
   */
  record Eyes(Inspectors inspectors, Crowd crowd, LongConsumer failures, RandomGenerator random) {}

  /**
   * @param bell rung when there is something new to say
   */
  Look(String name, Question question, Eyes eyes, Runnable bell) {
    this.eyes = eyes;
    this.bell = bell;
    this.question = question;
    this.rounds = Rounds.begin("the look at the DNS of " + name, this::go);
  }

  /** What it is about now; it is looked at anew where that is something else. */
  @Override
  public void about(Question now) {
    var before = question;
    question = now;
    if (!before.asksTheSame(now)) {
      rounds.call();
    }
  }

  /** What was seen last. */
  Optional<DnsReport> report() {
    return report;
  }

  private Duration go(Rounds mine) throws InterruptedException {
    var asked = question;
    var seen =
        eyes.crowd()
            .take(
                () ->
                    eyes.inspectors().of(asked.resolvers()).inspect(asked.domain(), asked.ehlo()));
    if (mine.isClosed()) {
      return Duration.ZERO;
    }
    eyes.failures()
        .accept(
            seen.records().stream().filter(record -> record.verdict() == Verdict.Error).count());
    silences = Pauses.isSilence(seen) ? silences + 1 : 0;
    var before = report;
    report = Optional.of(seen);
    if (!before.equals(report)) {
      bell.run();
    }
    return Pauses.next(asked.domain().dns().checkInterval(), silences, eyes.random());
  }

  @Override
  public void close() {
    rounds.close();
  }
}
