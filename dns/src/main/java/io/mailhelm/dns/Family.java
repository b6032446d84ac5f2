package io.mailhelm.dns;

/** The family of an IP address, by the type of its DNS record. */
public enum Family {
  /** A (RFC 1035 §3.4.1). */
  V4,
  /** AAAA (RFC 3596 §2.1). */
  V6
}
