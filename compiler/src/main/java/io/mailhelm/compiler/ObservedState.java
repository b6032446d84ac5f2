package io.mailhelm.compiler;

import io.mailhelm.config.ConfigDocument;
import io.mailhelm.config.ServerConfig;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What statuses depend on besides a compilation.
 *
 * @param now for conditions that change
 * @param offered hash of the config that came of the compilation, empty when none did
 * @param running hash of the config that every server runs, empty while that is not known
 * @param settled the last config that every server is known to have run; a user or a policy in it
 *     is in force whatever else changes
 * @param refusal why a server keeps what it ran before, empty when none does
 * @param pods the servers' pods; empty where there are none, on a laptop
 * @param findings about each domain that was looked at, by its MailDomain's {@code metadata.name}
 * @param traffic what the servers saw; empty where nobody has asked them
 * @param retained what they keep of users who are gone; empty where nobody has asked them
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
    Optional<Retained> retained) {
  public ObservedState {
    Objects.requireNonNull(now);
    Objects.requireNonNull(offered);
    Objects.requireNonNull(running);
    Objects.requireNonNull(settled);
    Objects.requireNonNull(refusal);
    Objects.requireNonNull(pods);
    findings = Map.copyOf(findings);
    Objects.requireNonNull(traffic);
    Objects.requireNonNull(retained);
  }

  /** Where nobody has asked what is kept of users who are gone. */
  public ObservedState(
      Instant now,
      Optional<String> offered,
      Optional<String> running,
      Optional<ServerConfig> settled,
      Optional<String> refusal,
      Optional<Pods> pods,
      Map<String, DomainFindings> findings,
      Optional<Traffic> traffic) {
    this(now, offered, running, settled, refusal, pods, findings, traffic, Optional.empty());
  }

  /** On a laptop: one process, before anybody looked at anything else. */
  public static ObservedState process(Instant now, Optional<ServerConfig> config, boolean runs) {
    return process(now, config, runs, Map.of(), Optional.empty());
  }

  /**
   * On a laptop: one process.
   *
   * @param config what came of the compilation
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

  /** What was found out about a domain; empty: nobody has looked since this process started. */
  Optional<DomainFindings> of(String domain) {
    return Optional.ofNullable(findings.get(domain));
  }

  /**
   * Pods.
   *
   * @param wanted how many there should be
   * @param ready how many are
   * @param endpoints where they are reached from outside, {@code host:port}
   * @param failure the worst that is wrong with them; empty: nothing, or the cluster does not say
   * @param storage what is wrong with their volumes
   * @param exposure how their Service is reached from outside
   * @param upgrade whether they are as this operator would make them; empty: nobody has compared
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
