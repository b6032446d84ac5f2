package io.mailhelm.cli.watch;

import io.mailhelm.config.Domain;
import io.mailhelm.config.DomainName;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.config.report.DnsReport;
import io.mailhelm.config.report.RecordReport;
import io.mailhelm.config.report.Verdict;
import io.mailhelm.dns.inspect.Inspector;
import io.mailhelm.dns.inspect.Pauses;
import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.observe.Observer;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/**
 * Looks at the DNS of watched domains, each as often as it says, give or take a tenth; and at once
 * when its declaration changes.
 */
final class DnsLoop implements AutoCloseable {
  private static final int SAID = 5;

  private final Inspector inspector;
  private final World world;
  private final Served served;
  private final Observer observer;
  private final Rounds<Subject> rounds;
  private final Map<String, Integer> silences = new ConcurrentHashMap<>();

  DnsLoop(Inspector inspector, World world, Served served, Observer observer) {
    this.inspector = inspector;
    this.world = world;
    this.served = served;
    this.observer = observer;
    this.rounds = new Rounds<>("dns", this::look, observer);
  }

  private record Subject(Domain domain, DomainName ehlo) {}

  /** Watches the domains of this config, and no others. One caller at a time. */
  void follow(ServerConfig config) {
    var subjects = new HashMap<String, Subject>();
    for (var domain : config.domains()) {
      if (domain.dns().watched()) {
        subjects.put(domain.name(), new Subject(domain, config.server().hostname()));
      }
    }
    silences.keySet().retainAll(subjects.keySet());
    world.keep(subjects.keySet());
    rounds.of(subjects);
  }

  @Override
  public void close() {
    rounds.close();
  }

  private Duration look(String name, Subject subject) throws IOException {
    var report = inspector.inspect(subject.domain(), subject.ehlo());
    if (!rounds.isCurrent(name, subject)) {
      return Duration.ZERO;
    }
    if (world.saw(name, report)) {
      observer.on(
          new Event.DnsSeen(subject.domain().domain().ascii(), report.ready(), wrong(report)));
      served.change(() -> Served.Step.Report);
    }
    return pause(name, subject.domain().dns().checkInterval(), report);
  }

  private Duration pause(String name, Duration interval, DnsReport report) {
    if (!Pauses.isSilence(report)) {
      silences.remove(name);
      return Pauses.next(interval, 0, ThreadLocalRandom.current());
    }
    return Pauses.next(
        interval, silences.merge(name, 1, Integer::sum), ThreadLocalRandom.current());
  }

  /** The first of what is wrong, in words. */
  private static String wrong(DnsReport report) {
    return report.records().stream()
        .filter(RecordReport::required)
        .filter(record -> record.verdict() != Verdict.Match)
        .limit(SAID)
        .map(DnsLoop::sentence)
        .collect(Collectors.joining("; "));
  }

  private static String sentence(RecordReport record) {
    return "%s of %s is %s".formatted(record.purpose(), record.name(), record.verdict())
        + (record.advice().isEmpty() ? "" : ": " + record.advice());
  }
}
