package io.mailhelm.cli.serve;

import io.mailhelm.compiler.Traffic;
import io.mailhelm.compiler.Traffic.Port25;
import io.mailhelm.smtp.listen.PeerSample;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Optional;
import java.util.function.Predicate;

/** Makes the traffic of a status from the connections of a server on this machine. */
final class LaptopTraffic {
  /** Connections that are enough to judge by. */
  private static final int ENOUGH = 10;

  private LaptopTraffic() {}

  /** The traffic; clients of other machines count as outsiders. */
  static Traffic of(PeerSample peers, io.mailhelm.smtp.send.Port25.Report port25) {
    return of(peers, port25, LaptopTraffic::isOurs);
  }

  /**
   * @param ours whether an address is one of this machine's
   */
  static Traffic of(
      PeerSample peers, io.mailhelm.smtp.send.Port25.Report port25, Predicate<InetAddress> ours) {
    Optional<InetAddress> outsider = peers.addresses().stream().filter(ours.negate()).findFirst();
    return new Traffic(
        Math.min(ENOUGH, peers.connections()),
        outsider.isPresent(),
        outsider
            .or(() -> peers.addresses().stream().findFirst())
            .map(InetAddress::getHostAddress)
            .orElse(""),
        switch (port25.state()) {
          case Unknown -> Port25.Unknown;
          case Open -> Port25.Open;
          case Blocked -> Port25.Blocked;
        });
  }

  /**
   * Whether an address is this machine's. A bridge to containers is one of its interfaces, too:
   * connections over it had their addresses translated.
   */
  private static boolean isOurs(InetAddress address) {
    try {
      return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      return false;
    }
  }
}
