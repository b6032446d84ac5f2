package io.mailhelm.dns;

import java.net.InetAddress;

/**
 * Asks the DNS. Names are in A-label form; the last dot may be left out. Every method returns
 * within the time the resolver was made for, and never throws for what the network does.
 * Thread-safe.
 */
public interface Resolver {
  /** Mail exchanges (RFC 5321 §5.1), in no order. */
  DnsAnswer<MailExchange> mx(String domain);

  /**
   * Addresses of both families (A, AAAA), those of one family in a row.
   *
   * @return found where either family has some; unavailable only where neither has and one cannot
   *     be told
   */
  DnsAnswer<InetAddress> addresses(String host);

  /**
   * Addresses of one family.
   *
   * @return absent where the name has none of that family
   */
  DnsAnswer<InetAddress> addresses(String host, Family family);

  /** Names of an address (PTR, RFC 1035 §3.5): lower case, without the last dot. */
  DnsAnswer<String> names(InetAddress address);

  /** Services (RFC 2782), in no order. */
  DnsAnswer<ServiceTarget> srv(String name);

  /**
   * Who may issue certificates (RFC 8659).
   *
   * @param name as it is: the parents are the caller's to ask
   */
  DnsAnswer<IssuerRight> caa(String name);

  /** Name servers of a zone (NS): lower case, without the last dot. */
  DnsAnswer<String> ns(String zone);

  /** Texts; the strings of one record are put together (RFC 7208 §3.3). */
  DnsAnswer<String> txt(String name);

  /**
   * Certificate associations (RFC 6698).
   *
   * @param name such as {@code _25._tcp.mx.example.com}
   */
  DnsAnswer<TlsAssociation> tlsa(String name);

  /**
   * The same, with every signature checked from the root's keys on: it says of an answer whether it
   * was proved, and {@link DnsAnswer.Unavailable} where a proof is due and does not hold. Dearer:
   * for what depends on it.
   */
  Resolver validating();
}
