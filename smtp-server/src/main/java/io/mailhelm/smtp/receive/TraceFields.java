package io.mailhelm.smtp.receive;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/**
 * Makes the fields that stand before a stored message: Return-Path and Received (RFC 5321 §4.4).
 *
 * <p>Return-Path fields that the message brought along stay where they are, below ours: the stored
 * message is octet for octet what was sent, so that its signatures hold, and readers take the
 * first.
 */
final class TraceFields {
  /** The field that names the recipients a redirected message was for, in lower case. */
  static final String REDIRECTED_FOR = "x-mailhelm-redirected-for";

  /** The field that names what the content checks found, in lower case. */
  static final String CONTENT_WARNING = "x-mailhelm-content-warning";

  private static final int MOST_NAMED = 100;
  private final ReceivedDate dates = new ReceivedDate();

  /**
   * How a message came in.
   *
   * @param helo what the client called itself; empty when it came through the API
   * @param protocol for {@code with}: a transmission type of RFC 3848 or 6531
   * @param security its TLS, told in a comment
   * @param host our name
   */
  record Hop(
      String helo, InetAddress peer, String host, String protocol, ConnectionSecurity security) {}

  /** A date as fields have it. */
  String date(Instant at) {
    return dates.of(at);
  }

  /**
   * The fields, each ended by CRLF.
   *
   * @param more fields to stand behind them, each ended so too
   */
  byte[] fields(Hop hop, Envelope envelope, String id, Instant receivedAt, String more) {
    var text = new StringBuilder(320);
    text.append("Return-Path: <").append(envelope.from().text()).append(">\r\n");
    text.append("Received: from ");
    if (hop.helo().isEmpty()) {
      literal(text, hop.peer());
    } else {
      text.append(hop.helo()).append(" (");
      literal(text, hop.peer());
      text.append(')');
    }
    text.append("\r\n\tby ").append(hop.host()).append(" with ").append(hop.protocol());
    if (hop.security().isTls()) {
      text.append(" (").append(hop.security().protocol()).append(' ');
      text.append(hop.security().cipher()).append(')');
    }
    text.append("\r\n\tid ").append(id);
    var recipient = envelope.onlyRecipient();
    if (!recipient.isEmpty()) {
      text.append(" for <").append(recipient).append('>');
    }
    text.append(";\r\n\t").append(dates.of(receivedAt)).append("\r\n");
    redirectedFor(text, envelope.redirectedFor());
    text.append(more);
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** A line for each of the first {@value #MOST_NAMED}; how many more there are. */
  private static void redirectedFor(StringBuilder text, List<String> addresses) {
    if (addresses.isEmpty()) {
      return;
    }
    var named = addresses.stream().limit(MOST_NAMED).toList();
    text.append("X-Mailhelm-Redirected-For: ").append(String.join(",\r\n\t", named));
    if (addresses.size() > MOST_NAMED) {
      text.append("\r\n\t(and ").append(addresses.size() - MOST_NAMED).append(" more)");
    }
    text.append("\r\n");
  }

  /** The {@code with} of an SMTP session (RFC 3848, RFC 6531 §4.3). */
  static String protocol(boolean extended, boolean utf8, boolean tls, boolean authenticated) {
    if (!extended) {
      return "SMTP";
    }
    return (utf8 ? "UTF8SMTP" : "ESMTP") + (tls ? "S" : "") + (authenticated ? "A" : "");
  }

  private static void literal(StringBuilder text, InetAddress address) {
    text.append(address.getAddress().length == 4 ? "[" : "[IPv6:");
    var literal = address.getHostAddress();
    int zone = literal.indexOf('%'); // of a link-local peer: it means nothing elsewhere
    text.append(literal, 0, zone < 0 ? literal.length() : zone).append(']');
  }
}
