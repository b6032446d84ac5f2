package io.mailhelm.config;

/** Whether a connection to another server must use TLS. */
public enum TlsLevel {
  /** TLS where it is offered, with any certificate (RFC 7435); in clear where it is not. */
  Opportunistic,
  /** TLS with a certificate that is valid for the name of the server; otherwise nothing is sent. */
  Required
}
