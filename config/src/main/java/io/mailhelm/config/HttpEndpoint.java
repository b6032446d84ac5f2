package io.mailhelm.config;

import java.util.List;
import java.util.Objects;

/**
 * The address and port of an API, and who may connect to it.
 *
 * @param address the address to bind
 * @param port 1 to 65535, or 0 for one that the system chooses
 * @param allowedCidrs peers that may connect, on top of the credentials they need; empty: all
 */
public record HttpEndpoint(String address, int port, List<Cidr> allowedCidrs) {
  public HttpEndpoint {
    Objects.requireNonNull(address);
    allowedCidrs = List.copyOf(allowedCidrs);
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("a port is 0 to 65535, not " + port);
    }
  }
}
