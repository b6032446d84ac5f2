package io.mailhelm.smtp.receive;

import io.mailhelm.config.Mailbox;
import io.mailhelm.config.SendPolicy;
import io.mailhelm.config.User;
import io.mailhelm.smtp.deliver.Lane;
import io.mailhelm.smtp.deliver.MessageOrigin;
import io.mailhelm.smtp.deliver.ReturnPaths.Returned;
import io.mailhelm.smtp.deliver.Routing;
import io.mailhelm.smtp.deliver.RoutingDecision;
import io.mailhelm.smtp.live.ConfigSnapshot;
import io.mailhelm.smtp.live.Directory;
import io.mailhelm.smtp.live.Directory.Destination;
import io.mailhelm.smtp.observe.RejectionReason;
import io.mailhelm.smtp.policy.RecipientGuard;
import io.mailhelm.smtp.policy.RecipientGuard.Ruling;
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
      return keep(returned.get().mailbox(), recipient);
    }
    return switch (Routing.route(config.directory(), origin, path)) {
      case RoutingDecision.Captured captured -> elsewhere(captured, path, recipient);
      case RoutingDecision.Remote remote -> elsewhere(remote, path, recipient);
      case RoutingDecision known -> take(known, path, recipient);
    };
  }

  /** What the sender's policy says of a recipient elsewhere, captured or not. */
  private Added elsewhere(RoutingDecision route, ForwardPath path, Recipient recipient) {
    var sender = origin.owner(config.directory());
    var policy = config.directory().policy(sender.flatMap(User::sendPolicy));
    return switch (RecipientGuard.of(policy, mailbox(path))) {
      case Ruling.Allowed _ -> take(route, path, recipient);
      case Ruling.Denied _ ->
          refused(
              Replies.recipientNotAllowed(policy.name(), path.text()),
              RejectionReason.RecipientNotAllowed);
      case Ruling.Kept _ ->
          // only the policy of a user has such rules
          capture(Directory.destination(sender.orElseThrow()), recipient);
      case Ruling.Redirected(Mailbox to) -> redirect(policy, to, path);
    };
  }

  private Added take(RoutingDecision route, ForwardPath path, Recipient recipient) {
    return switch (route) {
      case RoutingDecision.Local(Destination mailbox) -> keep(mailbox, recipient);
      case RoutingDecision.Captured(Destination mailbox) -> capture(mailbox, recipient);
      case RoutingDecision.Remote remote -> send(remote, path, recipient);
      case RoutingDecision.Refused(Reply reply, RejectionReason reason) -> refused(reply, reason);
    };
  }

  /** Sends it to the address of the policy, which is routed as any and not judged again. */
  private Added redirect(SendPolicy policy, Mailbox to, ForwardPath path) {
    var instead = envelope.redirected(to);
    if (instead.isEmpty()) {
      return refused(Replies.REDIRECTION_CHANGED, RejectionReason.RecipientNotAllowed);
    }
    var known = instead.get().fate(to.toString());
    if (known.isPresent()) {
      instead.get().redirectedFor(path.text());
      return new Added.Taken(known.get());
    }
    var target = new ForwardPath.Address(to);
    var added =
        new Recipients(reception, config, origin, instead.get())
            .take(
                Routing.route(config.directory(), origin, target),
                target,
                Recipient.of(target.text()));
    return switch (added) {
      case Added.Taken(Fate fate) -> {
        instead.get().fate(to.toString(), fate);
        instead.get().redirectedFor(path.text());
        yield added;
      }
      case Added.Refused(Reply reply, RejectionReason reason, Optional<Duration> roomIn) ->
          new Added.Refused(Replies.redirectionRefused(policy.name(), reply), reason, roomIn);
    };
  }

  private static Optional<Mailbox> mailbox(ForwardPath path) {
    return path instanceof ForwardPath.Address(Mailbox address)
        ? Optional.of(address)
        : Optional.empty();
  }

  private Optional<Returned> returned(ForwardPath path) {
    return path instanceof ForwardPath.Address(Mailbox address)
            && config.directory().domain(address.domain()).isPresent()
        ? reception.returns().find(config.directory(), address)
        : Optional.empty();
  }

  private Added keep(Destination mailbox, Recipient recipient) {
    return full(mailbox).orElseGet(() -> kept(mailbox, Fate.DELIVERED, recipient));
  }

  /** A recipient for whom mail is captured counts as if it were sent. */
  private Added capture(Destination mailbox, Recipient recipient) {
    return full(mailbox)
        .or(this::exceeded)
        .orElseGet(() -> kept(mailbox, Fate.CAPTURED, recipient));
  }

  private Added kept(Destination mailbox, Fate fate, Recipient recipient) {
    envelope.add(mailbox, fate == Fate.CAPTURED, recipient);
    return new Added.Taken(fate);
  }

  private Optional<Added> full(Destination mailbox) {
    return reception.store().hasRoom(mailbox.mailboxId(), mailbox.quota(), envelope.declaredSize())
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
                    Replies.limitReached(why.words()), RejectionReason.LimitReached, why.roomIn()));
  }

  private Added send(RoutingDecision.Remote remote, ForwardPath path, Recipient recipient) {
    var store = reception.store();
    var mailboxId = origin.user().map(User::mailboxId);
    var full =
        QueueSharing.of(config)
            .full(store.queue().waiting(remote.domain(), mailboxId), envelope.queued() + 1);
    if (full.isPresent()) {
      return refused(QueueSharing.reply(full.get(), remote.domain()), RejectionReason.QueueFull);
    }
    if (origin.user().filter(this::isOverQuota).isPresent()) {
      return refused(Replies.OVER_QUOTA, RejectionReason.MailboxFull);
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

  /** Only reports get there, or a quota that was lowered: who sends on would fill it by more. */
  private boolean isOverQuota(User user) {
    var usage = reception.store().usage(user.mailboxId());
    return usage.octets() > user.quota().storage() || usage.messages() > user.quota().messages();
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
