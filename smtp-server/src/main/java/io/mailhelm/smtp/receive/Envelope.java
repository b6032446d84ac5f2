package io.mailhelm.smtp.receive;

import io.mailhelm.config.Mailbox;
import io.mailhelm.config.WarmUp;
import io.mailhelm.smtp.deliver.RoutingDecision;
import io.mailhelm.smtp.deliver.SenderMailbox;
import io.mailhelm.smtp.limit.LimitReservation;
import io.mailhelm.smtp.limit.RecipientLimits;
import io.mailhelm.smtp.live.Directory;
import io.mailhelm.smtp.live.Directory.Destination;
import io.mailhelm.smtp.protocol.ReversePath;
import io.mailhelm.smtp.receive.Submissions.Fate;
import io.mailhelm.smtp.store.MailStore.Recipient;
import io.mailhelm.smtp.store.MailStore.Target;
import io.mailhelm.smtp.store.NewMessage.Dsn;
import io.mailhelm.smtp.store.OutgoingPart;
import io.mailhelm.smtp.store.OutgoingPart.NewDelivery;
import io.mailhelm.smtp.store.OutgoingPart.Ownership;
import io.mailhelm.smtp.store.OutgoingPart.Requirement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The envelope of a message: the sender and recipients that MAIL and RCPT have given so far. Its
 * memory is drawn before it is kept. One thread's.
 */
final class Envelope implements AutoCloseable {
  /** What it may hold without drawing it: a sender and a recipient or two. */
  static final int FREE = 2 << 10;

  /** Octets of its objects, without texts and recipients. */
  private static final int ENVELOPE = 512;

  /** Octets of a recipient's objects, and of its place in lists and maps. */
  private static final int RECIPIENT = 640;

  private final ReversePath from;
  private final Dsn dsn;
  private final boolean utf8;
  private final boolean requireTls;
  private final long declaredSize;
  private final Map<Place, List<Recipient>> places = new LinkedHashMap<>(4);
  private final Map<String, Fate> fates = new HashMap<>(4);
  private final List<NewDelivery> deliveries = new ArrayList<>(0);
  private Optional<RoutingDecision.Remote> remote = Optional.empty();
  private Optional<String> reportOn = Optional.empty();
  private Optional<Envelope> redirected = Optional.empty();
  private Optional<Mailbox> redirectedTo = Optional.empty();
  private final List<String> redirectedFor = new ArrayList<>(0);
  private final TransitMemory.Share memory;
  private long held;
  private int recipients;
  private int captured;
  private Optional<LimitReservation> reservation = Optional.empty();

  /**
   * @param memory where what it holds is drawn; it closes that
   */
  Envelope(
      ReversePath from,
      Dsn dsn,
      boolean utf8,
      boolean requireTls,
      long declaredSize,
      TransitMemory.Share memory) {
    this.memory = memory;
    this.from = from;
    this.dsn = dsn;
    this.utf8 = utf8;
    this.requireTls = requireTls;
    this.declaredSize = declaredSize;
  }

  /** Draws the memory of what MAIL said; false when there is none. */
  boolean hold() {
    return hold(ENVELOPE + TextMemory.of(from.text(), dsn.envid()));
  }

  private boolean hold(long octets) {
    if (!memory.hold(held + octets)) {
      return false;
    }
    held += octets;
    return true;
  }

  /**
   * Draws the memory of a recipient; false when there is none.
   *
   * @param address canonical
   */
  boolean holdFor(String address, Recipient recipient) {
    return hold(octets(address, recipient));
  }

  /** Gives back what was drawn for a recipient that was not added after all. */
  void giveBack(String address, Recipient recipient) {
    hold(-octets(address, recipient));
  }

  /** The address as it was written, as it is compared, and what of it is a destination. */
  private static long octets(String address, Recipient recipient) {
    return RECIPIENT
        + TextMemory.of(address, recipient.address(), recipient.address(), recipient.orcpt());
  }

  /** Gives back its memory, and what was reserved of limits. Idempotent. */
  @Override
  public void close() {
    redirected.ifPresent(Envelope::giveBackReservation);
    giveBackReservation();
    memory.close();
  }

