package io.mailhelm.dns.spf;

import java.util.List;
import java.util.Optional;

/** A domain-spec of a record: a domain that may contain macros (RFC 7208 §7.1). */
public final class DomainSpec {
  private final String text;
  private final List<MacroPart> parts;

  private DomainSpec(String text, List<MacroPart> parts) {
    this.text = text;
    this.parts = parts;
  }

  static DomainSpec read(String text, String term) throws SpfSyntaxException {
    return new DomainSpec(text, MacroReader.domain(text, term));
  }

  List<MacroPart> parts() {
    return parts;
  }

  /** The text as it is written. */
  public String text() {
    return text;
  }

  /**
   * The name, where it is the same for every client.
   *
   * @param domain the domain of the record
   * @return without the last dot; empty where there are macros of the client
   */
  public Optional<String> name(String domain) {
    boolean isSame =
        parts.stream()
            .allMatch(
                part ->
                    switch (part) {
                      case MacroPart.Literal literal -> true;
                      case MacroPart.Expansion expansion -> expansion.letter() == 'd';
                    });
    return isSame ? Optional.of(Macros.name(parts, letter -> domain)) : Optional.empty();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DomainSpec that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
