package io.mailhelm.operator.cluster;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How long to wait before a resource is looked at again: short at first, then ever longer. Any
 * thread.
 */
public final class Backoff {
  private final Duration first;
  private final Duration last;
  private final Map<ResourceID, Duration> now = new ConcurrentHashMap<>();

  /**
   * @param last the longest
   */
  public Backoff(Duration first, Duration last) {
    this.first = first;
    this.last = last;
  }

  /** The next one: twice as long as the one before. */
  public Duration next(ResourceID resource) {
    return now.merge(
        resource,
        first,
        (before, any) -> {
          var longer = before.multipliedBy(2);
          return longer.compareTo(last) < 0 ? longer : last;
        });
  }

  /** To be called when the resource is as it should be, or gone: the next pause is short again. */
  public void forget(ResourceID resource) {
    now.remove(resource);
  }
}
