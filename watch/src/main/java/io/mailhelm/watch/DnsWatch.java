package io.mailhelm.watch;

import io.mailhelm.config.report.DnsReport;
import io.mailhelm.dns.inspect.LookupIntervals;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Inspects the DNS of domains again and again, and keeps the latest reports. A domain is inspected
 * as soon as it is known, when its expected records change, and then every {@code
 * spec.dns.checkInterval}, a tenth more or less. While nobody answers the pause doubles each time,
 * up to an hour. Any thread.
 */
final class DnsWatch implements AutoCloseable {
  private final ServerWatch.Shared shared;
  private final WatchListener listener;
  private final DomainTasks<DnsSubject, Look> looks = new DomainTasks<>((name, s) -> new Look(s));

  DnsWatch(ServerWatch.Shared shared, WatchListener listener) {
    this.shared = shared;
    this.listener = listener;
  }

  /** Watches these domains, and no others. */
  void follow(Map<String, DnsSubject> subjects) {
    looks.follow(subjects);
  }

  /** The latest reports of the domains that have been inspected. */
  Map<String, DnsReport> reports() {
    return looks.known(look -> look.report);
  }

  @Override
  public void close() {
    looks.close();
  }

  /** The task for one domain. */
  private final class Look implements DomainTasks.Task<DnsSubject> {
    private volatile DnsSubject subject;
    private volatile Optional<DnsReport> report = Optional.empty();
    private int silences;
    private final RepeatedTask task;

    Look(DnsSubject subject) {
      this.subject = subject;
      this.task =
          RepeatedTask.start(
              "dns of " + subject.domain().domain().ascii(), this::look, shared.tasks);
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
