package io.mailhelm.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.net.IDN;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A fully qualified domain name in its A-label form (RFC 5890), lower case, without a trailing dot,
 * at most 253 octets.
 *
 * @param ascii the name, e.g. {@code xn--bcher-kva.example}
 */
public record DomainName(@JsonValue String ascii) implements Comparable<DomainName> {
  private static final int MAX_NAME = 253; // RFC 1035 §2.3.4, without the root
  private static final int MAX_LABEL = 63; // RFC 1035 §2.3.4

  /**
   * ß, ς, ZERO WIDTH JOINER and NON-JOINER: IDNA2003 and IDNA2008 turn these into different names.
   */
  private static final Pattern DEVIATION = Pattern.compile("[\u00df\u03c2\u200c\u200d]");

  public DomainName {
    if (ascii.isEmpty() || ascii.length() > MAX_NAME) {
      throw tooLong(ascii);
    }
    // Two of these are read for every message, so the labels are scanned by hand.
    for (int from = 0; from <= ascii.length(); ) {
      int dot = ascii.indexOf('.', from);
      int end = dot < 0 ? ascii.length() : dot;
      if (!isLabel(ascii, from, end)) {
        throw new IllegalArgumentException(
            "'%s' in '%s' is not a domain label: use 1 to 63 letters, digits and inner hyphens"
                .formatted(ascii.substring(from, end), ascii));
      }
      from = end + 1;
    }
  }

  /**
   * Reads a name as people write it: any case, U-labels or A-labels, with or without a trailing
   * dot.
   *
   * @throws IllegalArgumentException with a sentence fit for the person who wrote it
   */
  @JsonCreator
  public static DomainName of(String text) {
    var name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    if (Ascii.isLower(name)) {
      return new DomainName(name);
    }
    if (name.length() > MAX_NAME) { // before work is spent on its labels
      throw tooLong(name);
    }
    if (DEVIATION.matcher(name).find()) {
      throw new IllegalArgumentException(
          "'%s' has a character that IDNA2003 and IDNA2008 encode differently: write its A-label (xn--…)"
              .formatted(text));
    }
    try {
      return new DomainName(IDN.toASCII(name).toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'%s' is not a domain name: %s".formatted(text, e.getMessage()), e);
    }
  }

  private static IllegalArgumentException tooLong(String name) {
    return new IllegalArgumentException(
        "a domain name has 1 to %d characters, not %d".formatted(MAX_NAME, name.length()));
  }

  /** The name as people read it (U-labels). */
  public String unicode() {
    return IDN.toUnicode(ascii);
  }

  /** Whether this is {@code zone} or a name below it. */
  public boolean isWithin(DomainName zone) {
    return equals(zone) || ascii.endsWith("." + zone.ascii);
  }

  /** This name and every name above it, the longest first: of a.b.c also b.c and c. */
  public Stream<DomainName> andAbove() {
    return Stream.iterate(
        this,
        Objects::nonNull,
        name -> {
          var dot = name.ascii.indexOf('.');
          return dot < 0 ? null : new DomainName(name.ascii.substring(dot + 1));
        });
  }

  @Override
  public int compareTo(DomainName other) {
    return ascii.compareTo(other.ascii);
  }

  @Override
  public String toString() {
    return ascii;
  }

  private static boolean isLabel(String text, int from, int end) {
    if (end == from
        || end - from > MAX_LABEL
        || text.charAt(from) == '-'
        || text.charAt(end - 1) == '-') {
      return false;
    }
    for (int i = from; i < end; i++) {
      char c = text.charAt(i);
      if (!(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '_' || c == '-')) {
        return false;
      }
    }
    return true;
  }
}
