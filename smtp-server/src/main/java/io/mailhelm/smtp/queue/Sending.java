package io.mailhelm.smtp.queue;

import java.time.Instant;
import io.mailhelm.smtp.observe.WarmUpFigures;
import java.util.List;
import java.util.Optional;

/** The part of the server that sends, as its other parts see it. Thread-safe. */
public interface Sending {
  /** Looks for due mail at once: something was queued, released or hurried. */
  void wake();

  /** The lanes in which something goes on. */
  List<LaneState> lanes();

  /** How far the warm-up of each policy is that has one. */
  List<WarmUpProgress> warmUps();

  /** Every cap of a warm-up, those of providers as well, for metrics. */
  List<WarmUpFigures> warmUpFigures();

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
