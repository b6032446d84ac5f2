package io.mailhelm.config;

/** Whether a connection to another server must be under TLS. */
public enum TlsLevel {
  /**
   * TLS where it is offered, whatever certificate is shown (RFC 7435); in clear where it is not.
   */
  Opportunistic,
  /** TLS, with a certificate that is valid for the name of the server; else nothing is sent. */
  Required
}
