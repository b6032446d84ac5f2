package io.mailhelm.smtp.queue;

import io.mailhelm.smtp.live.LiveConfig;
import io.mailhelm.smtp.observe.Observer;
import io.mailhelm.smtp.reputation.Reputations;
import io.mailhelm.smtp.send.DeliveryClients;
import io.mailhelm.smtp.store.MailQueue;
import java.time.Clock;

/**
 * The parts of the server that all workers share.
 *
 * @param live the config, asked anew for every message
 * @param queue what is to be sent
 * @param couriers deliver it
 * @param parcels makes messages ready for the wire
 * @param notices tells senders
 * @param suppressions decides which addresses are suppressed
 * @param reputations which policies are paused for what became of their mail
 * @param holds holds deliveries that must not leave
 * @param warmUps give room to mail
 * @param limits of lanes; the dispatcher's lock guards them
 * @param faults what is done about faults of our own
 * @param observer is told of every attempt
 */
record WorkerContext(
    LiveConfig live,
    MailQueue queue,
    DeliveryClients couriers,
    MessagePreparation parcels,
    DeliveryNotices notices,
    SuppressionRules suppressions,
    Reputations reputations,
    Holds holds,
    WarmUps warmUps,
    LaneLimits limits,
    FaultRules faults,
    Observer observer,
    Clock clock) {

  /** The work of one connection in a lane. */
  LaneRun begin(String lane) {
    return new LaneRun(this, lane);
  }
}
