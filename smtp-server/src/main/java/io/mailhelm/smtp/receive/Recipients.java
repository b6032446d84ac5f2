package io.mailhelm.smtp.receive;

import io.mailhelm.config.Mailbox;
import io.mailhelm.smtp.deliver.Lane;
import io.mailhelm.smtp.deliver.MessageOrigin;
import io.mailhelm.smtp.deliver.ReturnPaths.Returned;
import io.mailhelm.smtp.deliver.Routing;
import io.mailhelm.smtp.deliver.RoutingDecision;
import io.mailhelm.smtp.live.ConfigSnapshot;
import io.mailhelm.smtp.live.Directory.Destination;
import io.mailhelm.smtp.observe.RejectionReason;
import io.mailhelm.smtp.protocol.ForwardPath;
import io.mailhelm.smtp.protocol.Replies;
import io.mailhelm.smtp.protocol.Reply;
import io.mailhelm.smtp.receive.Submissions.Fate;
import io.mailhelm.smtp.store.Delivery;
import io.mailhelm.smtp.store.MailStore.Recipient;
import io.mailhelm.smtp.store.OutgoingPart.NewDelivery;
import io.mailhelm.smtp.store.Suppression;
import java.net.InetAddress;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Adds recipients to an envelope, or says why not. One thread's. */
record Recipients(
    SessionContext reception, ConfigSnapshot config, MessageOrigin origin, Envelope envelope) {
  /** The result for a recipient. */
  sealed interface Added {
    /** It is in the envelope. */
    record Taken(Fate fate) implements Added {}

    /**
     * It is not.
     *
     * @param roomIn how long until there is room, where a limit refuses it and there will be
     */
    record Refused(Reply reply, RejectionReason reason, Optional<Duration> roomIn)
        implements Added {}
  }

  /**
   * Adds a recipient. One that is named again is taken again and adds nothing: a message has one
   * delivery for an address, with the DSN parameters that came first.
   *
   * @param path where it is
   * @param recipient what the envelope keeps of it
   */
  Added add(ForwardPath path, Recipient recipient) {
    var address = canonical(path);
    var before = envelope.fate(address);
    if (before.isPresent()) {
      return new Added.Taken(before.get());
    }
    if (!envelope.holdFor(address, recipient)) {
      return refused(Replies.CROWDED_OUT, RejectionReason.TooManyInTransit);
    }
    var added = addNew(path, recipient);
    switch (added) {
      case Added.Taken(Fate fate) -> envelope.fate(address, fate);
      case Added.Refused _ -> envelope.giveBack(address, recipient);
    }
    return added;
  }

  /**
   * What two spellings of one address have in common. In domains of ours local parts are the same
   * in upper and lower case; elsewhere their own server decides (RFC 5321 §2.4).
   */
  private String canonical(ForwardPath path) {
    return switch (path) {
      case ForwardPath.Postmaster postmaster -> path.text();
      case ForwardPath.Address(Mailbox address) ->
          config.directory().domain(address.domain()).isPresent()
              ? address.canonical().toString()
              : address.toString();
      case ForwardPath.AtLiteral(String localPart, InetAddress host, String text) ->
          localPart + "@[" + host.getHostAddress() + "]";
    };
  }

  private Added addNew(ForwardPath path, Recipient recipient) {
    var returned = returned(path);
    if (returned.isPresent()) {
      returned.get().about().ifPresent(envelope::reportOn);
      return keep(returned.get().mailbox(), Fate.DELIVERED, recipient);
    }
    return switch (Routing.route(config.directory(), origin, path)) {
      case RoutingDecision.Local(Destination mailbox) -> keep(mailbox, Fate.DELIVERED, recipient);
      case RoutingDecision.Captured(Destination mailbox) -> capture(mailbox, recipient);
      case RoutingDecision.Remote remote -> send(remote, path, recipient);
      case RoutingDecision.Refused(Reply reply, RejectionReason reason) -> refused(reply, reason);
    };
  }

  private Optional<Returned> returned(ForwardPath path) {
    return path instanceof ForwardPath.Address(Mailbox address)
            && config.directory().domain(address.domain()).isPresent()
        ? reception.returns().find(config.directory(), address)
        : Optional.empty();
  }

  private Added keep(Destination mailbox, Fate fate, Recipient recipient) {
    return full(mailbox)
        .orElseGet(
            () -> {
              envelope.add(mailbox, fate == Fate.CAPTURED, recipient);
              return new Added.Taken(fate);
            });
  }

  /** A recipient for whom mail is captured counts as if it were sent. */
  private Added capture(Destination mailbox, Recipient recipient) {
    return full(mailbox)
        .or(this::exceeded)
        .orElseGet(() -> keep(mailbox, Fate.CAPTURED, recipient));
  }

  private Optional<Added> full(Destination mailbox) {
    return reception
            .store()
            .hasRoom(mailbox.mailboxId(), mailbox.quota(), envelope.declaredSize())
        ? Optional.empty()
        : Optional.of(refused(Replies.MAILBOX_FULL, RejectionReason.MailboxFull));
  }

  /** Reserves a recipient elsewhere; what is answered where a limit leaves no room for it. */
  private Optional<Added> exceeded() {
    var sender = LimitedSender.of(config.directory(), origin);
    return reception
        .limits()
        .reserve(sender.policy(), sender.mailboxId(), envelope.reservation(reception.limits()))
        .map(
            why ->
                new Added.Refused(
                    Replies.limitReached(why.words()),
                    RejectionReason.LimitReached,
                    why.roomIn()));
  }

  private Added send(RoutingDecision.Remote remote, ForwardPath path, Recipient recipient) {
    var store = reception.store();
    var waiting = store.queue().status();
    if (waiting.queued() + waiting.held() >= config.config().server().limits().queue()) {
      return refused(Replies.QUEUE_FULL, RejectionReason.QueueFull);
    }
    var share = config.config().server().limits().storage().waitingPerUser();
    if (origin
        .user()
        .filter(user -> store.queue().waiting(user.mailboxId()) + envelope.declaredSize() > share)
        .isPresent()) {
      return refused(Replies.tooMuchWaiting(share), RejectionReason.TooMuchWaiting);
    }
    if (path instanceof ForwardPath.Address(Mailbox address)) {
      var suppression = store.suppressions().find(remote.domain(), address);
      if (suppression.isPresent()) {
        return refused(
            Replies.suppressed(remote.domain(), why(suppression.get())),
            RejectionReason.Suppressed);
      }
    }
    var exceeded = exceeded();
    if (exceeded.isPresent()) {
      return exceeded.get();
    }
    boolean isReport = Delivery.isReport(origin.user().isPresent(), envelope.from().text());
    var lane = Lane.of(config.directory(), remote.policy(), isReport, remote.destination());
    envelope.add(remote, new NewDelivery(recipient, remote.destination(), lane.key().name()));
    return new Added.Taken(Fate.QUEUED);
  }

  private static String why(Suppression suppression) {
    var what =
        switch (suppression.reason()) {
          case HARD_BOUNCE -> "it bounced";
          case COMPLAINT -> "its owner complained";
          case MANUAL -> "suppressed by hand";
        };
    return "%s, %s".formatted(what, suppression.since().truncatedTo(ChronoUnit.SECONDS));
  }

  private static Added refused(Reply reply, RejectionReason reason) {
    return new Added.Refused(reply, reason, Optional.empty());
  }
}
