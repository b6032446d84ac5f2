package io.mailhelm.dns;

import io.mailhelm.config.AddressScope;
import io.mailhelm.config.Cidr;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Which of the addresses that strangers' DNS gives are contacted: public ones, and besides those
 * only the networks that {@code spec.server.privateNetworks} lists. For mail servers, policy hosts
 * and name servers alike.
 *
 * @param privateNetworks what is contacted although it is not public
 */
public record AddressRules(List<Cidr> privateNetworks) {
  public AddressRules {
    privateNetworks = List.copyOf(privateNetworks);
  }

  /**
   * Why an address is not contacted.
   *
   * @param words what it is, for people: {@code 10.0.0.1 is a private address}
   * @param isDeclarable whether it would be if its network were declared
   */
  public record Objection(String words, boolean isDeclarable) {
    /** Of this address, which is {@code what}. */
    public static Objection of(InetAddress address, String what, boolean isDeclarable) {
      return new Objection(address.getHostAddress() + " is " + what, isDeclarable);
    }

    /**
     * With what to do about it.
     *
     * @param use what is done with addresses, for people: {@code mail goes}
     */
    public String advice(String use) {
      return isDeclarable
          ? "%s: %s there only if spec.server.privateNetworks lists its network"
              .formatted(words, use)
          : words;
    }
  }

  /** Why an address is not contacted; empty when it is. */
  public Optional<Objection> objection(InetAddress address) {
    var scope = AddressScope.of(address);
    if (scope == AddressScope.MULTICAST || isNobodys(address)) {
      return Optional.of(Objection.of(address, scope.words(), false));
    }
    return scope == AddressScope.PUBLIC || isDeclared(address)
        ? Optional.empty()
        : Optional.of(Objection.of(address, scope.words(), scope.isInternal()));
  }

  /** Whether the list has its network. */
  public boolean isDeclared(InetAddress address) {
    return privateNetworks.stream().anyMatch(network -> network.contains(address));
  }

  /** "This machine, whatever it is", and what was never given out: no network is declared of it. */
  private static boolean isNobodys(InetAddress address) {
    var octets = address.getAddress();
    return address.isAnyLocalAddress()
        || octets.length == 4 && (octets[0] == 0 || (octets[0] & 0xf0) == 0xf0);
  }
}
