package io.mailhelm.compiler;

import io.mailhelm.config.ConfigDocument;
import io.mailhelm.config.ServerConfig;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * All that statuses depend on besides a compilation.
 *
 * @param now the time for conditions that change
 * @param offered hash of the compiled config; empty when there is none
 * @param running hash of the config that every server runs, empty while that is not known, and
 *     where no pod is ready: they may have been asked a moment before they were looked at
 * @param settled the last config that every server is known to have run; a user or a policy in it
 *     is in force whatever else changes
 * @param refusal why a server keeps the config that it ran before; empty when none does
 * @param pods the servers' pods; empty where there are none, on a laptop
 * @param findings the findings about each domain that was inspected, by its MailDomain's {@code
 *     metadata.name}
 * @param traffic the servers' connections; empty where they have not been asked
 * @param retained what they keep of deleted users; empty where they have not been asked
 * @param policies how the mail of SendPolicies does, by name; those that no server has told of are
 *     left out
 */
public record ObservedState(
    Instant now,
    Optional<String> offered,
    Optional<String> running,
    Optional<ServerConfig> settled,
    Optional<String> refusal,
    Optional<Pods> pods,
    Map<String, DomainFindings> findings,
    Optional<Traffic> traffic,
    Optional<Retained> retained,
    Map<String, ObservedPolicy> policies) {
  public ObservedState {
    Objects.requireNonNull(now);
    Objects.requireNonNull(offered);
    Objects.requireNonNull(settled);
    Objects.requireNonNull(refusal);
    running = pods.filter(any -> any.ready() == 0).isPresent() ? Optional.empty() : running;
    findings = Map.copyOf(findings);
    Objects.requireNonNull(traffic);
    Objects.requireNonNull(retained);
    policies = Map.copyOf(policies);
  }

  /** The state where servers have not been asked about deleted users and policies. */
  public ObservedState(
      Instant now,
      Optional<String> offered,
      Optional<String> running,
      Optional<ServerConfig> settled,
      Optional<String> refusal,
      Optional<Pods> pods,
      Map<String, DomainFindings> findings,
      Optional<Traffic> traffic) {
    this(
        now,
        offered,
        running,
        settled,
        refusal,
        pods,
        findings,
        traffic,
        Optional.empty(),
        Map.of());
  }

  /** The state on a laptop, with one process, before anything else has been observed. */
  public static ObservedState process(Instant now, Optional<ServerConfig> config, boolean runs) {
    return process(now, config, runs, Map.of(), Optional.empty());
  }

  /**
   * The state on a laptop, with one process.
   *
   * @param config the compiled config
   * @param runs whether the process runs it
   */
  public static ObservedState process(
      Instant now,
      Optional<ServerConfig> config,
      boolean runs,
      Map<String, DomainFindings> findings,
      Optional<Traffic> traffic) {
    var hash = config.map(ConfigDocument::of).map(ConfigDocument::hash);
    return new ObservedState(
        now,
        hash,
        runs ? hash : Optional.empty(),
        runs ? config : Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        findings,
        traffic);
  }

  /** The same state with what servers tell of policies. */
  public ObservedState with(Map<String, ObservedPolicy> told) {
    return new ObservedState(
        now, offered, running, settled, refusal, pods, findings, traffic, retained, told);
  }

  /** How the mail of a policy does; empty: no server has told of it. */
  Optional<ObservedPolicy> policy(String name) {
    return Optional.ofNullable(policies.get(name));
  }

  /** The findings about a domain; empty: it has not been inspected since this process started. */
  Optional<DomainFindings> of(String domain) {
    return Optional.ofNullable(findings.get(domain));
  }

  /**
   * The state of a server's pods.
   *
   * @param wanted how many there should be
   * @param ready how many are
   * @param endpoints where they can be reached from outside, {@code host:port}
   * @param failure the worst failure; empty: there is none, or the cluster does not report it
   * @param storage what is wrong with their volumes
   * @param exposure how their Service is reached from outside
   * @param upgrade whether they are up to date with this operator; empty: not compared yet
   */
  public record Pods(
      int wanted,
      int ready,
      List<String> endpoints,
      Optional<PodFailure> failure,
      List<StorageProblem> storage,
      Exposure exposure,
      Optional<UpgradeState> upgrade) {
    public Pods {
      endpoints = List.copyOf(endpoints);
      storage = List.copyOf(storage);
      Objects.requireNonNull(failure);
      Objects.requireNonNull(exposure);
      Objects.requireNonNull(upgrade);
    }
  }
}
