package io.mailhelm.cli.watch;

import io.mailhelm.config.Domain;
import io.mailhelm.config.DomainName;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.config.report.DnsReport;
import io.mailhelm.config.report.RecordReport;
import io.mailhelm.config.report.Verdict;
import io.mailhelm.dns.inspect.Inspector;
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
  /** While nobody answers, it is asked half as often after each look, down to this. */
  private static final Duration AT_LEAST_EVERY = Duration.ofHours(1);

  private static final int MOST_DOUBLINGS = 16;
  private static final double JITTER = 0.1;
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
    var silent =
        !report.records().isEmpty()
            && report.records().stream().allMatch(record -> record.verdict() == Verdict.Error);
    if (!silent) {
      silences.remove(name);
    }
    var doublings = silent ? silences.merge(name, 1, (a, b) -> Math.min(a + b, MOST_DOUBLINGS)) : 0;
    var longest = interval.compareTo(AT_LEAST_EVERY) > 0 ? interval : AT_LEAST_EVERY;
    var pause = interval.multipliedBy(1L << doublings);
    var share = ThreadLocalRandom.current().nextDouble(1 - JITTER, 1 + JITTER);
    return Duration.ofMillis(
        Math.round((pause.compareTo(longest) > 0 ? longest : pause).toMillis() * share));
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
