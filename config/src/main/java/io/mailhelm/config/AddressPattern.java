package io.mailhelm.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;

/**
 * A pattern of addresses, as policies list them: {@code name@example.com}, {@code *@example.com}
 * (everybody there), {@code *@*.example.com} (everybody in any name below it, not in itself),
 * {@code news-*@example.com} (one star, anywhere in the local part), and {@code *} (everybody).
 * {@code @example.com}, {@code example.com} and {@code *.example.com} are short for {@code
 * *@example.com} and {@code *@*.example.com}. Upper and lower case are the same. Matching takes
 * time in proportion to the address.
 */
public final class AddressPattern implements Comparable<AddressPattern> {
  private static final String EVERYTHING = "*";

  private final String before;
  private final String after;
  private final boolean starred;
  private final String domain;

  private AddressPattern(String localPart, String domain) {
    int star = localPart.indexOf('*');
    this.starred = star >= 0;
    this.before = starred ? localPart.substring(0, star) : localPart;
    this.after = starred ? localPart.substring(star + 1) : "";
    this.domain = domain;
  }

  /**
   * @throws IllegalArgumentException with what to write, where it is none
   */
  @JsonCreator
  public static AddressPattern of(String text) {
    if (text.equals(EVERYTHING)) {
      return new AddressPattern(EVERYTHING, EVERYTHING);
    }
    int at = text.lastIndexOf('@');
    var localPart = at <= 0 ? EVERYTHING : LocalPart.canonical(text.substring(0, at));
    if (localPart.indexOf('*') != localPart.lastIndexOf('*')) {
      throw new IllegalArgumentException("has more than one * before the @");
    }
    if (localPart.indexOf('*') >= 0 && localPart.indexOf('@') >= 0) {
      throw new IllegalArgumentException("has more than one @"); // nobody would be denied by it
    }
    var domain = domain(text.substring(at + 1));
    if (localPart.indexOf('*') < 0) {
      if (domain.startsWith(EVERYTHING)) {
        return new AddressPattern(localPart, domain);
      }
      return new AddressPattern(
          Mailbox.of(text.substring(0, at) + "@" + domain).canonical().localPart(), domain);
    }
    return new AddressPattern(localPart, domain);
  }

  private static String domain(String text) {
    return text.startsWith("*.")
        ? "*." + DomainName.of(text.substring(2)).ascii()
        : DomainName.of(text).ascii();
  }

  /** Whether an address is one of these. */
  public boolean matches(Mailbox address) {
    return matchesDomain(address.domain().ascii())
        && matchesLocalPart(address.canonical().localPart());
  }

  private boolean matchesDomain(String name) {
    return domain.equals(EVERYTHING)
        || (domain.startsWith("*.")
            ? name.endsWith(domain.substring(1)) && name.length() >= domain.length()
            : name.equals(domain));
  }

  private boolean matchesLocalPart(String localPart) {
    return starred
        ? localPart.length() >= before.length() + after.length()
            && localPart.startsWith(before)
            && localPart.endsWith(after)
        : localPart.equals(before);
  }

  /** The domain that all of these addresses are in; empty where they are in several. */
  public Optional<DomainName> onlyDomain() {
    return domain.startsWith(EVERYTHING) ? Optional.empty() : Optional.of(DomainName.of(domain));
  }

  /** In full, domains as A-labels: equal patterns have equal texts. */
  @JsonValue
  @Override
  public String toString() {
    if (domain.equals(EVERYTHING)) {
      return EVERYTHING;
    }
    return before + (starred ? "*" : "") + after + "@" + domain;
  }

  @Override
  public int compareTo(AddressPattern other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AddressPattern pattern && pattern.toString().equals(toString());
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }
}
