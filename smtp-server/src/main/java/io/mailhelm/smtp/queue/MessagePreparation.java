package io.mailhelm.smtp.queue;

import io.mailhelm.config.DomainName;
import io.mailhelm.smtp.deliver.ReturnPaths;
import io.mailhelm.smtp.send.OutboundMessage;
import io.mailhelm.smtp.sign.OutboundContent;
import io.mailhelm.smtp.sign.Signers;
import io.mailhelm.smtp.store.Delivery;
import io.mailhelm.smtp.store.LeasedDeliveries;
import io.mailhelm.smtp.store.MailQueue;
import java.io.IOException;

/** Makes messages ready for the wire: signed, with a return path that says which they are. */
final class MessagePreparation {
  /** Recipients in one transaction: what every server takes (RFC 5321 §4.5.3.1.8). */
  private static final int RECIPIENTS = 100;

  private final MailQueue queue;
  private final OutboundContent outbound;
  private final ReturnPaths returns;

  MessagePreparation(MailQueue queue, OutboundContent outbound, ReturnPaths returns) {
    this.queue = queue;
    this.outbound = outbound;
    this.returns = returns;
  }

  /**
   * How many recipients may share a transaction with that one. MAIL FROM is one for all of them: a
   * delivery that has one of its own goes alone, or whoever is mailed together with others could
   * report on them.
   */
  int recipients(Delivery delivery) {
    return returns.isMadeFor(delivery) ? 1 : RECIPIENTS;
  }

  /**
   * A message as it is sent.
   *
   * @param signers who signs
   * @throws IOException when the message cannot be read
   */
  OutboundMessage of(LeasedDeliveries consignment, Signers signers) throws IOException {
    var any = consignment.any();
    var content =
        outbound.of(
            consignment.messageId(),
            DomainName.of(any.domain()),
            any.size(),
            () -> queue.open(consignment),
            signers,
            any.user().isPresent());
    return new OutboundMessage(
        returns.of(any),
        consignment.deliveries().stream().map(Delivery::recipient).toList(),
        consignment.dsn(),
        consignment.requirements(),
        content);
  }
}
