package io.mailhelm.smtp.observe;

import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtLogRecord;

/** Passes log records of libraries on as events. */
final class LogBridge extends Handler {
  private final Observer observer;

  LogBridge(Observer observer) {
    this.observer = observer;
  }

  @Override
  public void publish(LogRecord record) {
    if (isLoggable(record)) {
      observer.on(
          new Event.Logged(
              level(record.getLevel()),
              String.valueOf(record.getLoggerName()),
              ExtLogRecord.wrap(record).getFormattedMessage(),
              Optional.ofNullable(record.getThrown())));
    }
  }

  private static String level(Level level) {
    if (level.intValue() >= Level.SEVERE.intValue()) {
      return "ERROR";
    }
    return level.intValue() >= Level.WARNING.intValue() ? "WARN" : "INFO";
  }

  /** The log flushes itself. */
  @Override
  public void flush() {}

  /** The owner of the log closes it. */
  @Override
  public void close() {}
}
