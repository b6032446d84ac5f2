package io.mailhelm.dns.rotation;

import java.net.InetSocketAddress;
import java.util.List;
import org.xbill.DNS.Name;

/**
 * A zone and the servers that answer for it.
 *
 * @param servers all servers that can be asked from here
 * @param obstacles why other servers cannot be asked that should be; where there is one, a record
 *     is never seen everywhere
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