  /**
   * The envelope of what goes to the address that the sender's policy redirects to. It is a message
   * of its own: recipients who are not redirected do not learn for whom the others were.
   *
   * @return empty when mail is redirected to another address already
   */
  Optional<Envelope> redirected(Mailbox to) {
    if (redirected.isEmpty()) {
      redirected = Optional.of(new Envelope(from, dsn, utf8, requireTls, declaredSize, memory));
      redirected.get().redirectedTo = Optional.of(to);
    }
    return redirected.filter(envelope -> envelope.redirectedTo.filter(to::equals).isPresent());
  }

  /** Notes that it is sent instead to the one recipient of this envelope. */
  void redirectedFor(String address) {
    redirectedFor.add(address);
  }

  /** The recipients it was for, while their policy redirected it. */
  List<String> redirectedFor() {
    return redirectedFor;
  }

  /** Where its sender's policy redirects it to. */
  Optional<Mailbox> redirectedTo() {
    return redirectedTo;
  }

  /** The envelopes of the messages that it becomes: what is redirected first. */
  List<Envelope> messages() {
    return redirected
        .filter(other -> !other.redirectedFor.isEmpty()) // its address may have been refused
        .map(other -> recipients == 0 ? List.of(other) : List.of(other, this))
        .orElse(List.of(this));
  }

  private void giveBackReservation() {
    reservation.ifPresent(LimitReservation::close);
  }

  /** What is reserved of limits for it; at first nothing is. */
  LimitReservation reservation(RecipientLimits limits) {
    if (reservation.isEmpty()) {
      reservation = Optional.of(limits.open());
    }
    return reservation.get();
  }

  private record Place(Destination mailbox, boolean captured) {}

  /**
   * The fate of a recipient that was added before; RCPT may name it again.
   *
   * @param address canonical
   */
  Optional<Fate> fate(String address) {
    return Optional.ofNullable(fates.get(address));
  }

  /**
   * Notes the fate of a recipient that was added.
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
  void add(RoutingDecision.Remote route, NewDelivery delivery) {
    remote = Optional.of(route);
    deliveries.add(delivery);
    recipients++;
  }

  /** Notes that it came to the return path of that message of ours. */
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

  /** The domain of ours that it leaves from; empty where nothing goes elsewhere. */
  String sendingDomain() {
    return remote.map(RoutingDecision.Remote::domain).orElse("");
  }

  /**
   * What goes elsewhere.
   *
   * @param asksOut whether it asks to be no part of a warm-up, which its policy may allow
   * @param now when it is due
   * @param later for each recipient elsewhere how much later it is due; none: not at all
   */
  Optional<OutgoingPart> outgoing(
      Directory directory,
      HeaderSection header,
      boolean asksOut,
      Instant now,
      List<Duration> later) {
    return remote.map(
        route -> {
          var policy = directory.policy(route.policy());
          return new OutgoingPart(
              route.domain(),
              route.policy(),
              requirements(header),
              now,
              now.plus(policy.delivery().expireAfter()),
              asksOut && policy.warmUp().filter(WarmUp::allowOptOut).isPresent(),
              deferred(later),
              new Ownership(SenderMailbox.of(directory, from.text()), Optional.empty()));
        });
  }

  private List<NewDelivery> deferred(List<Duration> later) {
    if (later.stream().allMatch(Duration::isZero)) {
      return deliveries;
    }
    var all = new ArrayList<NewDelivery>(deliveries.size());
    for (int i = 0; i < deliveries.size(); i++) {
      all.add(deliveries.get(i).after(later.get(i)));
    }
    return all;
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
   * What every next hop must be able to do. With REQUIRETLS a {@code TLS-Required: No} is ignored
   * (RFC 8689 §4.1).
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

  /** Recipients whom a message of this envelope goes to. */
  int recipients() {
    return recipients;
  }

  /** Recipients that were named: these, and those whose mail is redirected. */
  int named() {
    return recipients + redirected.map(other -> other.redirectedFor.size()).orElse(0);
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
