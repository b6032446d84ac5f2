package io.mailhelm.smtp.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** The octets of a message: fields, an empty line, a body; every line ended by CRLF. */
public interface MessageOctets {
  /** How many there are. */
  long size();

  /** From the first octet; may be called again, for another server of the same destination. */
  InputStream open() throws IOException;

  /**
   * The same message without octets above 127, for a server that takes no others (RFC 6152 §3), and
   * with signatures that hold; empty where it is not ours to change, or cannot be.
   */
  default Optional<MessageOctets> sevenBit() throws IOException {
    return Optional.empty();
  }
}
