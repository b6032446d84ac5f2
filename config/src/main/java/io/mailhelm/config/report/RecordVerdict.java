package io.mailhelm.config.report;

/** How an observed record compares with the expected one. */
public enum RecordVerdict {
  /** It is as expected, or stronger. */
  Match,
  /** There is none; a name server said so. */
  Missing,
  /** There is one, and it means something else. */
  Mismatch,
  /** There is one that should not be there. */
  Extra,
  /** It is unknown, because there was no answer, or none that can be trusted. */
  Error,
  /** It is not known here what it should be. */
  Unknown
}
