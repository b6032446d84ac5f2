package io.mailhelm.smtp.api.queue;

import io.mailhelm.smtp.api.ApiException;
import io.mailhelm.smtp.store.DeliveryId;
import java.util.Optional;

/** Parses ids of deliveries, as clients write them. */
final class DeliveryIds {
  private DeliveryIds() {}

  /**
   * @throws ApiException 404: no delivery can have such an id
   */
  static DeliveryId of(String written) {
    return read(written).orElseThrow(DeliveryActions::none);
  }

  /**
   * @throws ApiException 400
   */
  static Optional<DeliveryId> after(Optional<String> written) {
    return written.map(
        text ->
            read(text)
                .orElseThrow(
                    () -> ApiException.badRequest("'after' is the 'next' of the page before.")));
  }

  private static Optional<DeliveryId> read(String written) {
    return written.matches("\\d{1,18}")
        ? Optional.of(new DeliveryId(Long.parseLong(written)))
        : Optional.empty();
  }
}
