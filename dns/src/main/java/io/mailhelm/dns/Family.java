package io.mailhelm.dns;

/** Which kind of address. */
public enum Family {
  /** A (RFC 1035 §3.4.1). */
  V4,
  /** AAAA (RFC 3596 §2.1). */
  V6
}
