package io.mailhelm.smtp.listen;

import java.net.InetAddress;
import java.util.List;

/**
 * Who talked to the listeners since the start, this machine itself and mere health checks excepted.
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
