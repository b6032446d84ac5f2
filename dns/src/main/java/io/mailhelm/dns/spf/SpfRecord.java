package io.mailhelm.dns.spf;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An SPF record that can be read (RFC 7208 §4.6). Pure.
 *
 * @param terms in their order; one {@link SpfTerm.Redirect} and one {@link SpfTerm.Explanation} at
 *     most
 */
public record SpfRecord(List<SpfTerm> terms) {
  private static final String VERSION = "v=spf1";

  /** The most problems that are reported: once ten are repaired the rest is shown. */
  private static final int MAX_PROBLEMS = 10;

  public SpfRecord {
    terms = List.copyOf(terms);
  }

  /** The result of reading. */
  public sealed interface Reading {}

  /** The record can be read. */
  public record Readable(SpfRecord record) implements Reading {}

  /**
   * The record cannot be read, and is a PermError for every client.
   *
   * @param problems what is wrong, one sentence each; one or more
   */
  public record Malformed(List<String> problems) implements Reading {
    public Malformed {
      problems = List.copyOf(problems);
    }
  }

  /**
   * Whether a TXT record is an SPF record: {@code v=spf1} alone or with a space (RFC 7208 §4.5).
   */
  public static boolean isSpf(String text) {
    return text.regionMatches(true, 0, VERSION, 0, VERSION.length())
        && (text.length() == VERSION.length() || text.charAt(VERSION.length()) == ' ');
  }

  /**
   * Reads the whole record: errors count wherever they are (RFC 7208 §4.6).
   *
   * @param text the strings of a TXT record, joined
   */
  public static Reading read(String text) {
    if (!isSpf(text)) {
      return new Malformed(List.of("it does not begin with 'v=spf1' and a space"));
    }
    if (!SpfCharacters.isPlain(text)) {
      return new Malformed(
          List.of("'" + SpfCharacters.shown(text) + "' has characters other than printable ASCII"));
    }
    var terms = new ArrayList<SpfTerm>();
    var problems = new ArrayList<String>();
    for (var word : text.substring(VERSION.length()).split(" ")) {
      if (!word.isEmpty()) {
        try {
          terms.add(TermReader.read(word));
        } catch (SpfSyntaxException e) {
          problems.add(e.getMessage());
        }
      }
    }
    // RFC 7208 §6
    if (terms.stream().filter(SpfTerm.Redirect.class::isInstance).count() > 1) {
      problems.add("'redirect=' may be there once only");
    }
    if (terms.stream().filter(SpfTerm.Explanation.class::isInstance).count() > 1) {
      problems.add("'exp=' may be there once only");
    }
    return problems.isEmpty()
        ? new Readable(new SpfRecord(terms))
        : new Malformed(problems.stream().limit(MAX_PROBLEMS).toList());
  }

  /** Mechanisms with their qualifiers, in their order. */
  public List<SpfTerm.Directive> directives() {
    return terms.stream()
        .filter(SpfTerm.Directive.class::isInstance)
        .map(SpfTerm.Directive.class::cast)
        .toList();
  }

  /** The qualifier of {@code all}, for all other clients; empty without {@code all}. */
  public Optional<Qualifier> all() {
    return directives().stream()
        .filter(directive -> directive.mechanism() instanceof SpfMechanism.All)
        .map(SpfTerm.Directive::qualifier)
        .findFirst();
  }

  /**
   * The domain whose record counts where nothing here matches. It has no effect beside {@code all}
   * (RFC 7208 §6.1).
   */
  public Optional<DomainSpec> redirect() {
    return terms.stream()
        .filter(SpfTerm.Redirect.class::isInstance)
        .map(term -> ((SpfTerm.Redirect) term).target())
        .findFirst();
  }

  /** Where the domain explains a failure. */
  public Optional<DomainSpec> explanation() {
    return terms.stream()
        .filter(SpfTerm.Explanation.class::isInstance)
        .map(term -> ((SpfTerm.Explanation) term).target())
        .findFirst();
  }
}
