package io.mailhelm.smtp.sign;

import java.util.ArrayList;
import java.util.List;

/**
 * Decides which fields are signed: those that say who, to whom, what and when, as RFC 6376 §5.4.1
 * advises. Never those that change on the way or are removed: Return-Path, Received, Bcc, trace.
 */
final class SignedFields {
  /**
   * Signed once more than they occur, so that none can be added (RFC 6376 §5.4.2). Reply-To is one
   * of them, Sender is not: mailing lists set it, and nobody reads it.
   */
  private static final List<String> SEALED =
      List.of(
          "From",
          "To",
          "Cc",
          "Subject",
          "Date",
          "Message-ID",
          "Reply-To",
          "In-Reply-To",
          "References",
          "MIME-Version",
          "Content-Type",
          "Content-Transfer-Encoding");

  /** Signed as often as they occur. RFC 8058 §4 wants the List-Unsubscribe fields covered. */
  private static final List<String> COVERED =
      List.of(
          "Sender",
          "Content-Disposition",
          "Content-ID",
          "Content-Description",
          "Content-Language",
          "Auto-Submitted",
          "Resent-Date",
          "Resent-From",
          "Resent-Sender",
          "Resent-To",
          "Resent-Cc",
          "Resent-Message-ID",
          "List-Id",
          "List-Help",
          "List-Unsubscribe",
          "List-Unsubscribe-Post",
          "List-Subscribe",
          "List-Post",
          "List-Owner",
          "List-Archive",
          "TLS-Required",
          "Feedback-ID");

  private SignedFields() {}

  /** The names for the {@code h=} tag, in the order they are hashed. */
  static List<String> names(HeaderFields fields) {
    var names = new ArrayList<String>(32);
    for (var name : SEALED) {
      add(names, name, fields.count(lower(name)) + 1);
    }
    for (var name : COVERED) {
      add(names, name, fields.count(lower(name)));
    }
    return names;
  }

  /** The same fields, each once, in that order and in lower case. */
  static List<String> order() {
    return ORDER;
  }

  private static final List<String> ORDER = order(SEALED, COVERED);

  private static List<String> order(List<String> sealed, List<String> covered) {
    var order = new ArrayList<String>(sealed.size() + covered.size());
    sealed.forEach(name -> order.add(lower(name)));
    covered.forEach(name -> order.add(lower(name)));
    return List.copyOf(order);
  }

  private static void add(List<String> names, String name, int times) {
    for (int i = 0; i < times; i++) {
      names.add(name);
    }
  }

  private static String lower(String name) {
    return name.toLowerCase(java.util.Locale.ROOT);
  }
}
