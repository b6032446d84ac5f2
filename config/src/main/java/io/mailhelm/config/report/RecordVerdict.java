package io.mailhelm.config.report;

/** How what the DNS says compares with what it should. */
public enum RecordVerdict {
  /** It says what is wanted, or something stronger. */
  Match,
  /** There is none: a name server said so. */
  Missing,
  /** There is one, and it says something else. */
  Mismatch,
  /** There is one that should not be there. */
  Extra,
  /** It cannot be told: no answer came, or none that can be believed. */
  Error,
  /** Nobody here knows what it should be. */
  Unknown
}
