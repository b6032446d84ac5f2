package io.mailhelm.smtp.protocol;

/** Takes the octets of a message as they are decoded. */
@FunctionalInterface
public interface MessageSink {
  /** {@code octets[from, to)} belong to the message; the array is the caller's. */
  void take(byte[] octets, int from, int to);
}
