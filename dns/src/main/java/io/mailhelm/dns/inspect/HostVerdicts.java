package io.mailhelm.dns.inspect;

import io.mailhelm.config.RecordPurpose;
import io.mailhelm.dns.DnsAnswer;
import io.mailhelm.dns.DnsAnswer.Absent;
import io.mailhelm.dns.DnsAnswer.Found;
import io.mailhelm.dns.DnsAnswer.Unavailable;
import io.mailhelm.dns.Family;
import io.mailhelm.dns.expect.AddressText;
import io.mailhelm.dns.expect.ExpectedRecord;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Judges the address records of a host, and of the name in EHLO. */
final class HostVerdicts {
  private HostVerdicts() {}

  /** The finding on an address of the host, or on one that the name in EHLO must have. */
  static RecordFinding of(ExpectedRecord wanted, InspectionContext look) {
    if (!wanted.isKnown()) {
      return unknown(wanted, look.dns().addresses(wanted.name()));
    }
    var address = InetAddress.ofLiteral(wanted.subject());
    var family = family(address);
    return switch (look.dns().addresses(wanted.name(), family)) {
      case Unavailable<InetAddress>(var reason, var _) -> RecordFinding.error(reason);
      case Absent<InetAddress> none ->
          RecordFinding.missing(
              wanted.isPublishable() ? "Publish it." : "Publish the addresses of the host.");
      case Found<InetAddress>(var name, var values, var validated) -> {
        var others = values.stream().filter(each -> !look.ours().contains(each)).toList();
        if (values.contains(address)) {
          yield RecordFinding.match(
              texts(values),
              strangers(Stream.concat(others.stream(), otherFamily(wanted, family, look)).toList()),
              alias(wanted.name(), name));
        }
        yield others.isEmpty() && wanted.purpose() == RecordPurpose.Address
            ? RecordFinding.missingAmong(texts(values), "Publish this address too.")
            : RecordFinding.mismatch(texts(values), replace(wanted), alias(wanted.name(), name));
      }
    };
  }

  /**
   * Addresses of a family in which we have none, and of which no record is reported: senders try
   * them, too.
   */
  private static Stream<InetAddress> otherFamily(
      ExpectedRecord wanted, Family family, InspectionContext look) {
    boolean isTold =
        wanted.purpose() != RecordPurpose.Address
            || look.publicAddresses().stream().anyMatch(each -> family(each) != family);
    return isTold
        ? Stream.empty()
        : look.dns().addresses(wanted.name()).found().stream()
            .filter(each -> family(each) != family && !look.ours().contains(each));
  }

  private static Family family(InetAddress address) {
    return address.getAddress().length == 4 ? Family.V4 : Family.V6;
  }

  private static RecordFinding unknown(ExpectedRecord wanted, DnsAnswer<InetAddress> answer) {
    return switch (answer) {
      case Unavailable<InetAddress>(var reason, var _) -> RecordFinding.error(reason);
      case Absent<InetAddress> none -> RecordFinding.unknown(List.of(), wanted.note());
      case Found<InetAddress>(var name, var values, var validated) ->
          RecordFinding.unknown(texts(values), wanted.note(), alias(wanted.name(), name));
    };
  }

  private static String replace(ExpectedRecord wanted) {
    return wanted.purpose() == RecordPurpose.Helo
        ? ("Mail leaves from %s, and the name in EHLO does not lead there, which some servers mind:"
                + " let it leave by an address that also reaches the server.")
            .formatted(wanted.subject())
        : "It leads elsewhere: publish this address in its place.";
  }

  private static String strangers(List<InetAddress> others) {
    return others.isEmpty()
        ? ""
        : "It also leads to %s, which is not known to be ours.".formatted(joined(texts(others)));
  }

  /**
   * Advice where a name is an alias: a name in an MX or EHLO must have addresses of its own (RFC
   * 5321 §5.1).
   */
  static String alias(String name, String target) {
    return target.equals(name)
        ? ""
        : "%s is an alias of %s: give it addresses of its own.".formatted(name, target);
  }

  static List<String> texts(List<InetAddress> addresses) {
    return addresses.stream().map(AddressText::of).sorted().toList();
  }

  static String joined(List<String> texts) {
    return texts.stream().sorted().limit(5).collect(Collectors.joining(", "));
  }
}
