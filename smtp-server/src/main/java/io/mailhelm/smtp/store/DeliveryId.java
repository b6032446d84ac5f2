package io.mailhelm.smtp.store;

/** One delivery: a message on its way to one recipient elsewhere. Grows with time. */
public record DeliveryId(long value) {
  @Override
  public String toString() {
    return Long.toString(value);
  }
}
