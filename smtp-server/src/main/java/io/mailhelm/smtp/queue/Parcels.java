package io.mailhelm.smtp.queue;

import io.mailhelm.config.DomainName;
import io.mailhelm.smtp.send.Parcel;
import io.mailhelm.smtp.sign.Outbound;
import io.mailhelm.smtp.sign.Signers;
import io.mailhelm.smtp.store.Consignment;
import io.mailhelm.smtp.store.Delivery;
import io.mailhelm.smtp.store.MailQueue;
import java.io.IOException;

/** Makes messages ready for the wire: signed, with a return path that says which they are. */
final class Parcels {
  /** Recipients in one transaction: what every server takes (RFC 5321 §4.5.3.1.8). */
  private static final int RECIPIENTS = 100;

  private final MailQueue queue;
  private final Outbound outbound;
  private final ReturnPaths returns;

  Parcels(MailQueue queue, Outbound outbound, ReturnPaths returns) {
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
  Parcel of(Consignment consignment, Signers signers) throws IOException {
    var any = consignment.any();
    var content =
        outbound.of(
            consignment.messageId(),
            DomainName.of(any.domain()),
            any.size(),
            () -> queue.open(consignment),
            signers,
            any.user().isPresent());
    return new Parcel(
        returns.of(any),
        consignment.deliveries().stream().map(Delivery::recipient).toList(),
        consignment.dsn(),
        consignment.requirements(),
        content);
  }
}
