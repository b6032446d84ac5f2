package io.mailhelm.smtp.queue;

import io.mailhelm.smtp.store.Consignment;
import io.mailhelm.smtp.store.DeliveryId;
import io.mailhelm.smtp.store.NewMessage;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** What senders are told of their deliveries. */
interface Notices {
  /** The messages to be stored with what became of a consignment. */
  Told of(Consignment consignment, List<Verdict> verdicts, Instant now);

  /**
   * @param warned the deliveries of whose delay one of the messages tells
   */
  record Told(List<NewMessage> messages, Set<DeliveryId> warned) {}
}
