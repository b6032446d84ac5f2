package io.mailhelm.operator.report;

import io.mailhelm.operator.cluster.RequestFailure;
import io.quarkus.logging.LoggingFilter;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtLogRecord;

/**
 * Makes one line of whatever anybody logs of a request to the API server that failed, ours, the
 * SDK's and the client's: a missing right or a server that is away is nothing that a stack trace
 * tells more of. What an informer may not list, it tries again and again, and says so each time:
 * that is logged once ({@link WatchedNamespaces} says how it goes on). All else is logged as it is.
 * Any thread.
 */
@LoggingFilter(name = RequestFailureFilter.NAME)
public final class RequestFailureFilter implements Filter {
  /** Its name in {@code application.properties}. */
  static final String NAME = "request-failures";

  private static final String OF_INFORMERS = "io.fabric8.kubernetes.client.informers.";
  private static final int REMEMBERED = 1000;

  private final Set<String> forbidden = ConcurrentHashMap.newKeySet();

  @Override
  public boolean isLoggable(LogRecord entry) {
    var thrown = entry.getThrown();
    if (thrown == null) {
      return true;
    }
    var line = RequestFailure.line(thrown);
    line.ifPresent(text -> shorten(entry, text));
    return line.isEmpty()
        || !RequestFailure.isForbidden(thrown)
        || entry.getLoggerName() == null
        || !entry.getLoggerName().startsWith(OF_INFORMERS)
        || isNew(line.get());
  }

  private boolean isNew(String line) {
    if (forbidden.size() >= REMEMBERED) {
      forbidden.clear();
    }
    return forbidden.add(line);
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
