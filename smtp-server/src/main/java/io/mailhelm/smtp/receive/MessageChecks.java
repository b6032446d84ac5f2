package io.mailhelm.smtp.receive;

import io.mailhelm.config.User;
import io.mailhelm.smtp.observe.RejectionReason;
import io.mailhelm.smtp.policy.MessageLimits;
import io.mailhelm.smtp.policy.SenderRules;
import io.mailhelm.smtp.protocol.FromField;
import io.mailhelm.smtp.protocol.Replies;
import io.mailhelm.smtp.protocol.Reply;
import io.mailhelm.smtp.receive.Acceptance.Arrived;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Checks a message that has arrived: its size, its lines, its header section. */
final class MessageChecks {
  private static final int MAX_RECEIVED = 100; // RFC 5321 §6.3

  private MessageChecks() {}

  /**
   * Why it is not kept.
   *
   * @param detail what the log says beyond what the client is told
   * @param roomIn how long until there is room, where a limit refuses it and there will be
   */
  record Refusal(Reply reply, RejectionReason reason, String detail, Optional<Duration> roomIn) {
    /** A refusal that no limit over time is to blame for. */
    Refusal(Reply reply, RejectionReason reason, String detail) {
      this(reply, reason, detail, Optional.empty());
    }
  }

  /** What refuses it; empty where nothing does. */
  static Optional<Refusal> refusal(Arrived arrived, HeaderSection header) {
    var body = arrived.body();
    var policy = arrived.user().map(arrived.config().directory()::policy);
    var limit = MessageLimits.octets(arrived.config().config().server().limits(), policy);
    if (body.isTooLarge()) {
      return refused(
          Replies.tooLarge(limit), RejectionReason.MessageTooLarge, body.received() + " octets");
    }
    if (body.isCrowdedOut()) {
      return refused(
          Replies.CROWDED_OUT, RejectionReason.TooManyInTransit, body.received() + " octets");
    }
    if (arrived.bareLineEnd()) {
      return refused(Replies.MESSAGE_BARE_LINE_END, RejectionReason.BareLineEnd, "");
    }
    if (body.isFailed()) {
      return refused(Replies.NO_SPACE, RejectionReason.NoSpace, "the body could not be written");
    }
    if (body.isHeaderTooLong()) {
      return refused(Replies.HEADER_TOO_LONG, RejectionReason.HeaderTooLong, "");
    }
    if (body.isLineTooLong()) {
      return refused(Replies.LINE_OF_MESSAGE_TOO_LONG, RejectionReason.LineTooLong, "");
    }
    if (header.received() > MAX_RECEIVED) {
      return refused(
          Replies.MAIL_LOOP, RejectionReason.MailLoop, header.received() + " Received fields");
    }
    return malformed(arrived, header)
        .or(() -> arrived.user().flatMap(user -> wrongFrom(arrived, user, header)));
  }

  /**
   * A user's line that is no field may be one to another reader, with an address that the policy
   * does not see. A stranger's is passed over by all who read here; but as the first line it must
   * not become a part of our Received.
   */
  private static Optional<Refusal> malformed(Arrived arrived, HeaderSection header) {
    var lines = header.lines();
    if (lines.areText() || lines.notAField().isEmpty()) {
      return Optional.empty();
    }
    int line = lines.notAField().getAsInt();
    return arrived.user().isPresent() || lines.beginsWithBlank()
        ? refused(Replies.notAField(line), RejectionReason.NotAField, "line " + line)
        : Optional.empty();
  }

  private static Optional<Refusal> refused(Reply reply, RejectionReason reason, String detail) {
    return Optional.of(new Refusal(reply, reason, detail));
  }

  /** A message without a From field is let through: there is nobody in it to be mistaken for. */
  private static Optional<Refusal> wrongFrom(Arrived arrived, User user, HeaderSection header) {
    var directory = arrived.config().directory();
    var policy = directory.policy(user);
    for (var field : header.from()) {
      var addresses = FromField.addresses(field);
      if (addresses.isEmpty() && !SenderRules.mayUseAnything(directory, user, policy)) {
        return refused(
            Replies.FROM_NOT_READ,
            RejectionReason.SenderNotAllowed,
            "the From field is no list of addresses");
      }
      for (var address : addresses.orElse(List.of())) {
        if (!SenderRules.mayUse(directory, user, policy, address)) {
          return refused(
              Replies.FROM_NOT_YOURS,
              RejectionReason.SenderNotAllowed,
              "the From field, by policy " + policy.name());
        }
      }
    }
    return Optional.empty();
  }
}
