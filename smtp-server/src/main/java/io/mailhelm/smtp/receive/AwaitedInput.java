package io.mailhelm.smtp.receive;

/** The kind of input that a session waits for after a reply. */
enum AwaitedInput {
  /** A command line. */
  COMMAND,
  /** A line of a SASL exchange. */
  AUTH_LINE,
  /** A message up to its dot. */
  DATA,
  /** The octets of a chunk. */
  CHUNK,
  /** The TLS handshake, once the reply is sent. */
  TLS,
  /** Nothing: the connection ends once the reply is sent. */
  CLOSE
}
