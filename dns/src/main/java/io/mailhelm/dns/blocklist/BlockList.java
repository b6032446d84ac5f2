package io.mailhelm.dns.blocklist;

import io.mailhelm.config.DomainName;
import io.mailhelm.config.report.BlockListing;
import io.mailhelm.config.report.BlockListing.State;
import io.mailhelm.dns.DnsAnswer.Absent;
import io.mailhelm.dns.DnsAnswer.Found;
import io.mailhelm.dns.DnsAnswer.Unavailable;
import io.mailhelm.dns.Family;
import io.mailhelm.dns.ForeignText;
import io.mailhelm.dns.Resolver;
import io.mailhelm.dns.expect.AddressText;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Collectors;

/** Asks a DNS block list about addresses and domains (RFC 5782 §2). Thread-safe. */
public final class BlockList {
  private static final int MAX_NAME = 253;
  private static final int MAX_REASON = 512;
  private final String zone;
  private final Resolver resolver;

  /**
   * @param zone such as {@code zen.spamhaus.org}
   */
  public BlockList(DomainName zone, Resolver resolver) {
    this.zone = zone.ascii();
    this.resolver = resolver;
  }

  /** Whether it lists an address (RFC 5782 §2.1, §2.4). */
  public BlockListing of(InetAddress address) {
    // RFC 5782 §5: 127.0.0.1 and ::FFFF:7F00:1 are on no list
    var never =
        address.getAddress().length == 4
            ? "1.0.0.127"
            : "1.0.0.0.0.0.f.7.f.f.f.f" + ".0".repeat(20);
    return of(AddressText.of(address), AddressText.reversed(address), never);
  }

  /** Whether it lists a domain (RFC 5782 §2.2); a list of addresses alone never does. */
  public BlockListing of(DomainName domain) {
    return of(domain.ascii(), domain.ascii(), "invalid"); // RFC 5782 §5
  }

  private BlockListing of(String subject, String labels, String never) {
    var name = labels + "." + zone;
    if (name.length() > MAX_NAME) {
      return new BlockListing(
          zone, subject, State.Unknown, "The name is too long to be asked about.");
    }
    return switch (resolver.addresses(name, Family.V4)) {
      case Absent<InetAddress> none -> new BlockListing(zone, subject, State.NotListed, "");
      case Unavailable<InetAddress>(var reason, var _) -> unknown(subject, "No answer: " + reason);
      case Found<InetAddress>(var at, var codes, var validated) ->
          found(subject, name, codes, never);
    };
  }

  private BlockListing found(String subject, String name, List<InetAddress> codes, String never) {
    var listed = codes.stream().filter(BlockList::isListing).toList();
    if (listed.isEmpty()) {
      return unknown(subject, refusal(codes));
    }
    // A list that was given up may answer for every name, and some say so of the wrong question.
    if (!resolver.addresses(never + "." + zone, Family.V4).found().isEmpty()) {
      return unknown(
          subject, "It lists what no list may, so it does not work, or not for such names.");
    }
    return new BlockListing(zone, subject, State.Listed, reason(name, listed));
  }

  /**
   * Whether a code means "listed": it is in 127.0.0.0/8 (RFC 5782 §2.1). On well-known lists
   * 127.0.0.1 and 127.255.255.0/24 mean that the question was refused: it came through a public
   * resolver, too often, or was of the wrong kind.
   */
  private static boolean isListing(InetAddress code) {
    var octets = code.getAddress();
    boolean isRefusal =
        (octets[1] & 0xff) == 255 && (octets[2] & 0xff) == 255
            || octets[1] == 0 && octets[2] == 0 && octets[3] == 1
            || octets[1] == 0 && octets[2] == 1 && (octets[3] & 0xff) == 255;
    return octets[0] == 127 && !isRefusal;
  }

  private static String refusal(List<InetAddress> codes) {
    boolean isForeign = codes.stream().anyMatch(code -> code.getAddress()[0] != 127);
    var texts = codes.stream().map(AddressText::of).sorted().collect(Collectors.joining(", "));
    return isForeign
        ? "It answers %s, which is no answer of a block list.".formatted(texts)
        : "It refuses to answer (%s): ask through a resolver of your own, in spec.dns.resolvers."
            .formatted(texts);
  }

  private String reason(String name, List<InetAddress> codes) {
    var texts = resolver.txt(name).found().stream().sorted().collect(Collectors.joining(" "));
    var reason =
        texts.isEmpty()
            ? codes.stream().map(AddressText::of).sorted().collect(Collectors.joining(", "))
            : texts;
    return ForeignText.of(reason, MAX_REASON);
  }

  private BlockListing unknown(String subject, String sentence) {
    return new BlockListing(zone, subject, State.Unknown, sentence);
  }
}
