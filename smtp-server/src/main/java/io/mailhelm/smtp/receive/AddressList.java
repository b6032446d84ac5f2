package io.mailhelm.smtp.receive;

import java.util.ArrayList;
import java.util.List;

/** Splits a To or Cc field at its commas, for display only: no decision is made by it. */
final class AddressList {
  private AddressList() {}

  /** At most {@code max} addresses of {@code field}, each as it is written. */
  static List<String> split(String field, int max) {
    var addresses = new ArrayList<String>(1);
    boolean quoted = false;
    int nested = 0;
    int from = 0;
    for (int i = 0; i <= field.length() && addresses.size() < max; i++) {
      char c = i == field.length() ? ',' : field.charAt(i);
      switch (c) {
        case '"' -> quoted = !quoted;
        case '\\' -> i++;
        case '(', '<' -> nested += quoted ? 0 : 1;
        case ')', '>' -> nested -= quoted || nested == 0 ? 0 : 1;
        case ',' -> {
          if (i == field.length() || !quoted && nested == 0) {
            var address = field.substring(from, i).strip();
            if (!address.isEmpty()) {
              addresses.add(address);
            }
            from = i + 1;
          }
        }
        default -> {}
      }
    }
    if (from < field.length() && addresses.size() < max) {
      addresses.add(field.substring(from).strip()); // a backslash was its last character
    }
    return addresses;
  }
}
