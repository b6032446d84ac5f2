package io.mailhelm.dns;

import io.mailhelm.config.AddressScope;
import io.mailhelm.config.Cidr;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Decides which addresses from other people's DNS may be contacted: public ones, and those in
 * networks that {@code spec.server.privateNetworks} lists. The rules are the same for mail servers,
 * policy hosts and name servers.
 *
 * @param privateNetworks networks that are contacted although they are not public
 */
public record AddressRules(List<Cidr> privateNetworks) {
  public AddressRules {
    privateNetworks = List.copyOf(privateNetworks);
  }

  /**
   * Why an address is not contacted.
   *
   * @param words what the address is, for people: {@code 10.0.0.1 is a private address}
   * @param isDeclarable whether it would be contacted if its network were declared
   */
  public record Objection(String words, boolean isDeclarable) {
    /** An objection to this address, which is {@code what}. */
    public static Objection of(InetAddress address, String what, boolean isDeclarable) {
      return new Objection(address.getHostAddress() + " is " + what, isDeclarable);
    }

    /**
     * The objection, with what to do about it.
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

  /** Whether it is in a declared network. */
  public boolean isDeclared(InetAddress address) {
    return privateNetworks.stream().anyMatch(network -> network.contains(address));
  }

  /**
   * Whether an address means "this machine" or is in a range that was never assigned: no
   * declaration opens these.
   */
  private static boolean isNobodys(InetAddress address) {
    var octets = address.getAddress();
    return address.isAnyLocalAddress()
        || octets.length == 4 && (octets[0] == 0 || (octets[0] & 0xf0) == 0xf0);
  }
}
