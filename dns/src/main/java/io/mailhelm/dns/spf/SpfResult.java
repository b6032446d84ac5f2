package io.mailhelm.dns.spf;

/** The result of an evaluation (RFC 7208 §2.6). */
public enum SpfResult {
  /** There is no record, or the name cannot have one. */
  None,
  /** The domain says nothing of this client. */
  Neutral,
  /** The client may send. */
  Pass,
  /** The client may not send. */
  Fail,
  /** The client probably may not send. */
  SoftFail,
  /** It is unknown now. */
  TempError,
  /** The record, or one it leads to, cannot be read, or asks for too much. */
  PermError
}
