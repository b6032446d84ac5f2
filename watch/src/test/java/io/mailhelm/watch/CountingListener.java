package io.mailhelm.watch;

import io.mailhelm.config.Domain;
import io.mailhelm.config.report.DnsReport;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what it is told. */
class CountingListener implements WatchListener, TaskListener {
  final AtomicInteger dnsLooks = new AtomicInteger();
  final AtomicInteger dnsChanges = new AtomicInteger();
  final AtomicInteger keyLooks = new AtomicInteger();
  final AtomicInteger keyChanges = new AtomicInteger();
  final AtomicInteger replaced = new AtomicInteger();
  final AtomicInteger unreadable = new AtomicInteger();
  final AtomicInteger failures = new AtomicInteger();

  @Override
  public void dnsLooked(Domain domain, DnsReport report) {
    dnsLooks.incrementAndGet();
  }

  @Override
  public void dnsChanged(Domain domain, DnsReport report) {
    dnsChanges.incrementAndGet();
  }

  @Override
  public void keysLooked(KeyLook look) {
    keyLooks.incrementAndGet();
  }

  @Override
  public void keysChanged() {
    keyChanges.incrementAndGet();
  }

  @Override
  public void keysReplaced() {
    replaced.incrementAndGet();
  }

  @Override
  public void keysUnreadable(String name, GeneratedKeys keys, IllegalArgumentException cause) {
    unreadable.incrementAndGet();
  }

  @Override
  public void keysForgotten(String name) {}

  @Override
  public void failed(TaskKind kind, String subject, Exception failure, Duration pause) {
    failures.incrementAndGet();
  }

  @Override
  public void ended(String task, Error error) {}
}
