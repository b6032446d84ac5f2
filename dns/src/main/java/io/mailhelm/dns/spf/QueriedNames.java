package io.mailhelm.dns.spf;

/** Checks names that come from macros or from outside before they are looked up. */
final class QueriedNames {
  private static final int MAX_NAME = 253;
  private static final int MAX_LABEL = 63; // RFC 1035 §2.3.4

  private QueriedNames() {}

  /**
   * Whether the name could exist in the DNS. One that could not is not looked up and matches
   * nothing; a local part that is not ASCII makes such names, too (RFC 8616 §4).
   */
  static boolean canExist(String name) {
    if (name.isEmpty() || name.length() > MAX_NAME || !SpfCharacters.isPlain(name)) {
      return false;
    }
    for (var label : name.split("\\.", -1)) {
      if (label.isEmpty() || label.length() > MAX_LABEL) {
        return false;
      }
    }
    return true;
  }

  /** Whether a domain may be asked for a record (RFC 7208 §4.3); address literals may not. */
  static boolean canHaveRecord(String domain) {
    return canExist(domain) && domain.indexOf('.') >= 0 && !domain.startsWith("[");
  }

  /** The name in the form for look-ups, where a backslash would begin an escape. */
  static String asked(String name) {
    return name.replace("\\", "\\\\");
  }

  static String withoutDot(String name) {
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }
}
