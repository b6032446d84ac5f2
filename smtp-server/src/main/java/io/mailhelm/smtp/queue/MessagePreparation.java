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

/**
 * Prepares messages to be sent: signs them, and gives them return paths that name their delivery.
 */
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
   * How many recipients may share a transaction with that one. They share one MAIL FROM: a delivery
   * that has one of its own goes alone, or a recipient could report on others of the same
   * transaction.
   */
  int recipients(Delivery delivery) {
    return returns.isMadeFor(delivery) ? 1 : RECIPIENTS;
  }

  /**
   * A message as it is sent.
   *
   * @param signers sign it
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
