package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.smtp.store.OutgoingPart;
import io.mailhelm.smtp.store.OutgoingPart.NewDelivery;
import io.mailhelm.smtp.store.OutgoingPart.Ownership;
import io.mailhelm.smtp.store.OutgoingPart.Requirement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rows of a message's deliveries elsewhere, to insert; times in milliseconds since 1970.
 *
 * @param octets what of the sender's share it takes while it waits: its message, and all that is
 *     written with the two
 */
record OutgoingRow(
    String domain,
    Optional<String> policy,
    String requirements,
    long dueAt,
    long expiresAt,
    boolean passesWarmUp,
    List<NewDelivery> deliveries,
    Ownership ownership,
    long octets) {
  /** What a delivery takes besides its texts while it waits, with the indexes that have it. */
  static final long ROW_OCTETS = 512;

  static OutgoingRow of(OutgoingPart outgoing, long message) {
    return new OutgoingRow(
        outgoing.domain(),
        outgoing.policy(),
        text(outgoing.requirements()),
        outgoing.dueAt().toEpochMilli(),
        outgoing.expiresAt().toEpochMilli(),
        outgoing.passesWarmUp(),
        outgoing.deliveries(),
        outgoing.ownership(),
        message + outgoing.deliveries().stream().mapToLong(OutgoingRow::octets).sum());
  }

  private static long octets(NewDelivery delivery) {
    var recipient = delivery.recipient();
    return ROW_OCTETS
        + TextOctets.withFolded(recipient.address())
        + TextOctets.of(recipient.orcpt(), delivery.destination(), delivery.lane());
  }

  private static String text(Set<Requirement> requirements) {
    return requirements.stream().map(Enum::name).sorted().collect(Collectors.joining(" "));
  }

  static Set<Requirement> requirements(String text) {
    return text.isEmpty()
        ? Set.of()
        : Stream.of(text.split(" ")).map(Requirement::valueOf).collect(Collectors.toSet());
  }
}
