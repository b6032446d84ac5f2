package io.mailhelm.smtp.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * One attempt to deliver, in the peer's own words.
 *
 * @param at when it began
 * @param took until its outcome was known
 * @param outcome what it came to
 * @param host the name of the server that answered or should have; empty when none was found
 * @param address its address and port, such as {@code 192.0.2.1:25}; empty when it was not reached
 * @param tls the protocol and whether the certificate was verified and how, such as {@code TLSv1.3
 *     unverified}; or why there was none
 * @param code the reply code; 0 when no server said it
 * @param enhanced the enhanced status code (RFC 3463), the peer's or what its reply comes to
 * @param text the reply's text, or what went wrong, at most {@value #MAX_TEXT} characters
 * @param refusesAddress whether the server refused this very address: for good, in answer to RCPT,
 *     with an enhanced code that it wrote itself
 * @param inferred whether {@code enhanced} is ours: the server wrote none before its text, so that
 *     who quotes it leaves that out
 */
public record Attempt(
    Instant at,
    Duration took,
    Outcome outcome,
    String host,
    String address,
    String tls,
    int code,
    String enhanced,
    String text,
    boolean refusesAddress,
    boolean inferred) {
  /** More of a peer's words is cut off. */
  public static final int MAX_TEXT = 1_000;

  /** An attempt that says nothing of the address itself. */
  public Attempt(
      Instant at,
      Duration took,
      Outcome outcome,
      String host,
      String address,
      String tls,
      int code,
      String enhanced,
      String text) {
    this(at, took, outcome, host, address, tls, code, enhanced, text, false, false);
  }

  /** The outcome of an attempt. */
  public enum Outcome {
    /** The peer has it. */
    DELIVERED,
    /** Not now (4yz, or nobody there). */
    DEFERRED,
    /** Never (5yz). */
    FAILED
  }

  public Attempt {
    Objects.requireNonNull(at);
    Objects.requireNonNull(took);
    Objects.requireNonNull(outcome);
    Objects.requireNonNull(host);
    Objects.requireNonNull(address);
    Objects.requireNonNull(tls);
    Objects.requireNonNull(enhanced);
    if (text.length() > MAX_TEXT) {
      text = text.substring(0, MAX_TEXT);
    }
  }
}
