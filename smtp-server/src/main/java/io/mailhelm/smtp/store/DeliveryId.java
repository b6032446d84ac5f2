package io.mailhelm.smtp.store;

/** The id of a delivery: a message on its way to one recipient elsewhere. It grows with time. */
public record DeliveryId(long value) {
  @Override
  public String toString() {
    return Long.toString(value);
  }
}
