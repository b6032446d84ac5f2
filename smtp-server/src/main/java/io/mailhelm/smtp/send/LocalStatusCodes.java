package io.mailhelm.smtp.send;

import io.mailhelm.smtp.protocol.PeerReply;
import java.util.List;
import java.util.Locale;

/**
 * Enhanced status codes for outcomes that no server gave a code for (RFC 3463, and IANA's registry,
 * RFC 5248).
 */
final class LocalStatusCodes {
  static final String NO_SUCH_DOMAIN = "5.1.2"; // RFC 3463 §3.2
  static final String BAD_RECIPIENT = "5.1.3"; // RFC 3463 §3.2
  static final String BAD_SENDER = "5.1.7"; // RFC 3463 §3.2
  static final String NULL_MX = "5.1.10"; // RFC 7505 §4.2
  static final String TOO_LARGE = "5.3.4"; // RFC 3463 §3.4
  static final String LOCAL_FAULT = "4.3.0"; // RFC 3463 §3.4
  static final String DIRECTORY = "4.4.3"; // RFC 3463 §3.5
  static final String NO_ROUTE = "5.4.4"; // RFC 3463 §3.5
  static final String NO_ROUTE_YET = "4.4.4"; // RFC 3463 §3.5: the same, as long as that may change
  static final String LOOP = "5.4.6"; // RFC 3463 §3.5
  static final String NO_CONNECTION = "4.4.1"; // RFC 3463 §3.5
  static final String LOST_CONNECTION = "4.4.2"; // RFC 3463 §3.5
  static final String NETWORK = "4.4.0"; // RFC 3463 §3.5
  static final String PROTOCOL = "4.5.0"; // RFC 3463 §3.6
  static final String NEEDS_8BIT = "5.6.3"; // RFC 3463 §3.7
  static final String NEEDS_UTF8 = "5.6.7"; // RFC 6531 §3.5
  static final String TLS = "4.7.0"; // RFC 3463 §3.8
  static final String NEEDS_TLS = "4.7.10"; // RFC 5248 §2.4: encryption needed
  static final String LOGIN = "4.7.8"; // RFC 4954 §6
  static final String NEEDS_REQUIRETLS = "5.7.30"; // RFC 8689 §5

  private static final List<String> UNKNOWN_COMMAND =
      List.of("unknown command", "unrecognized", "unrecognised", "not implemented", "bdat");

  private LocalStatusCodes() {}

  /** Whether a code says that a login, or another one, is needed (RFC 4954 §6). */
  static boolean asksForLogin(int code) {
    return code == 530 || code == 534 || code == 535 || code == 538;
  }

  /**
   * Whether a reply says that a command is not known, or nothing is known of it (RFC 5321 §4.2.4,
   * §4.3.2); some servers say so with codes of other meanings.
   */
  static boolean isUnknownCommand(PeerReply reply) {
    var words = reply.text().toLowerCase(Locale.ROOT);
    return reply.code() >= 500 && reply.code() <= 504
        || reply.isPermanentFailure() && UNKNOWN_COMMAND.stream().anyMatch(words::contains);
  }

  /**
   * What the code of a reply without one means (RFC 5321 §4.2.3, RFC 5248). None of them says
   * anything of a recipient's address: 550, 551 and 553 are said of much else, and what follows
   * from a code about an address is not to follow from a guess (RFC 3463 §3.1: undefined).
   */
  static String enhanced(int code) {
    return switch (code) {
      case 421 -> "4.3.2";
      case 450 -> "4.2.0";
      case 451 -> "4.3.0";
      case 452 -> "4.3.1";
      case 454 -> "4.7.0";
      case 455, 555 -> code / 100 + ".5.4";
      case 500 -> "5.5.2";
      case 501, 504 -> "5.5.4";
      case 502, 503 -> "5.5.1";
      case 521 -> "5.3.2";
      case 530 -> "5.7.0";
      case 535 -> "5.7.8";
      case 552 -> "5.2.2";
      default -> code / 100 + ".0.0";
    };
  }
}
