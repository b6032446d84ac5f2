package io.mailhelm.smtp.observe;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;

/**
 * Words the log line of each event. Single commands and API requests are for metrics, not for the
 * log.
 */
final class EventLines {
  private final LogLine line;

  EventLines(LogFormat format) {
    line = new LogLine(format);
  }

  /** Whether the log has a line for it. */
  static boolean has(Event event) {
    return switch (event) {
      // A connection that went as it should is not worth a line: its messages have theirs.
      case Event.Disconnected e -> !e.reason().equals(Event.Disconnected.ORDERLY);
      case Event.TlsChecked e -> !e.result().equals(Event.TlsChecked.SECURED);
      case Event.Authenticated e -> e.outcome() != LoginOutcome.OK;
      case Event.Rejected e -> e.logged();
      case Event.Accepted e -> true;
      case Event.Attempted e -> true;
      case Event.Refused e -> true;
      case Event.LimitUsed e -> true;
      case Event.ConfigLoaded e -> true;
      case Event.ConfigRejected e -> true;
      case Event.Unsigned e -> true;
      case Event.Failed e -> true;
      case Event.ReportOmitted e -> true;
      case Event.LogOnly e -> true;
      case Event.MetricOnly e -> false;
    };
  }

  /** The line of an event that {@link #has} one. */
  CharSequence line(Instant time, Event event) {
    return switch (event) {
      case Event.Accepted e -> accepted(time, e);
      case Event.Attempted e -> attempted(time, e);
      case Event.Held e ->
          line.begin(time, "WARN", "held")
              .with("id", e.messageId())
              .with("to", "<" + e.recipient() + ">")
              .with("reason", e.reason().name())
              .with("detail", e.reason().words())
              .end();
      case Event.ReportOmitted e ->
          line.begin(time, "WARN", "report-omitted")
              .with("id", e.messageId())
              .with("to", "<" + e.to() + ">")
              .with("reason", Meters.label(e.reason()))
              .with("advice", "the sender is not told: see GET /queue for what became of it")
              .end();
      case Event.ClockSetBack e ->
          line.begin(time, "WARN", "clock-set-back")
              .with("seconds", e.by().toSeconds())
              .with("advice", "what waits is due earlier by as much: look at this machine's clock")
              .end();
      case Event.WarmUpReached e ->
          line.begin(time, "INFO", "warm-up-reached")
              .with("policy", e.policy())
              .with("provider", e.provider().orElse(""))
              .with("cap", e.cap())
              .with("until", e.resetsAt().toString())
              .with(
                  "advice", "mail above the cap waits, and goes by itself when the next day begins")
              .end();
      case Event.WarmUpRaised e ->
          line.begin(time, "INFO", "warm-up-raised")
              .with("policy", e.policy())
              .with("provider", e.provider().orElse(""))
              .with("day", e.day())
              .with("cap", e.cap().map(String::valueOf).orElse("none"))
              .end();
      case Event.Released e ->
          line.begin(time, "INFO", "released").with("deliveries", e.deliveries()).end();
      case Event.PolicyExceeded e ->
          line.begin(time, "WARN", e.waits() ? "policy-paused" : "policy-warned")
              .with("policy", e.policy())
              .with("reason", e.reason())
              .with("detail", e.detail())
              .end();
      case Event.PolicyResumed e ->
          line.begin(time, "INFO", "policy-resumed").with("policy", e.policy()).end();
      case Event.TlsChecked e ->
          line.begin(time, "WARN", "tls-failed")
              .with("domain", e.domain())
              .with("policy", e.policy())
              .with("host", e.host())
              .with("result", e.result())
              .with("detail", e.detail())
              .end();
      case Event.Rejected e -> rejected(time, e);
      case Event.Authenticated e -> authenticated(time, e);
      case Event.Disconnected e -> disconnected(time, e);
      case Event.Refused e ->
          line.begin(time, "WARN", "refused")
              .with("listener", e.listener())
              .with("peer", e.peer().getHostAddress())
              .with("limit", e.limit().label())
              .end();
      case Event.LimitUsed e -> limitUsed(time, e);
      case Event.Port25Changed e -> port25(time, e);
      case Event.StoreChanged e -> store(time, e);
      case Event.StrayBodies e ->
          line.begin(time, "WARN", "stray-bodies")
              .with("count", e.count())
              .with("folder", e.folder())
              .with(
                  "advice",
                  "no message in the database has them: most were arriving when the server ended;"
                      + " after a restore they are mail that came since the backup")
              .end();
      case Event.ConfigLoaded e ->
          line.begin(time, "INFO", "config-loaded")
              .with("hash", e.hash())
              .with("domains", e.domains())
              .with("users", e.users())
              .end();
      case Event.ConfigRejected e ->
          line.begin(time, "ERROR", "config-rejected")
              .with("hash", e.hash())
              .with("detail", e.detail())
              .end();
      case Event.Diagnosed e -> diagnosed(time, e);
      case Event.DescriptorsShort e ->
          line.begin(time, "WARN", "descriptors-short").with("detail", e.detail()).end();
      case Event.Unsigned e ->
          line.begin(time, "WARN", "unsigned")
              .with("id", e.messageId())
              .with("domain", e.domain())
              .with(
                  "detail",
                  "its header has more fields than a signature names ("
                      + e.most()
                      + "): it is sent without one, and may be refused or taken for junk")
              .end();
      case Event.SlowSigning e ->
          line.begin(time, "INFO", "slow-signing").with("detail", e.detail()).end();
      case Event.DnsSeen e ->
          line.begin(time, e.wrong().isEmpty() ? "INFO" : "WARN", "dns")
              .with("domain", e.domain())
              .with("ready", e.ready())
              .with("wrong", e.wrong())
              .end();
      case Event.KeyMoved e ->
          line.begin(time, "INFO", "dkim-key")
              .with("domain", e.domain())
              .with("selector", e.selector())
              .with("stage", e.stage().map(Meters::label).orElse("gone"))
              .with("detail", e.detail())
              .end();
      case Event.Failed e -> failed(time, e);
      case Event.Logged e -> logged(time, e);
      case Event.MetricOnly e -> "";
    };
  }

