package io.mailhelm.dns.spf;

/** RFC 7208 §2.6. */
public enum SpfResult {
  /** No record, or no name that could have one. */
  None,
  /** The domain says nothing of this client. */
  Neutral,
  /** It may send. */
  Pass,
  /** It may not. */
  Fail,
  /** It probably may not. */
  SoftFail,
  /** It cannot be told now. */
  TempError,
  /** The record, or one it leads to, cannot be read, or asks for too much. */
  PermError
}
