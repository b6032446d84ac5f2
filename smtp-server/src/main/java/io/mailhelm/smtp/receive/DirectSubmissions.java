package io.mailhelm.smtp.receive;

import io.mailhelm.config.Mailbox;
import io.mailhelm.config.User;
import io.mailhelm.smtp.deliver.MessageOrigin;
import io.mailhelm.smtp.live.ConfigSnapshot;
import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.observe.RejectionReason;
import io.mailhelm.smtp.policy.MessageLimits;
import io.mailhelm.smtp.policy.SenderRules;
import io.mailhelm.smtp.protocol.ChunkDecoder;
import io.mailhelm.smtp.protocol.ForwardPath;
import io.mailhelm.smtp.protocol.Replies;
import io.mailhelm.smtp.protocol.Reply;
import io.mailhelm.smtp.protocol.ReversePath;
import io.mailhelm.smtp.receive.Acceptance.Verdict;
import io.mailhelm.smtp.receive.Recipients.Added;
import io.mailhelm.smtp.store.Idempotency;
import io.mailhelm.smtp.store.MailStore.Recipient;
import io.mailhelm.smtp.store.NewMessage.Dsn;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes mail that an API of this process hands over: treated as a login's mail, without the SMTP
 * dialogue.
 */
final class DirectSubmissions implements Submissions {
  private static final String LISTENER = "mail-api";
  private final SessionContext reception;
  private final Acceptance acceptance;

  DirectSubmissions(SessionContext reception, Acceptance acceptance) {
    this.reception = reception;
    this.acceptance = acceptance;
  }

  @Override
  public Result submit(
      InetAddress peer,
      User user,
      Mailbox from,
      List<Mailbox> recipients,
      byte[] message,
      Optional<Idempotency> idempotency) {
    var config = reception.live().current();
    // The request may have come for minutes since its credentials were checked.
    var sender = config.directory().still(user);
    if (sender.isEmpty()) {
      return refused(Replies.SENDER_GONE);
    }
    var refusal = refusal(config, sender.get(), from, recipients, message);
    if (refusal.isPresent()) {
      return refused(refusal.get());
    }
    var path = new ReversePath.Address(from);
    var memory = reception.inTransit().share(Envelope.FREE);
    try (var envelope = new Envelope(path, Dsn.NONE, false, false, message.length, memory)) {
      return envelope.hold()
          ? submit(config, peer, sender.get(), envelope, recipients, message, idempotency)
          : refused(Replies.CROWDED_OUT);
    }
  }

  private Result submit(
      ConfigSnapshot config,
      InetAddress peer,
      User user,
      Envelope envelope,
      List<Mailbox> recipients,
      byte[] message,
      Optional<Idempotency> idempotency) {
    var origin = new MessageOrigin(Optional.of(user), false, envelope.from().mailbox(), peer);
    var added = new Recipients(reception, config, origin, envelope);
    var fates = new LinkedHashMap<Mailbox, Fate>();
    for (var recipient : recipients) {
      var path = new ForwardPath.Address(recipient);
      switch (added.add(path, Recipient.of(path.text()))) {
        case Added.Taken(Fate fate) -> fates.put(recipient, fate);
        case Added.Refused(Reply reply, RejectionReason reason, var roomIn) -> {
          return reason == RejectionReason.LimitReached
              ? new Result.Limited(reply.code(), reply.enhanced(), reply.text(), roomIn)
              : refused(named(reply, recipient));
        }
      }
    }
    return switch (decide(config, user, peer, envelope, message, idempotency)) {
      case Verdict.Accepted(String id) ->
          new Result.Accepted(id, fates, redirected(envelope, recipients));
      case Verdict.Repeated(String id, boolean same) -> new Result.Repeated(id, same);
      case Verdict.Refused(var why) -> {
        reception
            .observer()
            .on(
                new Event.Rejected(
                    LISTENER, LISTENER, why.reply().code(), why.reason(), why.detail(), true));
        if (why.reason() == RejectionReason.TooManyKeys) {
          yield new Result.TooManyKeys();
        }
        yield why.reason() == RejectionReason.LimitReached
            ? new Result.Limited(
                why.reply().code(), why.reply().enhanced(), why.reply().text(), why.roomIn())
            : refused(why.reply());
      }
    };
  }

  private static Map<Mailbox, Mailbox> redirected(Envelope envelope, List<Mailbox> recipients) {
    var redirected = new HashMap<Mailbox, Mailbox>();
    for (var message : envelope.messages()) {
      var were = new HashSet<>(message.redirectedFor());
      recipients.stream()
          .filter(recipient -> were.contains(recipient.toString()))
          .forEach(
              recipient ->
                  message.redirectedTo().ifPresent(target -> redirected.put(recipient, target)));
    }
    return redirected;
  }

  private static Optional<Reply> refusal(
      ConfigSnapshot config, User user, Mailbox from, List<Mailbox> recipients, byte[] message) {
    var limits = config.config().server().limits();
    var policy = config.directory().policy(user);
    long mostOctets = MessageLimits.octets(limits, Optional.of(policy));
    if (message.length > mostOctets) {
      return Optional.of(Replies.tooLarge(mostOctets));
    }
    if (recipients.isEmpty()) {
      return Optional.of(Replies.NO_RECIPIENTS);
    }
    if (recipients.size() > MessageLimits.recipients(limits, Optional.of(policy))) {
      return Optional.of(Replies.TOO_MANY_RECIPIENTS);
    }
    if (user.suspended() || policy.suspended()) {
      return Optional.of(Replies.SENDING_SUSPENDED);
    }
    return SenderRules.mayUse(config.directory(), user, policy, from)
        ? Optional.empty()
        : Optional.of(Replies.SENDER_NOT_YOURS);
  }

  private Verdict decide(
      ConfigSnapshot config,
      User user,
      InetAddress peer,
      Envelope envelope,
      byte[] message,
      Optional<Idempotency> idempotency) {
    var limits = config.config().server().limits();
    try (var body =
        new IncomingBody(
            IncomingBody.writers(reception.store(), envelope),
            MessageLimits.octets(limits, Optional.of(config.directory().policy(user))),
            reception.inTransit().share(IncomingBody.FREE),
            true)) {
      var decoder = new ChunkDecoder();
      decoder.begin(message.length);
      decoder.feed(message, 0, message.length, body);
      var host = config.config().server().hostname().ascii();
      return acceptance.decide(
          new Acceptance.Arrived(
              LISTENER,
              LISTENER,
              config,
              Optional.of(user),
              true,
              new TraceFields.Hop("", peer, host, "HTTP", ConnectionSecurity.NONE),
              envelope,
              body,
              decoder.bareLineEnd(),
              idempotency));
    }
  }

  private static Reply named(Reply reply, Mailbox recipient) {
    return Reply.of(reply.code(), reply.enhanced(), recipient + ": " + reply.text());
  }

  private static Result refused(Reply reply) {
    return new Result.Refused(reply.code(), reply.enhanced(), reply.text());
  }
}
