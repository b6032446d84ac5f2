package io.mailhelm.dns.spf;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads one term of a record (RFC 7208 §4.6.1, §12). Pure. */
final class TermReader {
  /** A modifier: a name and {@code =} before any {@code :} or {@code /}. */
  private static final Pattern MODIFIER = Pattern.compile("([A-Za-z][A-Za-z0-9._-]*)=(.*)");

  private static final Pattern NAME_END = Pattern.compile("[:/]");

  /** Prefix lengths at the end of {@code a} and {@code mx}; names may contain slashes, too. */
  private static final Pattern LENGTHS = Pattern.compile("(?:/([0-9]+))?(?://([0-9]+))?$");

  private TermReader() {}

  static SpfTerm read(String term) throws SpfSyntaxException {
    var modifier = MODIFIER.matcher(term);
    return modifier.matches()
        ? modifier(modifier.group(1).toLowerCase(Locale.ROOT), modifier.group(2), term)
        : directive(term);
  }

  private static SpfTerm modifier(String name, String value, String term)
      throws SpfSyntaxException {
    return switch (name) {
      case "redirect" -> new SpfTerm.Redirect(DomainSpec.read(value, term));
      case "exp" -> new SpfTerm.Explanation(DomainSpec.read(value, term));
      default -> {
        MacroReader.any(value, term); // its syntax counts all the same
        yield new SpfTerm.Unknown(name, value);
      }
    };
  }

  private static SpfTerm directive(String term) throws SpfSyntaxException {
    for (var qualifier : Qualifier.values()) {
      if (term.charAt(0) == qualifier.sign()) {
        return new SpfTerm.Directive(qualifier, mechanism(term.substring(1), term));
      }
    }
    return new SpfTerm.Directive(Qualifier.Pass, mechanism(term, term));
  }

  private static SpfMechanism mechanism(String text, String term) throws SpfSyntaxException {
    var end = NAME_END.matcher(text);
    int at = end.find() ? end.start() : text.length();
    var rest = text.substring(at);
    return switch (text.substring(0, at).toLowerCase(Locale.ROOT)) {
      case "all" -> {
        if (!rest.isEmpty()) {
          throw SpfSyntaxException.of(term, "'all' stands alone");
        }
        yield new SpfMechanism.All();
      }
      case "include" -> new SpfMechanism.Include(DomainSpec.read(argument(rest, term), term));
      case "exists" -> new SpfMechanism.Exists(DomainSpec.read(argument(rest, term), term));
      case "ip4" -> new SpfMechanism.Addresses(AddressBlock.v4(argument(rest, term), term));
      case "ip6" -> new SpfMechanism.Addresses(AddressBlock.v6(argument(rest, term), term));
      case "ptr" -> new SpfMechanism.Ptr(target(rest, term));
      case "a" -> new SpfMechanism.A(target(withoutLengths(rest), term), lengths(rest, term));
      case "mx" -> new SpfMechanism.Mx(target(withoutLengths(rest), term), lengths(rest, term));
      case "redirect", "exp" -> throw SpfSyntaxException.of(term, "it is written with '='");
      default ->
          throw SpfSyntaxException.of(
              term,
              "there is no such mechanism (there are all, include, a, mx, ptr, ip4, ip6 and exists)");
    };
  }

  private static String argument(String rest, String term) throws SpfSyntaxException {
    if (!rest.startsWith(":")) {
      throw SpfSyntaxException.of(term, "it needs ':' and what it is about");
    }
    return rest.substring(1);
  }

  private static Optional<DomainSpec> target(String rest, String term) throws SpfSyntaxException {
    return rest.isEmpty()
        ? Optional.empty()
        : Optional.of(DomainSpec.read(argument(rest, term), term));
  }

  private static String withoutLengths(String rest) {
    return LENGTHS.matcher(rest).replaceFirst("");
  }

  private static PrefixLengths lengths(String rest, String term) throws SpfSyntaxException {
    var lengths = LENGTHS.matcher(rest);
    if (!lengths.find()) {
      return PrefixLengths.WHOLE;
    }
    var v4 = lengths.group(1);
    var v6 = lengths.group(2);
    return new PrefixLengths(
        v4 == null ? 32 : PrefixLengths.read(v4, 32, term),
        v6 == null ? 128 : PrefixLengths.read(v6, 128, term));
  }
}
