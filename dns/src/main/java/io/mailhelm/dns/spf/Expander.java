package io.mailhelm.dns.spf;

import java.time.Clock;

/** Expands macros with the values of one check (RFC 7208 §7.2). */
final class Expander {
  /** The most characters, as many as a reply to a client has room for. */
  private static final int MAX_EXPLANATION = 1_000;

  private final CheckedClient client;
  private final CheckedSender sender;
  private final Clock clock;

  Expander(CheckedClient client, CheckedSender sender, Clock clock) {
    this.client = client;
    this.sender = sender;
    this.clock = clock;
  }

  /** A name to look up, which may be one that cannot exist. */
  String name(DomainSpec spec, String domain) {
    return Macros.name(spec.parts(), letter -> value(letter, domain));
  }

  /**
   * The explanation for a client that fails; empty where it cannot be read, or contains anything
   * but printable ASCII (RFC 7208 §6.2).
   */
  String explanation(String text, String domain) {
    try {
      var parts = MacroReader.explanation(text);
      var said = Macros.text(parts, letter -> value(letter, domain));
      return !SpfCharacters.isPlain(said)
          ? ""
          : said.substring(0, Math.min(said.length(), MAX_EXPLANATION));
    } catch (SpfSyntaxException e) {
      return "";
    }
  }

  private String value(char letter, String domain) {
    return switch (letter) {
      case 's' -> sender.local() + "@" + sender.domain();
      case 'l' -> sender.local();
      case 'o' -> sender.domain();
      case 'd' -> domain;
      case 'i' -> PrintedAddress.dotted(client.octets());
      case 'p' -> client.nameFor(domain);
      case 'v' -> client.isV4() ? "in-addr" : "ip6";
      case 'h' -> sender.helo();
      case 'c' -> PrintedAddress.plain(client.octets());
      case 't' -> Long.toString(clock.instant().getEpochSecond());
      default -> "unknown"; // r: who receives the mail is not told to strangers
    };
  }
}
