package io.mailhelm.smtp.listen;

import io.mailhelm.config.AddressScope;
import java.net.InetAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Who talked to the listeners since they were made. One look is enough to tell whether the real
 * addresses of clients arrive here, so a sample is kept, not a list. Thread-safe.
 */
final class PeerCounts {
  /** Addresses that are kept. */
  static final int SAMPLE = 64;

  private final ReentrantLock lock = new ReentrantLock();
  private final Set<InetAddress> addresses = new LinkedHashSet<>();
  private long connections;
  private boolean more;

  /**
   * Somebody gave a command. Whoever only connects is a health check of what stands in front, and
   * whoever comes from this machine's own address says nothing of how others come.
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
