package io.mailhelm.smtp.observe;

/** How a line of the log looks. */
public enum LogFormat {
  /** For people: time, level, what happened, then {@code name=value}. */
  TEXT,
  /** For machines: one JSON object a line. */
  JSON
}
