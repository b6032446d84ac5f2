package io.mailhelm.smtp.auth;

import io.mailhelm.config.Scram;
import io.mailhelm.config.ScramVerifier;
import io.mailhelm.config.ServerLimits;
import io.mailhelm.dns.ElapsedTime;
import io.mailhelm.smtp.wire.AddressKey;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Counts wrong passwords and blocks guessing. There are four counts, each in the sliding {@code
 * authFailureWindow}:
 *
 * <ul>
 *   <li>of a network (an IPv4 address, an IPv6 /64) over all accounts: {@code
 *       authFailuresPerAddress}; of an IPv6 /48, {@value #SUBNETS} times as many;
 *   <li>of one network at one account: {@code authFailuresPerAccount};
 *   <li>at one account, of all networks that it has never logged in from: {@value #STRANGERS} times
 *       as many. An attack from many networks locks out newcomers, not those who are known;
 *   <li>the first two for networks that are {@linkplain KnownNetworks known}, apart from everybody
 *       else's, so that strangers cannot fill them.
 * </ul>
 *
 * <p>Names and addresses are kept as 64 bits of an HMAC under a key of this process, never as they
 * are, in memory of a fixed size, below 8 MB. Thread-safe.
 */
final class Throttle {
  /** How many times {@code authFailuresPerAccount} all strangers may fail at one account. */
  static final int STRANGERS = 10;

  /** How many times {@code authFailuresPerAccount} one network may ask what is remembered. */
  static final int REMEMBERED = 10;

  /** How many times {@code authFailuresPerAddress} an IPv6 /48 may fail. */
  static final int SUBNETS = 16;

  private static final int STRANGERS_WIDTH = 1 << 14;
  private static final int KNOWN_WIDTH = 1 << 11;

  private final byte[] key;
  private final KnownNetworks known;
  private final FailureCounts networks;
  private final FailureCounts knownNetworks;
  private final FailureCounts pairs;
  private final FailureCounts knownPairs;
  private final FailureCounts accounts;

  /**
   * @param key of this process, secret: nobody can look for names that share a count
   */
  Throttle(byte[] key, ElapsedTime time) {
    this.key = key.clone();
    this.known = new KnownNetworks(time);
    this.networks = new FailureCounts(time, STRANGERS_WIDTH);
    this.knownNetworks = new FailureCounts(time, KNOWN_WIDTH);
    this.pairs = new FailureCounts(time, STRANGERS_WIDTH);
    this.knownPairs = new FailureCounts(time, KNOWN_WIDTH);
    this.accounts = new FailureCounts(time, STRANGERS_WIDTH);
  }

  /** Whether logins from that address are refused unchecked, for any account. */
  boolean isAddressExhausted(InetAddress peer, ServerLimits limits) {
    var window = limits.authFailureWindow();
    long network = network(peer);
    if (known.contains(network)) {
      return knownNetworks.reached(network, limits.authFailuresPerAddress(), window);
    }
    return networks.reached(network, limits.authFailuresPerAddress(), window)
        || peer.getAddress().length > 4
            && networks.reached(
                site(peer), times(limits.authFailuresPerAddress(), SUBNETS), window);
  }

  /**
   * An account as its failures count: of another password they count anew, so that programs with
   * the old one do not shut out those with the new one.
   *
   * @param login the name, canonical where it is an address
   * @param verifier of the password; empty where nobody has that login
   */
  record Account(String login, Optional<ScramVerifier> verifier) {}

  /** Whether no password for that account is looked at that comes from that address. */
  boolean isAccountExhausted(InetAddress peer, Account account, ServerLimits limits) {
    var window = limits.authFailureWindow();
    long network = network(peer);
    long pair = pair(account, network);
    int limit = limits.authFailuresPerAccount();
    if (known.contains(login(account.login()), network)) {
      return knownPairs.reached(pair, limit, window);
    }
    return pairs.reached(pair, limit, window)
        || accounts.reached(count(account), times(limit, STRANGERS), window);
  }

  /**
   * Whether not even a password that is {@linkplain RememberedLogins remembered} from there is
   * compared any more: {@value #REMEMBERED} times as many. A client that shares an address with a
   * guesser can still log in, and the guesser is bounded all the same.
   */
  boolean isRememberedExhausted(InetAddress peer, Account account, ServerLimits limits) {
    long network = network(peer);
    var counts = known.contains(login(account.login()), network) ? knownPairs : pairs;
    return counts.reached(
        pair(account, network),
        times(limits.authFailuresPerAccount(), REMEMBERED),
        limits.authFailureWindow());
  }

  /** A password was not looked at, but compared with what is remembered. */
  void unheard(InetAddress peer, Account account, ServerLimits limits) {
    long network = network(peer);
    var counts = known.contains(login(account.login()), network) ? knownPairs : pairs;
    counts.add(pair(account, network), limits.authFailureWindow());
  }

  /** A password was wrong, or nobody has that login. */
  void failed(InetAddress peer, Account account, ServerLimits limits) {
    var window = limits.authFailureWindow();
    long network = network(peer);
    long pair = pair(account, network);
    if (known.contains(network)) {
      knownNetworks.add(network, window);
    } else {
      networks.add(network, window);
      if (peer.getAddress().length > 4) {
        networks.add(site(peer), window);
      }
    }
    if (known.contains(login(account.login()), network)) {
      knownPairs.add(pair, window);
    } else {
      pairs.add(pair, window);
      accounts.add(count(account), window);
    }
  }

  /** A login succeeded: that network is known to that account from now on. */
  void succeeded(InetAddress peer, String login) {
    known.add(login(login), network(peer));
  }

  private static int times(int limit, int factor) {
    return (int) Math.min(Integer.MAX_VALUE, (long) limit * factor);
  }

  private long login(String login) {
    return hash("login " + login);
  }

  private long count(Account account) {
    return hash("account " + text(account));
  }

  private long network(InetAddress peer) {
    return hash("network " + AddressKey.of(peer));
  }

  private long site(InetAddress peer) {
    return hash("site " + AddressKey.of(peer).substring(0, 12));
  }

  private long pair(Account account, long network) {
    return hash("pair " + network + " " + text(account));
  }

  private static String text(Account account) {
    var verifier = account.verifier().map(ScramVerifier::storedKey).orElse(new byte[0]);
    return Base64.getEncoder().encodeToString(verifier) + " " + account.login();
  }

  private long hash(String text) {
    return ByteBuffer.wrap(Scram.hmac(key, text.getBytes(StandardCharsets.UTF_8))).getLong();
  }
}
