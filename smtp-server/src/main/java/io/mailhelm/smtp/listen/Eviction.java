package io.mailhelm.smtp.listen;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Chooses which connections are closed so that newcomers find memory for TLS: always the longest
 * idle of the address whose idle connections hold most.
 */
final class Eviction {
  private Eviction() {}

  /**
   * An idle connection.
   *
   * @param address whose it is
   * @param octets that it holds
   * @param idle nanoseconds since it last made use of them
   */
  record Idle<C>(C connection, String address, long octets, long idle) {}

  private static final class Address<C> {
    private final Deque<Idle<C>> connections = new ArrayDeque<>();
    private long octets;

    private void add(Idle<C> connection) {
      connections.add(connection);
      octets += connection.octets();
    }

    private Idle<C> removeLongestIdle() {
      var longest = connections.remove();
      octets -= longest.octets();
      return longest;
    }

    private long longestIdle() {
      return connections.element().idle();
    }
  }

  /** Those that go, first to last, until {@code octets} are free or all are chosen. */
  static <C> List<C> choose(List<Idle<C>> idle, long octets) {
    var byAddress = new HashMap<String, Address<C>>();
    idle.stream()
        .sorted(Comparator.comparingLong((Idle<C> each) -> each.idle()).reversed())
        .forEach(
            each -> byAddress.computeIfAbsent(each.address(), key -> new Address<>()).add(each));
    var most =
        new PriorityQueue<Address<C>>(
            Comparator.comparingLong((Address<C> each) -> each.octets)
                .thenComparingLong(Address::longestIdle)
                .reversed());
    most.addAll(byAddress.values());
    var chosen = new ArrayList<C>();
    long left = octets;
    while (left > 0 && !most.isEmpty()) {
      var address = most.remove();
      var longest = address.removeLongestIdle();
      chosen.add(longest.connection());
      left -= longest.octets();
      if (!address.connections.isEmpty()) {
        most.add(address);
      }
    }
    return chosen;
  }
}
