package io.mailhelm.operator.rounds;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What goes on for each MailDomain, by the MailDomain with servers that it lives on and by its own
 * {@code metadata.name}. Any thread.
 *
 * @param <W> what there is to know of a MailDomain
 * @param <T> what goes on for it
 */
public final class Watches<W, T extends Watches.Watch<W>> implements AutoCloseable {
  private final Beginning<W, T> beginning;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<ResourceID, Map<String, T>> byHost = new HashMap<>();

  /** What goes on for one of them until it is closed. */
  public interface Watch<W> extends AutoCloseable {
    /** What there is to know now. */
    void about(W now);

    @Override
    void close();
  }

  /** Begins one. */
  @FunctionalInterface
  public interface Beginning<W, T> {
    /**
     * @param host the MailDomain with servers
     * @param name of the MailDomain that lives on it
     */
    T begin(ResourceID host, String name, W wanted);
  }

  public Watches(Beginning<W, T> beginning) {
    this.beginning = beginning;
  }

  /**
   * What lives on a server now: those are told of what there is to know, new ones begin, and others
   * end.
   *
   * @param wanted by {@code metadata.name}
   */
  public void keep(ResourceID host, Map<String, W> wanted) {
    lock.lock();
    try {
      var watches = byHost.computeIfAbsent(host, any -> new HashMap<>());
      watches
          .entrySet()
          .removeIf(
              watch -> {
                if (wanted.containsKey(watch.getKey())) {
                  return false;
                }
                watch.getValue().close();
                return true;
              });
      wanted.forEach(
          (name, now) -> {
            var there = watches.get(name);
            if (there == null) {
              watches.put(name, beginning.begin(host, name, now));
            } else {
              there.about(now);
            }
          });
    } finally {
      lock.unlock();
    }
  }

  /** What goes on for a MailDomain. */
  public Optional<T> of(ResourceID host, String name) {
    lock.lock();
    try {
      return Optional.ofNullable(byHost.getOrDefault(host, Map.of()).get(name));
    } finally {
      lock.unlock();
    }
  }

  /** Nothing goes on any more for what lives there. */
  public void forget(ResourceID host) {
    lock.lock();
    try {
      byHost.getOrDefault(host, Map.of()).values().forEach(Watch::close);
      byHost.remove(host);
    } finally {
      lock.unlock();
    }
  }

  /** Nothing goes on any more. */
  @Override
  public void close() {
    lock.lock();
    try {
      byHost.values().forEach(watches -> watches.values().forEach(Watch::close));
      byHost.clear();
    } finally {
      lock.unlock();
    }
  }
}
