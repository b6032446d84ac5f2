package io.mailhelm.smtp.observe;

/** Where the server itself can fail. */
public enum FailurePlace {
  /** After a message was durable. */
  AFTER_COMMIT("after", "after commit"),
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

  private final String label;
  private final String words;

  FailurePlace() {
    label = Meters.label(this);
    words = label;
  }

  FailurePlace(String label, String words) {
    this.label = label;
    this.words = words;
  }

  /** What the metrics call it. */
  String label() {
    return label;
  }

  /** What the log says, with more where there is more to say. */
  String words(String detail) {
    return detail.isEmpty() ? words : words + " " + detail;
  }
}
