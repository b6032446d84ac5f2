package io.mailhelm.watch;

import io.mailhelm.compiler.DomainFindings;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Watches the domains of one server: their DNS, and the stages of their generated keys. Any thread.
 */
public final class ServerWatch implements AutoCloseable {
  private final DnsWatch dns;
  private final KeyRotator keys;

  /**
   * Resources that the watches of several servers share: look-ups, clock and limits. Thread-safe.
   */
  public static final class Shared {
    /**
     * The most domains in parallel, so that a thousand domains, all new at a start, are not all
     * asked for at the same moment.
     */
    static final int AT_ONCE = 16;

    final Lookups lookups;
    final TaskListener tasks;
    final Clock clock;
    final ConcurrencyLimit looks = new ConcurrencyLimit(AT_ONCE);
    final ConcurrencyLimit rotations = new ConcurrencyLimit(AT_ONCE);

    public Shared(Lookups lookups, TaskListener tasks, Clock clock) {
      this.lookups = Objects.requireNonNull(lookups);
      this.tasks = Objects.requireNonNull(tasks);
      this.clock = Objects.requireNonNull(clock);
    }
  }

  public ServerWatch(Shared shared, WatchListener listener) {
    this.dns = new DnsWatch(shared, listener);
    this.keys = new KeyRotator(shared, listener);
  }

  /** Watches the domains of this server, and no others. One caller at a time. */
  public void follow(WatchedServer server) {
    dns.follow(server.dns());
    keys.follow(server.rotation());
  }

  /** The observations, by {@code metadata.name} of the MailDomain. */
  public Map<String, ObservedDomain> observed() {
    var reports = dns.reports();
    var states = keys.states();
    var observed = new HashMap<String, ObservedDomain>();
    Stream.concat(reports.keySet().stream(), states.keySet().stream())
        .forEach(
            name -> {
              var report = Optional.ofNullable(reports.get(name));
              var state = states.getOrDefault(name, KeyRotator.State.UNKNOWN);
              observed.put(
                  name,
                  new ObservedDomain(
                      new DomainFindings(report, state.nextTransition(), state.unseen()),
                      state.ledger()));
            });
    return observed;
  }

  /** Stops watching, and does not wait for questions under way. */
  @Override
  public void close() {
    dns.close();
    keys.close();
  }
}
