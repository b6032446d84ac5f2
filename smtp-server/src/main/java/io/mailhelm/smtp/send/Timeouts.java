package io.mailhelm.smtp.send;

import java.time.Duration;

/**
 * The time limits towards a peer: for a whole reply, not for an octet (RFC 5321 §4.5.3.2).
 *
 * @param firstConnect until TCP is connected to a host that never took mail of ours; at most that
 * @param firstGreeting the same for its first 220, and its reply to EHLO
 * @param connect until TCP is connected
 * @param handshake until TLS is agreed
 * @param greeting for the first 220, and for the reply to EHLO
 * @param command for the replies to MAIL, RCPT, RSET and the like
 * @param data for the 354
 * @param block until a block of the message is taken
 * @param end for the reply to the end of data
 * @param quit for the reply to QUIT
 * @param idle a connection that was silent for longer is not trusted to be still there
 * @param attempt for all of an attempt, with a second more for each KiB of the message
 */
record Timeouts(
    Duration firstConnect,
    Duration firstGreeting,
    Duration connect,
    Duration handshake,
    Duration greeting,
    Duration command,
    Duration data,
    Duration block,
    Duration end,
    Duration quit,
    Duration idle,
    Duration attempt) {
  /** Those of RFC 5321 §4.5.3.2, and ours where it names none. */
  static final Timeouts STANDARD =
      new Timeouts(
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          Duration.ofMinutes(5), // RFC 5321 §4.5.3.2.1
          Duration.ofMinutes(5), // RFC 5321 §4.5.3.2.2, §4.5.3.2.3
          Duration.ofMinutes(2), // RFC 5321 §4.5.3.2.4
          Duration.ofMinutes(3), // RFC 5321 §4.5.3.2.5
          Duration.ofMinutes(10), // RFC 5321 §4.5.3.2.6
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          Duration.ofMinutes(30));

  /** Those for a host, by whether it is known. */
  Timeouts towards(boolean isKnown) {
    return isKnown
        ? this
        : new Timeouts(
            firstConnect,
            firstGreeting,
            least(connect, firstConnect),
            handshake,
            least(greeting, firstGreeting),
            command,
            data,
            block,
            end,
            quit,
            idle,
            attempt);
  }

  private static Duration least(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** For an attempt to send {@code size} octets. */
  Duration attempt(long size) {
    return attempt.plusSeconds(size >>> 10);
  }
}
