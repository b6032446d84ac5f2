package io.mailhelm.dns.rotation;

import java.net.InetSocketAddress;
import java.util.List;
import org.xbill.DNS.Name;

/**
 * A zone and whoever answers for it.
 *
 * @param servers all that can be asked from here
 * @param obstacles what keeps from asking others that should be; where there is one, not all of
 *     them can show anything
 */
record Zone(Name name, List<Server> servers, List<String> obstacles) {
  Zone {
    servers = List.copyOf(servers);
    obstacles = List.copyOf(obstacles);
  }

  /** One address of a name server. */
  record Server(Name name, InetSocketAddress address) {
    @Override
    public String toString() {
      return "%s (%s)".formatted(name.toString(true), address.getAddress().getHostAddress());
    }
  }
}
