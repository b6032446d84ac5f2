package io.mailhelm.dns.expect;

import io.mailhelm.config.RecordPurpose;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes the records that say where the host is and where its mail comes from: addresses, MX, PTR,
 * and those of the name in EHLO.
 */
final class HostRecords {
  private static final String NO_PUBLIC =
      "Nobody here knows the addresses that reach this server from outside: set"
          + " spec.dns.publicAddresses.";
  private static final String NO_EGRESS =
      "Nobody here knows the addresses that its mail comes from: set spec.dns.egressAddresses.";

  private HostRecords() {}

  static Stream<ExpectedRecord> addresses(RecordOwner wanted) {
    var host = wanted.domain().hostname().ascii();
    var known = literals(wanted.domain().dns().publicAddresses());
    if (known.isEmpty()) {
      return Stream.of(wanted.unknown(RecordPurpose.Address, host, "A", true, NO_PUBLIC));
    }
    return known.stream()
        .map(address -> address(wanted, RecordPurpose.Address, host, address, true));
  }

  static Stream<ExpectedRecord> mx(RecordOwner wanted) {
    return Stream.of(
        wanted.record(
            RecordPurpose.Mx,
            wanted.domain().domain().ascii(),
            "MX",
            "10 " + wanted.domain().hostname() + ".",
            true));
  }

  /** A PTR for each address that mail comes from (RFC 1912 §2.1). */
  static Stream<ExpectedRecord> ptr(RecordOwner wanted) {
    var known = literals(wanted.domain().dns().egressAddresses());
    if (known.isEmpty()) {
      return Stream.of(
          wanted.unknown(RecordPurpose.Ptr, "in-addr.arpa", "PTR", wanted.sends(), NO_EGRESS));
    }
    return known.stream()
        .map(
            address ->
                new ExpectedRecord(
                    RecordPurpose.Ptr,
                    AddressText.reverse(address),
                    "PTR",
                    wanted.ehlo() + ".",
                    wanted.sends(),
                    true,
                    AddressText.of(address),
                    ""));
  }

  /**
   * An address record of the name in EHLO for each of them (RFC 5321 §4.1.1.1). Mail is hardly
   * impaired where servers accept mail at one address and send from another, and DNS cannot change
   * that. So only addresses that are also the host's own are required.
   */
  static Stream<ExpectedRecord> helo(RecordOwner wanted) {
    var name = wanted.ehlo().ascii();
    var known = literals(wanted.domain().dns().egressAddresses());
    if (known.isEmpty()) {
      return Stream.of(wanted.unknown(RecordPurpose.Helo, name, "A", wanted.sends(), NO_EGRESS));
    }
    var reaches = literals(wanted.domain().dns().publicAddresses());
    return known.stream()
        .map(
            address ->
                address(
                    wanted,
                    RecordPurpose.Helo,
                    name,
                    address,
                    wanted.sends() && reaches.contains(address)));
  }

  private static ExpectedRecord address(
      RecordOwner wanted,
      RecordPurpose purpose,
      String name,
      InetAddress address,
      boolean required) {
    var text = AddressText.of(address);
    return new ExpectedRecord(
        purpose,
        name,
        AddressText.type(address),
        text,
        required,
        wanted.isElsewhere(name),
        text,
        "");
  }

  private static List<InetAddress> literals(List<String> addresses) {
    return addresses.stream().map(InetAddress::ofLiteral).distinct().toList();
  }
}
