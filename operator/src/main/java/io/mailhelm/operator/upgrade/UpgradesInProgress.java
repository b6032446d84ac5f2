package io.mailhelm.operator.upgrade;

import io.mailhelm.compiler.UpgradeState.State;
import io.mailhelm.operator.upgrade.AppliedServer.Begun;
import io.mailhelm.operator.upgrade.UpgradeTurn.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The servers that are being upgraded, and the reasons why others wait for them. Only a failure in
 * several namespaces counts as the image's fault: in one it may be the tenant's, and no tenant may
 * stop all others for long (ADR 57). Pure.
 *
 * @param servers whose upgrade has begun and is not complete; asked for only where that matters
 * @param bounds how many
 */
record UpgradesInProgress(Supplier<List<AppliedServer>> servers, Bounds bounds, Instant now) {
  /**
   * A pod that is not ready after this time counts as failed. Recovery of a large store takes up to
   * five minutes of it.
   */
  static final Duration PATIENCE = Duration.ofMinutes(10);

  /** The time for a person to look at a failure before servers elsewhere follow. */
  static final Duration LOOK = Duration.ofHours(1);

  /**
   * The time after which upgrades that have stopped are tried with one more server, so that nothing
   * stops them for ever.
   */
  static final Duration STOPPED = Duration.ofDays(1);

  /**
   * The limits on concurrent upgrades and on failures.
   *
   * @param atOnce servers that may be upgraded at the same time
   * @param stopAfter namespaces in which an upgrade fails before all others wait
   */
  public record Bounds(int atOnce, int stopAfter) {}

  /** Whether an upgrade under way has failed. */
  boolean failed(AppliedServer server) {
    return server.pods().stalled() || isOlder(server, PATIENCE);
  }

  /** Why a server's own upgrade does not begin yet; empty: it may begin. */
  Optional<Decision> obstacle(AppliedServer server) {
    var all = servers.get();
    var near = failures(all, other -> other.namespace().equals(server.namespace()));
    var tell = failures(all, other -> !other.begun().map(Begun::ownersCause).orElse(false));
    var spread =
        tell.stream().map(AppliedServer::namespace).distinct().count() >= bounds.stopAfter();
    var holds = youngest(near, STOPPED).or(() -> youngest(tell, spread ? STOPPED : LOOK));
    if (holds.isPresent()) {
      return holds.map(failed -> waitsFor(failed, server));
    }
    var running = all.stream().filter(other -> !failed(other)).count();
    var atOnce = spread || !near.isEmpty() ? 1 : bounds.atOnce();
    return running < atOnce
        ? Optional.empty()
        : Optional.of(
            Decision.wait(
                server,
                State.WaitsForTurn,
                "%d servers are being upgraded, of %d at once: this one begins when its turn comes"
                    .formatted(running, atOnce)));
  }

  private List<AppliedServer> failures(List<AppliedServer> all, Predicate<AppliedServer> which) {
    return all.stream().filter(this::failed).filter(which).toList();
  }

  private Optional<AppliedServer> youngest(List<AppliedServer> failures, Duration hold) {
    return failures.stream()
        .filter(failed -> !isOlder(failed, hold))
        .max(Comparator.comparing(failed -> failed.begun().map(Begun::since).orElse(now)));
  }

  /**
   * Whether it began longer ago than this. A time in the future was not written by the operator,
   * and counts as old: otherwise it would keep its place until then.
   */
  private boolean isOlder(AppliedServer server, Duration age) {
    return server
        .begun()
        .map(Begun::since)
        .filter(since -> !now.isBefore(since.plus(age)) || since.isAfter(now.plus(PATIENCE)))
        .isPresent();
  }

  /**
   * The decision to wait for another server. One in another namespace is not named, because nobody
   * may learn what there is in a namespace of others; metrics name it.
   */
  private static Decision waitsFor(AppliedServer other, AppliedServer server) {
    return Decision.wait(
        server,
        State.WaitsForServer,
        "%s does not come up after its upgrade: this one begins once that one is ready, or when it has waited long enough"
            .formatted(
                other.namespace().equals(server.namespace())
                    ? "MailDomain " + other.name()
                    : "a server in another namespace"));
  }
}
