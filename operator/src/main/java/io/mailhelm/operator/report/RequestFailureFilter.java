package io.mailhelm.operator.report;

import io.mailhelm.operator.cluster.RequestFailure;
import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtLogRecord;

/**
 * Shortens every log record of a failed request to the API server to one line, whether it is ours,
 * the SDK's or the client's. A stack trace tells nothing more of a missing right or a server that
 * does not answer. All other records are logged as they are. Any thread.
 */
@LoggingFilter(name = RequestFailureFilter.NAME)
public final class RequestFailureFilter implements Filter {
  /** Its name in {@code application.properties}. */
  static final String NAME = "request-failures";

  @Override
  public boolean isLoggable(LogRecord entry) {
    var thrown = entry.getThrown();
    if (thrown != null) {
      RequestFailure.line(thrown).ifPresent(line -> shorten(entry, line));
    }
    return true;
  }

  private static void shorten(LogRecord entry, String line) {
    var extended = ExtLogRecord.wrap(entry);
    var said = extended.getFormattedMessage();
    var text = said == null || said.isBlank() || line.contains(said) ? line : said + ": " + line;
    entry.setThrown(null);
    entry.setParameters(null);
    if (entry instanceof ExtLogRecord own) {
      own.setMessage(text, ExtLogRecord.FormatStyle.NO_FORMAT);
    } else {
      entry.setMessage(text);
    }
  }
}
