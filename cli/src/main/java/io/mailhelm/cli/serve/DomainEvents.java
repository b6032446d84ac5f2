package io.mailhelm.cli.serve;

import io.mailhelm.config.Domain;
import io.mailhelm.config.report.DnsReport;
import io.mailhelm.config.report.RecordReport;
import io.mailhelm.config.report.RecordVerdict;
import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.observe.Observer;
import io.mailhelm.smtp.threads.EndedThreads;
import io.mailhelm.watch.GeneratedKeys;
import io.mailhelm.watch.TaskListener;
import io.mailhelm.watch.WatchListener;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.Collectors;

/** Logs what is observed of domains, and has statuses and the config follow it. Thread-safe. */
final class DomainEvents implements WatchListener, TaskListener {
  private static final int SAID = 5;

  private final FolderReconciler reconciler;
  private final Observer observer;
  private final KeyLog news;

  DomainEvents(FolderReconciler reconciler, Observer observer) {
    this.reconciler = reconciler;
    this.observer = observer;
    this.news = new KeyLog(observer);
  }

  @Override
  public void dnsLooked(Domain domain, DnsReport report) {}

  @Override
  public void dnsChanged(Domain domain, DnsReport report) throws IOException {
    observer.on(new Event.DnsSeen(domain.domain().ascii(), report.ready(), wrong(report)));
    reconciler.reportAgain();
  }

  /** Logs the state of keys. Those of a domain whose DNS is not watched need not be published. */
  @Override
  public void keysLooked(KeyLook look) {
    look.domain()
        .filter(domain -> domain.dns().watched())
        .ifPresent(domain -> news.of(domain, look.ledger(), look.sights()));
  }

  @Override
  public void keysChanged() throws IOException {
    reconciler.reportAgain();
  }

  @Override
  public void keysReplaced() throws IOException {
    reconciler.compileAgain();
  }

  @Override
  public void keysUnreadable(String name, GeneratedKeys keys, IllegalArgumentException cause) {
    observer.on(new Event.Failed("dkim of " + keys.declared(), cause));
  }

  @Override
  public void keysForgotten(String name) {}

  @Override
  public void failed(String task, Exception failure, Duration pause) {
    observer.on(new Event.Failed(task, failure));
  }

  @Override
  public void ended(String task, Error error) {
    EndedThreads.add(task, error);
  }

  /** The first problem, in words. */
  private static String wrong(DnsReport report) {
    return report.records().stream()
        .filter(RecordReport::required)
        .filter(record -> record.verdict() != RecordVerdict.Match)
        .limit(SAID)
        .map(DomainEvents::sentence)
        .collect(Collectors.joining("; "));
  }

  private static String sentence(RecordReport record) {
    return "%s of %s is %s".formatted(record.purpose(), record.name(), record.verdict())
        + (record.advice().isEmpty() ? "" : ": " + record.advice());
  }
}
