package io.mailhelm.smtp.observe;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/**
 * The receivers of events: metrics and log.
 *
 * @param metrics what {@code /metrics} shows
 * @param log one line an event
 * @param observer tells both
 */
public record Telemetry(Metrics metrics, EventLog log, Observer observer) implements AutoCloseable {

  /** As {@link EventLog#EventLog}. */
  public static Telemetry open(
      LogFormat format, PrintStream console, Optional<Path> file, Clock clock) {
    var log = new EventLog(format, console, file, clock);
    var metrics = new Metrics(clock);
    metrics.watchLog(log);
    return new Telemetry(metrics, log, Observer.all(metrics, log));
  }

  /** Writes what the log has queued. */
  @Override
  public void close() {
    log.close();
  }
}
