package io.mailhelm.smtp.store;

import java.util.List;
import java.util.Optional;

/**
 * A page of deliveries.
 *
 * @param total how many match, on all pages
 * @param next the {@code after} of the following page; empty on the last
 */
public record DeliveryPage(List<Delivery> deliveries, long total, Optional<DeliveryId> next) {
  public DeliveryPage {
    deliveries = List.copyOf(deliveries);
  }
}
