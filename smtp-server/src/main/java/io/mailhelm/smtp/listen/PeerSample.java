package io.mailhelm.smtp.listen;

import java.net.InetAddress;
import java.util.List;

/**
 * The number of connections that gave a command since the start, and a sample of their addresses;
 * without this machine itself and mere health checks.
 *
 * @param connections how many
 * @param addresses some of those they came from, each once, as PROXY headers say where they are
 *     trusted; in the order they came
 * @param more whether there were others
 */
public record PeerSample(long connections, List<InetAddress> addresses, boolean more) {
  public PeerSample {
    addresses = List.copyOf(addresses);
  }
}
