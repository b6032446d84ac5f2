package io.mailhelm.operator.watch;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.mailhelm.compiler.Requirements;
import io.mailhelm.config.Domain;
import io.mailhelm.config.report.DnsReport;
import io.mailhelm.config.report.RecordVerdict;
import io.mailhelm.operator.tasks.TaskLog;
import io.mailhelm.watch.GeneratedKeys;
import io.mailhelm.watch.Lookups;
import io.mailhelm.watch.ObservedDomain;
import io.mailhelm.watch.ServerWatch;
import io.mailhelm.watch.WatchListener;
import io.mailhelm.watch.WatchedServer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Keeps a {@link io.mailhelm.watch.ServerWatch} for each server, by its MailDomain. Any thread. */
public final class ServerWatches implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(ServerWatches.class);

  private final KubernetesClient client;
  private final Consumer<ResourceID> onChange;
  private final Counter failures;
  private final KeyAges ages;
  private final ServerWatch.Shared shared;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<ResourceID, ServerWatch> byServer = new HashMap<>();

  /**
   * @param onChange told of a MailDomain with servers when statuses of what lives on them may have
   *     changed
   */
  public ServerWatches(
      KubernetesClient client,
      Lookups lookups,
      Consumer<ResourceID> onChange,
      MeterRegistry registry,
      Clock clock) {
    this.client = client;
    this.onChange = onChange;
    this.failures =
        Counter.builder("mailhelm.dns.lookup.failures")
            .description("Records that could not be told at a look at the DNS.")
            .register(registry);
    this.ages = new KeyAges(registry, clock);
    this.shared = new ServerWatch.Shared(lookups, new TaskLog(), clock);
  }

  /**
   * The generated keys of a MailDomain.
   *
   * @param declared its {@code spec.domain}
   * @param secret their Secret, as it was before the MailDomain was compiled
   */
  public GeneratedKeys keys(String declared, Requirements.Dkim wanted, Secret secret) {
    var store = new SecretKeyStore(client, secret);
    return new GeneratedKeys(declared, wanted, store, store.read().version());
  }

  /** Watches what now lives on a server, and stops watching what no longer does. */
  public void follow(ResourceID host, WatchedServer server) {
    lock.lock();
    try {
      byServer
          .computeIfAbsent(host, any -> new ServerWatch(shared, new Listener(host)))
          .follow(server);
    } finally {
      lock.unlock();
    }
  }

  /** What was observed of the domains on a server, by {@code metadata.name} of the MailDomain. */
  public Map<String, ObservedDomain> observed(ResourceID host) {
    lock.lock();
    try {
      return byServer.containsKey(host) ? byServer.get(host).observed() : Map.of();
    } finally {
      lock.unlock();
    }
  }

  /** Stops watching the domains on a server. */
  public void forget(ResourceID host) {
    lock.lock();
    try {
      if (byServer.containsKey(host)) {
        byServer.remove(host).close();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Stops watching. */
  @Override
  public void close() {
    lock.lock();
    try {
      byServer.values().forEach(ServerWatch::close);
      byServer.clear();
    } finally {
      lock.unlock();
    }
  }

  /** Makes metrics of what is observed of a server, and tells of changes. */
  private final class Listener implements WatchListener {
    private final ResourceID host;

    Listener(ResourceID host) {
      this.host = host;
    }

    private ResourceID resource(String name) {
      return new ResourceID(name, host.getNamespace().orElseThrow());
    }

    @Override
    public void dnsLooked(Domain domain, DnsReport report) {
      report.records().stream()
          .filter(record -> record.verdict() == RecordVerdict.Error)
          .forEach(record -> failures.increment());
    }

    @Override
    public void dnsChanged(Domain domain, DnsReport report) {
      onChange.accept(host);
    }

    @Override
    public void keysLooked(KeyLook look) {
      ages.show(resource(look.name()), look.keys().declared(), look.ledger());
    }

    @Override
    public void keysChanged() {
      onChange.accept(host);
    }

    /** Does nothing: an informer tells of that. */
    @Override
    public void keysReplaced() {}

    @Override
    public void keysUnreadable(String name, GeneratedKeys keys, IllegalArgumentException cause) {
      LOG.warnf("the keys of %s stay as they are: %s", name, cause.getMessage());
    }

    @Override
    public void keysForgotten(String name) {
      ages.forget(resource(name));
    }
  }
}
