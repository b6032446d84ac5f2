package io.mailhelm.dns.inspect;

import java.util.HexFormat;

/** Tells whether a name answers only because of a wildcard record (RFC 1034 §4.3.3). */
final class Wildcard {
  private Wildcard() {}

  /**
   * A sentence where it does; otherwise empty.
   *
   * @param labels the labels below the domain
   */
  static String note(String labels, InspectionContext look) {
    return below(labels + "." + look.domain().domain(), look);
  }

  /** The same for names directly below the domain. */
  static String below(InspectionContext look) {
    return below(look.domain().domain().ascii(), look);
  }

  private static String below(String parent, InspectionContext look) {
    // a name nobody has, and the same in each report, so that the answer may be remembered
    var nobodys = "no-such-name-" + HexFormat.of().toHexDigits(parent.hashCode());
    var name = nobodys + "." + parent;
    return name.length() > 253 || look.dns().txt(name).found().isEmpty()
        ? ""
        : "A wildcard answers for every name below %s.".formatted(parent);
  }
}
