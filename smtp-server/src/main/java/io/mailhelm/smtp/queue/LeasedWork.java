package io.mailhelm.smtp.queue;

import io.mailhelm.smtp.live.ConfigSnapshot;
import io.mailhelm.smtp.store.LeasedDeliveries;

/**
 * Leased deliveries, and the config by which they may leave.
 *
 * @param by the config by which it may leave: its route is taken from that one and from no other,
 *     so that nothing goes a way that nobody declared for it
 * @param room what it has in a warm-up
 */
record LeasedWork(LeasedDeliveries consignment, ConfigSnapshot by, WarmUpRoom room) {}