  private CharSequence limitUsed(Instant time, Event.LimitUsed e) {
    boolean reached = e.level() == Event.LimitUsed.Level.REACHED;
    return line.begin(
            time, reached ? "WARN" : "INFO", reached ? "limit-reached" : "limit-approached")
        .with("policy", e.policy())
        .with("mailbox", e.mailboxId().orElse(""))
        .with("limit", "%d recipients %s".formatted(e.most(), e.window()))
        .with("used", e.used())
        .end();
  }

  private CharSequence store(Instant time, Event.StoreChanged e) {
    var all = e.accepting() && e.acceptingLarge();
    return line.begin(time, all ? "INFO" : "ERROR", "store")
        .with("takes", all ? "all mail" : e.accepting() ? "small mail only" : "no mail")
        .with(
            "advice",
            all
                ? ""
                : "what is left of the volume is the reserve, or a write failed: delete mail, or"
                    + " let the volume grow")
        .end();
  }

  private CharSequence port25(Instant time, Event.Port25Changed e) {
    return line.begin(
            time, e.blocked() ? "WARN" : "INFO", e.blocked() ? "port-25-blocked" : "port-25-open")
        .with("timedOut", e.timedOut())
        .with(
            "advice",
            e.blocked()
                ? "nothing answers on port 25 of any server: ask the provider to open it, or send"
                    + " through a smarthost"
                : "other servers can be reached")
        .end();
  }

  private CharSequence diagnosed(Instant time, Event.Diagnosed e) {
    var problem = e.problem();
    var level = e.resolved() || !problem.isError() ? "INFO" : "ERROR";
    return line.begin(
            time,
            level,
            e.resolved() ? "resolved" : problem.isError() ? "refused-resource" : "note")
        .with("resource", problem.resource().toString())
        .with("path", problem.path())
        .with("reason", problem.reason().name())
        .with("message", problem.message())
        .end();
  }

  /** Says that lines are missing. */
  CharSequence dropped(Instant time, long count) {
    return line.begin(time, "WARN", "log-lines-dropped").with("count", count).end();
  }

  private CharSequence accepted(Instant time, Event.Accepted e) {
    return line.begin(time, "INFO", "accepted")
        .with("id", e.messageId())
        .with("from", "<" + e.reversePath() + ">")
        .with("user", e.user().orElse(""))
        .with("recipients", e.recipients())
        .with("captured", e.captured())
        .with("queued", e.queued())
        .with("size", e.size())
        .with("commitMicros", e.commitNanos() / 1_000)
        .with("listener", e.listener())
        .with("session", e.session())
        .end();
  }

  private CharSequence attempted(Instant time, Event.Attempted e) {
    var attempt = e.attempt();
    return line.begin(time, "INFO", e.state().isFinal() ? Meters.label(e.state()) : "deferred")
        .with("id", e.messageId())
        .with("to", "<" + e.recipient() + ">")
        .with("policy", e.policy())
        .with("host", attempt.host())
        .with("address", attempt.address())
        .with("tls", attempt.tls())
        .with("code", attempt.code())
        .with("enhanced", attempt.enhanced())
        .with("text", attempt.text())
        .with("ms", attempt.took().toMillis())
        .with("ageMs", e.age().toMillis())
        .end();
  }

  private CharSequence rejected(Instant time, Event.Rejected e) {
    return line.begin(time, "INFO", "rejected")
        .with("code", e.code())
        .with("reason", e.reason().name())
        .with("detail", e.detail())
        .with("listener", e.listener())
        .with("session", e.session())
        .end();
  }

  private CharSequence authenticated(Instant time, Event.Authenticated e) {
    return line.begin(time, "WARN", "login-refused")
        .with("result", Meters.label(e.outcome()))
        .with("user", e.user().orElse(""))
        .with("mechanism", e.mechanism())
        .with("peer", e.peer().getHostAddress())
        .with("listener", e.listener())
        .with("session", e.session())
        .end();
  }

  private CharSequence disconnected(Instant time, Event.Disconnected e) {
    return line.begin(time, "INFO", "disconnected")
        .with("reason", e.reason())
        .with("received", e.received())
        .with("sent", e.sent())
        .with("listener", e.listener())
        .with("session", e.session())
        .end();
  }

  private CharSequence failed(Instant time, Event.Failed e) {
    return line.begin(time, "ERROR", "failed")
        .with("where", e.place().words(e.detail()))
        .with("cause", trace(e.cause()))
        .end();
  }

  private CharSequence logged(Instant time, Event.Logged e) {
    return line.begin(time, e.level(), "log")
        .with("logger", e.logger())
        .with("message", e.message())
        .with("cause", e.cause().map(EventLines::trace).orElse(""))
        .end();
  }

  /**
   * I/O errors (a port, a file) say what they are; for faults of our own the stack trace matters.
   */
  private static String trace(Throwable cause) {
    if (cause instanceof IOException) {
      return cause.toString();
    }
    var trace = new StringWriter();
    cause.printStackTrace(new PrintWriter(trace));
    return trace.toString().strip();
  }
}
