package io.mailhelm.dns;

import java.net.InetAddress;
import java.util.stream.Stream;

/**
 * Looks up records in the DNS. Names are in A-label form; the last dot may be left out. Every
 * method returns within the time set for the resolver, and never throws for what the network does.
 * Thread-safe.
 */
public interface Resolver {
  /** The records of one type that a name has. */
  <T> DnsAnswer<T> ask(RecordKind<T> kind, String name);

  /** Mail exchanges (RFC 5321 §5.1), in no order. */
  default DnsAnswer<MailExchange> mx(String domain) {
    return ask(RecordKind.MX, domain);
  }

  /**
   * Addresses of both families (A, AAAA), those of one family in a row.
   *
   * @return found where either family has some; unavailable only where neither has and one of them
   *     is unavailable
   */
  default DnsAnswer<InetAddress> addresses(String host) {
    var v4 = addresses(host, Family.V4);
    if (v4 instanceof DnsAnswer.Absent<InetAddress>(boolean exists, boolean proved) && !exists) {
      return v4;
    }
    var v6 = addresses(host, Family.V6);
    if (v4 instanceof DnsAnswer.Found<InetAddress> a
        && v6 instanceof DnsAnswer.Found<InetAddress> b) {
      return new DnsAnswer.Found<>(
          a.name(),
          Stream.concat(b.values().stream(), a.values().stream()).toList(),
          a.validated() && b.validated());
    }
    return v4 instanceof DnsAnswer.Found || v6 instanceof DnsAnswer.Absent ? v4 : v6;
  }

  /**
   * Addresses of one family.
   *
   * @return absent where the name has none of that family
   */
  default DnsAnswer<InetAddress> addresses(String host, Family family) {
    return ask(family == Family.V4 ? RecordKind.A : RecordKind.AAAA, host);
  }

  /** Names of an address (PTR, RFC 1035 §3.5): lower case, without the last dot. */
  default DnsAnswer<String> names(InetAddress address) {
    return ask(RecordKind.PTR, RecordKind.reverse(address));
  }

  /** Services (RFC 2782), in no order. */
  default DnsAnswer<ServiceTarget> srv(String name) {
    return ask(RecordKind.SRV, name);
  }

  /**
   * Who may issue certificates (RFC 8659).
   *
   * @param name the only name that is asked; the caller asks its parents
   */
  default DnsAnswer<IssuerRight> caa(String name) {
    return ask(RecordKind.CAA, name);
  }

  /** Name servers of a zone (NS): lower case, without the last dot. */
  default DnsAnswer<String> ns(String zone) {
    return ask(RecordKind.NS, zone);
  }

  /** Texts; the strings of one record are joined (RFC 7208 §3.3). */
  default DnsAnswer<String> txt(String name) {
    return ask(RecordKind.TXT, name);
  }

  /**
   * Certificate associations (RFC 6698).
   *
   * @param name such as {@code _25._tcp.mx.example.com}
   */
  default DnsAnswer<TlsAssociation> tlsa(String name) {
    return ask(RecordKind.TLSA, name);
  }

  /**
   * The same resolver with DNSSEC validation from the root's keys down. It says of an answer
   * whether it was validated, and answers {@link DnsAnswer.Unavailable} where signatures must be
   * there and are not valid. It is slower: use it only for what depends on it.
   */
  Resolver validating();
}
