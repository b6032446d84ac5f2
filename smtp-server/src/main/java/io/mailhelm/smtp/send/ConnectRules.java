package io.mailhelm.smtp.send;

import io.mailhelm.config.Cidr;
import io.mailhelm.dns.AddressRules;
import io.mailhelm.dns.AddressRules.Objection;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Decides which addresses may be connected to: those of {@link AddressRules}, but for this
 * machine's own that are not declared. Thread-safe.
 */
final class ConnectRules {
  private static final String USE = "mail goes";

  private final Supplier<List<Cidr>> privateNetworks;

  /**
   * @param privateNetworks what may be connected to although it is not public; asked each time
   */
  ConnectRules(Supplier<List<Cidr>> privateNetworks) {
    this.privateNetworks = privateNetworks;
  }

  /** Why an address is not connected to; empty when it is. */
  Optional<Objection> objection(InetAddress address) {
    var rules = new AddressRules(privateNetworks.get());
    var objection = rules.objection(address);
    return objection.isEmpty() && !rules.isDeclared(address) && isOurs(address)
        ? Optional.of(Objection.of(address, "an address of this machine", false))
        : objection;
  }

  /** An objection in words, with what to do about it. */
  static String advice(Objection objection) {
    return objection.advice(USE);
  }

  private static boolean isOurs(InetAddress address) {
    try {
      return NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      return false; // not known: then it is an address like any other
    }
  }
}
