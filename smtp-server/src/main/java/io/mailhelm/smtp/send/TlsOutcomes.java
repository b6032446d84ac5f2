package io.mailhelm.smtp.send;

/**
 * Receives the results of TLS with each server of a recipient's domain, in the terms of RFC 8460
 * §4.3, so that TLS reports can be made of them. Thread-safe; it must not block for long.
 */
public interface TlsOutcomes {
  /** Ignores the results. */
  TlsOutcomes IGNORED =
      new TlsOutcomes() {
        @Override
        public void secured(String domain, Policy policy, String host) {}

        @Override
        public void failed(
            String domain, Policy policy, String host, Result result, String detail) {}
      };

  /** What the recipient's domain asks for (RFC 8460 §4.2). */
  enum Policy {
    /** DANE. */
    TLSA,
    /** MTA-STS. */
    STS,
    /** Nothing. */
    NO_POLICY_FOUND
  }

  /** What went wrong (RFC 8460 §4.3). */
  enum Result {
    STARTTLS_NOT_SUPPORTED,
    CERTIFICATE_HOST_MISMATCH,
    CERTIFICATE_EXPIRED,
    CERTIFICATE_NOT_TRUSTED,
    VALIDATION_FAILURE,
    TLSA_INVALID,
    DNSSEC_INVALID,
    DANE_REQUIRED,
    STS_POLICY_FETCH_ERROR,
    STS_POLICY_INVALID,
    STS_WEBPKI_INVALID;

    /** As reports spell it, such as {@code certificate-expired}. */
    public String wire() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * A connection is under TLS as the policy wants it.
   *
   * @param domain the recipient's
   * @param host the server
   */
  void secured(String domain, Policy policy, String host);

  /**
   * A connection is not under TLS as the policy wants it, or what the domain publishes about it is
   * of no use.
   *
   * @param host the server; empty where it is about the domain
   * @param detail one line, for people
   */
  void failed(String domain, Policy policy, String host, Result result, String detail);
}
