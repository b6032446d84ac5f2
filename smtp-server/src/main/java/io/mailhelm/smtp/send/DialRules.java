package io.mailhelm.smtp.send;

import io.mailhelm.config.AddressScope;
import io.mailhelm.config.Cidr;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Which addresses are connected to. Names lead where strangers' DNS says: to public addresses of
 * other machines, and besides those only to networks that {@code spec.server.privateNetworks}
 * lists. Thread-safe.
 */
final class DialRules {
  private final Supplier<List<Cidr>> privateNetworks;

  /**
   * @param privateNetworks what may be connected to although it is not public; asked each time
   */
  DialRules(Supplier<List<Cidr>> privateNetworks) {
    this.privateNetworks = privateNetworks;
  }

  /**
   * Why an address is not connected to.
   *
   * @param words what it is, for people: {@code 10.0.0.1 is a private address}
   * @param isDeclarable whether it would be if its network were declared
   */
  record Objection(String words, boolean isDeclarable) {
    /** With what to do about it. */
    String advice() {
      return isDeclarable
          ? words + ": mail goes there only if spec.server.privateNetworks lists its network"
          : words;
    }
  }

  /** Why an address is not connected to; empty when it is. */
  Optional<Objection> objection(InetAddress address) {
    var scope = AddressScope.of(address);
    if (scope == AddressScope.MULTICAST || isNobodys(address)) {
      return objection(address, scope.words(), false);
    }
    if (privateNetworks.get().stream().anyMatch(network -> network.contains(address))) {
      return Optional.empty();
    }
    if (scope != AddressScope.PUBLIC) {
      return objection(address, scope.words(), scope.isInternal());
    }
    return isOurs(address)
        ? objection(address, "an address of this machine", false)
        : Optional.empty();
  }

  private static Optional<Objection> objection(
      InetAddress address, String what, boolean isDeclarable) {
    return Optional.of(new Objection(address.getHostAddress() + " is " + what, isDeclarable));
  }

  /** "This machine, whatever it is", and what was never given out: no network is declared of it. */
  private static boolean isNobodys(InetAddress address) {
    var octets = address.getAddress();
    return address.isAnyLocalAddress()
        || octets.length == 4 && (octets[0] == 0 || (octets[0] & 0xf0) == 0xf0);
  }

  private static boolean isOurs(InetAddress address) {
    try {
      return NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      return false; // not known: then it is an address like any other
    }
  }
}
