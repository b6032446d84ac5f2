package io.mailhelm.config;

/** The purpose of a DNS record; the names are used in resources and metrics. */
public enum RecordPurpose {
  /** A and AAAA of the host name (RFC 1035 §3.4.1, RFC 3596 §2.1). */
  Address,
  /** MX of the domain (RFC 5321 §5.1). */
  Mx,
  /** Who may send as the domain (RFC 7208). */
  Spf,
  /** A key that verifiers need (RFC 6376 §3.6.2.1); one record for each key. */
  Dkim,
  /** What receivers should do with mail that fails (RFC 7489 §6.1). */
  Dmarc,
  /** The name of an address that mail comes from; it must lead back there (RFC 1912 §2.1). */
  Ptr,
  /** The name in EHLO, which must lead to the server's address (RFC 5321 §4.1.1.1). */
  Helo,
  /** {@code _mta-sts} and the host of the policy (RFC 8461 §3). */
  MtaSts,
  /** {@code _smtp._tls}: where TLS failures are reported to (RFC 8460 §3). */
  TlsReporting,
  /** SRV of submission (RFC 6186 §3.1, RFC 8314 §5.1). */
  Submission,
  /** Hosts that mail programs ask for their settings. */
  Autoconfig,
  /** DANE (RFC 7672), where the zone is signed. */
  Tlsa,
  /** Who may issue certificates (RFC 8659). */
  Caa
}
