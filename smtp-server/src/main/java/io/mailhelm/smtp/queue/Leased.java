package io.mailhelm.smtp.queue;

import io.mailhelm.smtp.live.Snapshot;
import io.mailhelm.smtp.store.Consignment;

/**
 * What a worker has in hand.
 *
 * @param by the config by which it may leave: its route is taken from that one and from no other,
 *     so that nothing goes a way that nobody declared for it
 */
record Leased(Consignment consignment, Snapshot by) {}
