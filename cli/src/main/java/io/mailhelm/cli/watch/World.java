package io.mailhelm.cli.watch;

import io.mailhelm.compiler.Findings;
import io.mailhelm.compiler.Traffic;
import io.mailhelm.config.DkimLedger;
import io.mailhelm.config.report.DnsReport;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What is known of the world: of each domain, by its MailDomain's {@code metadata.name}, and of who
 * talks to the server. Thread-safe.
 */
public final class World {
  private final AtomicReference<Map<String, Known>> domains = new AtomicReference<>(Map.of());
  private volatile Supplier<Optional<Traffic>> traffic = Optional::empty;

  /**
   * Of one domain.
   *
   * @param keys where its generated keys are in their lives; empty where it has none
   */
  record Known(Findings findings, DkimLedger keys) {
    private static final Known NOTHING = new Known(Findings.NONE, new DkimLedger(List.of()));

    Known {
      Objects.requireNonNull(findings);
      Objects.requireNonNull(keys);
    }
  }

  /** What statuses are told. */
  public Map<String, Findings> findings() {
    return domains.get().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().findings()));
  }

  /** What the server saw of others; empty before it runs. */
  public Optional<Traffic> traffic() {
    return traffic.get();
  }

  /** From now on a server runs that can say so. */
  public void ask(Supplier<Traffic> server) {
    traffic = () -> Optional.of(server.get());
  }

  /** All that was found out. */
  Map<String, Known> domains() {
    return domains.get();
  }

  /**
   * What the DNS says.
   *
   * @return whether that is news
   */
  boolean saw(String domain, DnsReport report) {
    return change(
        domain,
        known ->
            new Known(
                new Findings(
                    Optional.of(report),
                    known.findings().nextTransition(),
                    known.findings().unseen()),
                known.keys()));
  }

  /**
   * Where the domain's keys are, and when that changes next.
   *
   * @return whether statuses may say something else for it
   */
  boolean drove(
      String domain,
      DkimLedger keys,
      Optional<Instant> nextTransition,
      Map<String, String> unseen) {
    return change(
        domain,
        known -> new Known(new Findings(known.findings().dns(), nextTransition, unseen), keys));
  }

  /** Forgets all other domains. */
  void keep(Set<String> watched) {
    domains.updateAndGet(
        all -> {
          var rest = new HashMap<>(all);
          rest.keySet().retainAll(watched);
          return Map.copyOf(rest);
        });
  }

  private boolean change(String domain, UnaryOperator<Known> step) {
    var before =
        domains.getAndUpdate(
            all -> {
              var next = new HashMap<>(all);
              next.put(domain, step.apply(all.getOrDefault(domain, Known.NOTHING)));
              return Map.copyOf(next);
            });
    var known = before.getOrDefault(domain, Known.NOTHING);
    return !step.apply(known).equals(known);
  }
}
