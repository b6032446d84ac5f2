package io.mailhelm.smtp.listen;

import io.mailhelm.config.AddressScope;
import java.net.InetAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Counts the peers that gave a command since the start, and keeps a sample of their addresses. A
 * sample is enough to see whether the real addresses of clients arrive here. Thread-safe.
 */
final class PeerCounts {
  /** Addresses that are kept. */
  static final int SAMPLE = 64;

  private final ReentrantLock lock = new ReentrantLock();
  private final Set<InetAddress> addresses = new LinkedHashSet<>();
  private long connections;
  private boolean more;

  /**
   * Counts a peer that gave a command. One that only connects is a health check of a load balancer,
   * and one with this machine's own address says nothing of how others arrive.
   *
   * @param local the address of ours that it came to
   */
  void talked(InetAddress client, InetAddress local) {
    if (client.isLoopbackAddress() || client.equals(local)) {
      return;
    }
    lock.lock();
    try {
      connections++;
      if (!addresses.contains(client)) {
        keep(client);
      }
    } finally {
      lock.unlock();
    }
  }

  /** An address of the internet is worth more than one that a cluster's own node may have. */
  private void keep(InetAddress client) {
    if (addresses.size() < SAMPLE) {
      addresses.add(client);
      return;
    }
    more = true;
    if (AddressScope.of(client).isInternal()) {
      return;
    }
    var dispensable =
        addresses.stream().filter(address -> AddressScope.of(address).isInternal()).findFirst();
    if (dispensable.isPresent()) {
      addresses.remove(dispensable.get());
      addresses.add(client);
    }
  }

  PeerSample sample() {
    lock.lock();
    try {
      return new PeerSample(connections, List.copyOf(addresses), more);
    } finally {
      lock.unlock();
    }
  }
}
