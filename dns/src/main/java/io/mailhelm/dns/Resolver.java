package io.mailhelm.dns;

import java.net.InetAddress;

/**
 * Looks up records in the DNS. Names are in A-label form; the last dot may be left out. Every
 * method returns within the time set for the resolver, and never throws for what the network does.
 * Thread-safe.
 */
public interface Resolver {
  /** Mail exchanges (RFC 5321 §5.1), in no order. */
  DnsAnswer<MailExchange> mx(String domain);

  /**
   * Addresses of both families (A, AAAA), those of one family in a row.
   *
   * @return found where either family has some; unavailable only where neither has and one of them
   *     is unavailable
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
   * @param name the only name that is asked; the caller asks its parents
   */
  DnsAnswer<IssuerRight> caa(String name);

  /** Name servers of a zone (NS): lower case, without the last dot. */
  DnsAnswer<String> ns(String zone);

  /** Texts; the strings of one record are joined (RFC 7208 §3.3). */
  DnsAnswer<String> txt(String name);

  /**
   * Certificate associations (RFC 6698).
   *
   * @param name such as {@code _25._tcp.mx.example.com}
   */
  DnsAnswer<TlsAssociation> tlsa(String name);

  /**
   * The same resolver with DNSSEC validation from the root's keys down. It says of an answer
   * whether it was validated, and answers {@link DnsAnswer.Unavailable} where signatures must be
   * there and are not valid. It is slower: use it only for what depends on it.
   */
  Resolver validating();
}
