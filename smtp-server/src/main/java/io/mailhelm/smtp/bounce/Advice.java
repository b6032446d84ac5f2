package io.mailhelm.smtp.bounce;

import java.util.Map;

/**
 * Gives advice on an enhanced status code: what a person can do about it (RFC 3463 §3, RFC 7505
 * §4).
 */
final class Advice {
  private static final String OTHER = "Ask the recipient, by another way, what their server wants.";
  private static final Map<String, String> EXACT =
      Map.ofEntries(
          Map.entry("1.1", "Nobody has that address there: check how it is spelled."),
          Map.entry("1.2", "That domain takes no mail: check what stands after the @."),
          Map.entry("1.3", "That is not an address: check how it is spelled."),
          Map.entry("1.6", "The mailbox has moved: ask the recipient for the new address."),
          Map.entry("1.10", "That domain takes no mail at all."),
          Map.entry("2.1", "The mailbox is not in use."),
          Map.entry("2.2", "The mailbox is full: try again later, or tell the recipient."),
          Map.entry("2.3", "The message is too large for that mailbox: send less, or a link."),
          Map.entry("3.4", "The message is too large for that server: send less, or a link."),
          Map.entry("4.1", "That server did not answer."),
          Map.entry("4.4", "No server for that domain was found: check what stands after the @."),
          Map.entry("4.6", "Two servers sent it to each other: tell the recipient's postmaster."),
          Map.entry("6.7", "That server cannot take addresses beyond ASCII: use another address."),
          Map.entry("7.10", "No connection was safe enough for what was asked of it."),
          Map.entry("7.30", "That server cannot do REQUIRETLS, which this message asks for."));

  private Advice() {}

  static String of(String status) {
    var detail = status.substring(status.indexOf('.') + 1);
    var exact = EXACT.get(detail);
    if (exact != null) {
      return exact;
    }
    return switch (detail.charAt(0)) {
      case '1' -> "Something is wrong with the address: check how it is spelled.";
      case '3', '4' -> "That is a fault on the way, not yours.";
      case '7' -> "The server refuses it as a matter of policy: its words say why.";
      default -> OTHER;
    };
  }
}
