package io.mailhelm.smtp.api;

import io.mailhelm.config.HttpEndpoint;
import io.mailhelm.smtp.auth.Logins;
import io.mailhelm.smtp.limit.RecipientLimits;
import io.mailhelm.smtp.listen.Intake;
import io.mailhelm.smtp.listen.ListenerStatus;
import io.mailhelm.smtp.live.LiveConfig;
import io.mailhelm.smtp.observe.Metrics;
import io.mailhelm.smtp.observe.Observer;
import io.mailhelm.smtp.queue.Sending;
import io.mailhelm.smtp.receive.Submissions;
import io.mailhelm.smtp.receive.TransitMemory;
import io.mailhelm.smtp.store.MailStore;
import java.time.Clock;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The parts of a running mail server that the APIs use. The server is built in plain Java and takes
 * mail before Quarkus starts; {@link #install} hands it over.
 *
 * @param live the config that runs
 * @param store where mail is kept
 * @param logins checks users' passwords
 * @param submissions takes in the messages that the mail API composes
 * @param inTransit the memory that mail in transit and the requests of the APIs share
 * @param limits counts what users send
 * @param sending the part that sends what is queued
 * @param intake the listeners, and whether they take mail; none, or all with a problem: {@code
 *     DOWN}
 * @param outside what is known of peers, of other servers and of the DNS
 * @param access how the APIs may be entered
 * @param mailApi where the mail API listens; port 0: the system chooses one. The management API
 *     listens where {@code quarkus.http.host} and {@code quarkus.http.port} say
 * @param metrics what {@code /metrics} shows
 * @param observer hears what the APIs do
 * @param clock the time
 * @param onReady called once, when all ports of the APIs are open
 */
public record ApiContext(
    LiveConfig live,
    MailStore store,
    Logins logins,
    Submissions submissions,
    TransitMemory inTransit,
    RecipientLimits limits,
    Sending sending,
    Intake intake,
    Outside outside,
    ApiAccess access,
    HttpEndpoint mailApi,
    Metrics metrics,
    Observer observer,
    Clock clock,
    Consumer<BoundPorts> onReady) {
  /** Quarkus makes its own beans, so what was made before it starts is left in a known place. */
  private static final AtomicReference<ApiContext> INSTALLED = new AtomicReference<>();

  public ApiContext {
    Objects.requireNonNull(live);
    Objects.requireNonNull(store);
    Objects.requireNonNull(logins);
    Objects.requireNonNull(submissions);
    Objects.requireNonNull(inTransit);
    Objects.requireNonNull(limits);
    Objects.requireNonNull(sending);
    Objects.requireNonNull(intake);
    Objects.requireNonNull(outside);
    Objects.requireNonNull(access);
    Objects.requireNonNull(mailApi);
    Objects.requireNonNull(metrics);
    Objects.requireNonNull(observer);
    Objects.requireNonNull(clock);
    Objects.requireNonNull(onReady);
  }

  /** Leaves {@code node} for the APIs; call it before {@code Quarkus.run}. */
  public static void install(ApiContext node) {
    INSTALLED.set(node);
  }

  /** Whether mail can be taken now: the store writes and at least one listener is open. */
  public boolean acceptsMail() {
    return whyNoMail().isEmpty();
  }

  /** Why no mail can be taken now, with what to do; empty when it can. */
  public String whyNoMail() {
    var status = store.status();
    if (!status.accepting()) {
      return status.problem();
    }
    var listeners = intake.listeners();
    if (listeners.stream().anyMatch(ListenerStatus::isListening)) {
      return "";
    }
    return listeners.isEmpty()
        ? "no listener is declared"
        : listeners.stream()
            .map(ListenerStatus::problem)
            .distinct()
            .collect(Collectors.joining("; "));
  }

  static ApiContext installed() {
    var node = INSTALLED.get();
    if (node == null) {
      throw new IllegalStateException("Node.install comes before Quarkus.run");
    }
    return node;
  }

  /** Values only: a token or a config in a log would be a leak. */
  @Override
  public String toString() {
    return "Node[dev=" + access.dev() + "]";
  }
}
