package io.mailhelm.smtp.observe;

/** The formats of a log line. */
public enum LogFormat {
  /** For people: time, level, what happened, then {@code name=value}. */
  TEXT,
  /** For machines: one JSON object a line. */
  JSON
}
