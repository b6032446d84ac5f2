package io.mailhelm.smtp.receive;

import io.mailhelm.smtp.deliver.Route;
import io.mailhelm.smtp.live.Directory;
import io.mailhelm.smtp.live.Directory.Destination;
import io.mailhelm.smtp.protocol.ReversePath;
import io.mailhelm.smtp.receive.Submissions.Fate;
import io.mailhelm.smtp.store.MailStore.Recipient;
import io.mailhelm.smtp.store.MailStore.Target;
import io.mailhelm.smtp.store.NewMessage.Dsn;
import io.mailhelm.smtp.store.Outgoing;
import io.mailhelm.smtp.store.Outgoing.NewDelivery;
import io.mailhelm.smtp.store.Outgoing.Requirement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who a message is from and for: what MAIL and RCPT have said so far. One thread's. */
final class Envelope {
  private final ReversePath from;
  private final Dsn dsn;
  private final boolean utf8;
  private final boolean requireTls;
  private final long declaredSize;
  private final Map<Place, List<Recipient>> places = new LinkedHashMap<>(4);
  private final Map<String, Fate> fates = new HashMap<>(4);
  private final List<NewDelivery> deliveries = new ArrayList<>(0);
  private Optional<Route.Remote> remote = Optional.empty();
  private Optional<String> reportOn = Optional.empty();
  private int recipients;
  private int captured;

  Envelope(ReversePath from, Dsn dsn, boolean utf8, boolean requireTls, long declaredSize) {
    this.from = from;
    this.dsn = dsn;
    this.utf8 = utf8;
    this.requireTls = requireTls;
    this.declaredSize = declaredSize;
  }

  private record Place(Destination mailbox, boolean captured) {}

  /**
   * What became of a recipient that was added before; RCPT may name it again.
   *
   * @param address canonical
   */
  Optional<Fate> fate(String address) {
    return Optional.ofNullable(fates.get(address));
  }

  /**
   * Notes what became of a recipient that was added.
   *
   * @param address canonical
   */
  void fate(String address, Fate fate) {
    fates.put(address, fate);
  }

  /** Adds a recipient; those that come to one mailbox share one entry there. */
  void add(Destination mailbox, boolean isCaptured, Recipient recipient) {
    places
        .computeIfAbsent(new Place(mailbox, isCaptured), place -> new ArrayList<>(1))
        .add(recipient);
    recipients++;
    captured += isCaptured ? 1 : 0;
  }

  /** Adds a recipient elsewhere; all leave from one domain under one policy, the sender's. */
  void add(Route.Remote route, NewDelivery delivery) {
    remote = Optional.of(route);
    deliveries.add(delivery);
    recipients++;
  }

  /** It came to the return path of that message of ours. */
  void reportOn(String messageId) {
    reportOn = Optional.of(messageId);
  }

  /** The message of ours that it reports on. */
  Optional<String> reportOn() {
    return reportOn;
  }

  /** Recipients elsewhere, to whom it is sent. */
  int queued() {
    return deliveries.size();
  }

  /**
   * What goes elsewhere.
   *
   * @param now when it is due
   */
  Optional<Outgoing> outgoing(Directory directory, HeaderSection header, Instant now) {
    return remote.map(
        route ->
            new Outgoing(
                route.domain(),
                route.policy(),
                requirements(header),
                now,
                now.plus(directory.policy(route.policy()).delivery().expireAfter()),
                deliveries));
  }

  ReversePath from() {
    return from;
  }

  Dsn dsn() {
    return dsn;
  }

  boolean utf8() {
    return utf8;
  }

  /**
   * What every next hop must be able to do. Whoever says REQUIRETLS is not heard on {@code
   * TLS-Required: No} (RFC 8689 §4.1).
   */
  Set<Requirement> requirements(HeaderSection header) {
    var requirements = EnumSet.noneOf(Requirement.class);
    if (utf8) {
      requirements.add(Requirement.SMTPUTF8);
    }
    if (requireTls) {
      requirements.add(Requirement.REQUIRETLS);
    } else if (header.tlsOptional()) {
      requirements.add(Requirement.TLS_OPTIONAL);
    }
    return requirements;
  }

  long declaredSize() {
    return declaredSize;
  }

  int recipients() {
    return recipients;
  }

  int captured() {
    return captured;
  }

  /** The recipient, when there is only one: two in a Received field would show one to the other. */
  String onlyRecipient() {
    if (recipients != 1) {
      return "";
    }
    return deliveries.isEmpty()
        ? places.values().iterator().next().getFirst().address()
        : deliveries.getFirst().recipient().address();
  }

  List<Target> targets() {
    var targets = new ArrayList<Target>(places.size());
    places.forEach(
        (place, list) ->
            targets.add(
                new Target(
                    place.mailbox().mailboxId(),
                    place.mailbox().address(),
                    place.mailbox().quota(),
                    place.captured(),
                    list)));
    return targets;
  }
}
