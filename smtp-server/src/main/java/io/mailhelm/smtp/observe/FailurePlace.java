package io.mailhelm.smtp.observe;

import java.util.Locale;

/** Where the server itself can fail. */
public enum FailurePlace {
  /** After a message was durable. */
  AFTER_COMMIT,
  API,
  /** What is done of the queue from time to time. */
  CHORES,
  CONFIG,
  /** A connection, before or after its session. */
  CONNECTION,
  /** The watch over deadlines of connections. */
  DEADLINE,
  DELIVERY,
  /** Keys that rotate, on a laptop. */
  DKIM,
  /** The look at a domain's DNS, on a laptop. */
  DNS,
  /** The end of what was held too long. */
  EXPIRY,
  /** The declarations of a laptop. */
  FOLDER,
  LISTENER,
  PROBES,
  QUEUE,
  /** Success reports for who asked for them. */
  RECEIPT,
  /** A report on a delivery. */
  REPORT,
  SESSION,
  STORE,
  WEB;

  /** What the log says, with more where there is more to say. */
  String words(String detail) {
    var words = name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return detail.isEmpty() ? words : words + " " + detail;
  }

  /** What the metrics call it: the first of the words. */
  String label() {
    return words("").split(" ")[0];
  }
}
