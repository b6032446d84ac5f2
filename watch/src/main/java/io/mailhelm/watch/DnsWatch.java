package io.mailhelm.watch;

import io.mailhelm.config.report.DnsReport;
import io.mailhelm.dns.inspect.LookupIntervals;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Looks at what the DNS says of domains. Each is looked at as soon as it is known, when what the
 * DNS should say of it changes, and then every {@code spec.dns.checkInterval}, a tenth more or
 * less; while nobody answers, twice as long each time, up to an hour. Any thread.
 */
final class DnsWatch implements AutoCloseable {
  private final ServerWatch.Shared shared;
  private final WatchListener listener;
  private final DomainTasks<DnsSubject, Look> looks = new DomainTasks<>((name, s) -> new Look(s));

  DnsWatch(ServerWatch.Shared shared, WatchListener listener) {
    this.shared = shared;
    this.listener = listener;
  }

  /** Looks at these domains, and at no others. */
  void follow(Map<String, DnsSubject> subjects) {
    looks.follow(subjects);
  }

  /** What the DNS says of those that somebody has looked at. */
  Map<String, DnsReport> reports() {
    return looks.known(look -> look.report);
  }

  @Override
  public void close() {
    looks.close();
  }

  /** One domain that is looked at. */
  private final class Look implements DomainTasks.Task<DnsSubject> {
    private volatile DnsSubject subject;
    private volatile Optional<DnsReport> report = Optional.empty();
    private int silences;
    private final RepeatedTask task;

    Look(DnsSubject subject) {
      this.subject = subject;
      this.task =
          RepeatedTask.start(
              TaskKind.DNS, subject.domain().domain().ascii(), this::look, shared.tasks);
    }

    @Override
    public void follow(DnsSubject now) {
      var before = subject;
      subject = now;
      if (!before.asksTheSame(now)) {
        task.runNow();
      }
    }

    private Duration look(RepeatedTask mine) throws IOException, InterruptedException {
      var asked = subject;
      var seen =
          shared.looks.take(
              () ->
                  shared
                      .lookups
                      .inspector(asked.resolvers())
                      .inspect(asked.domain(), asked.ehlo()));
      if (mine.isClosed() || !asked.asksTheSame(subject)) {
        return Duration.ZERO; // an answer to what nobody declares any more
      }
      listener.dnsLooked(asked.domain(), seen);
      silences = LookupIntervals.isSilence(seen) ? silences + 1 : 0;
      var before = report;
      report = Optional.of(seen);
      if (!before.equals(report)) {
        listener.dnsChanged(asked.domain(), seen);
      }
      return LookupIntervals.next(
          asked.domain().dns().checkInterval(), silences, ThreadLocalRandom.current());
    }

    @Override
    public void close() {
      task.close();
    }
  }
}
