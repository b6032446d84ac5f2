package io.mailhelm.smtp.queue;

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

  /** How the mail of each declared policy does, by the policy's name. */
  List<PolicyStanding> standings();

  /**
   * A person says that a policy goes on; that is durable when this returns. What became of its mail
   * so far does not count any more.
   *
   * @return how it does then; empty: no such policy is declared
   */
  Optional<PolicyStanding> resume(String policy);

  /** How far the warm-up of each policy that has one is. */
  default List<WarmUpProgress> warmUps() {
    return List.of();
  }

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
