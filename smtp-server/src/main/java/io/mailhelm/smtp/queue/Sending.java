package io.mailhelm.smtp.queue;

import io.mailhelm.smtp.deliver.LaneKey;
import io.mailhelm.smtp.observe.WarmUpFigures;
import io.mailhelm.smtp.reputation.PolicyStanding;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The part of the server that sends, as its other parts see it. Thread-safe. */
public interface Sending {
  /** Looks for due mail at once: something was queued, released or hurried. */
  void wake();

  /** The lanes in which something goes on. */
  List<LaneState> lanes();

  /** The lanes in which something goes on, and those whose servers asked for less. */
  List<DestinationState> destinations();

  /**
   * A lane, and what it may have.
   *
   * @param provider who receives its mail, where that is known
   * @param connections open, or being opened
   * @param mostConnections at once
   * @param perMinute messages at most; empty: no bound
   * @param slowed how its servers asked for less; empty: they did not
   */
  record DestinationState(
      LaneKey lane,
      Optional<String> provider,
      int connections,
      int mostConnections,
      Optional<Integer> perMinute,
      Optional<Slowed> slowed) {}

  /**
   * How a lane was slowed down.
   *
   * @param since when its servers asked for less the first time
   * @param reply what was said last
   */
  record Slowed(Instant since, String reply) {}

  /** How far the warm-up of each policy is that has one. */
  List<WarmUpProgress> warmUps();

  /** Every cap of a warm-up, those of providers as well, for metrics. */
  List<WarmUpFigures> warmUpFigures();

  /** How the mail of each declared policy does, by the policy's name. */
  List<PolicyStanding> standings();

  /**
   * A person says that a policy goes on; that is durable when this returns. What became of its mail
   * so far does not count any more.
   *
   * @return how it does then; empty: no such policy is declared
   */
  Optional<PolicyStanding> resume(String policy);

  /**
   * A lane in which something goes on.
   *
   * @param policy empty: the default
   * @param hop a domain, or a relay with its port
   * @param connections open, or being opened
   * @param pausedUntil when its rate lets the next message go
   */
  record LaneState(
      Optional<String> policy, String hop, int connections, Optional<Instant> pausedUntil) {}
}
