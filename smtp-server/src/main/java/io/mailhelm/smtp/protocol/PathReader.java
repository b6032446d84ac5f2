package io.mailhelm.smtp.protocol;

import io.mailhelm.config.DomainName;
import io.mailhelm.config.IpLiteral;
import io.mailhelm.config.LocalPart;
import io.mailhelm.config.Mailbox;
import java.net.InetAddress;

/**
 * Parses the paths of MAIL and RCPT (RFC 5321 §4.1.2). Source routes are read and dropped (appendix
 * C); address literals are kept.
 */
final class PathReader {
  private static final int MAX_PATH = 256; // RFC 5321 §4.5.3.1.3, with its brackets
  private static final ReversePath NULL = new ReversePath.Null();
  private static final ForwardPath POSTMASTER = new ForwardPath.Postmaster();

  /** Stands for a literal where only the local part is looked at. */
  private static final String ANY_DOMAIN = "literal.invalid";

  private PathReader() {}

  /** Where the path that starts at {@code text[from]} with {@code <} ends, after its {@code >}. */
  static int end(String text, int from) throws SyntaxException {
    if (from >= text.length() || text.charAt(from) != '<') {
      throw new SyntaxException(Replies.PATH_NEEDS_BRACKETS);
    }
    boolean quoted = false;
    for (int i = from + 1; i < text.length(); i++) {
      switch (text.charAt(i)) {
        case '"' -> quoted = !quoted;
        case '\\' -> i += quoted ? 1 : 0;
        case '>' -> {
          if (!quoted) {
            return checkedLength(from, i + 1);
          }
        }
        default -> {}
      }
    }
    throw new SyntaxException(Replies.PATH_NEEDS_BRACKETS);
  }

  private static int checkedLength(int from, int end) throws SyntaxException {
    if (end - from > MAX_PATH) {
      throw new SyntaxException(Replies.PATH_TOO_LONG);
    }
    return end;
  }

  /** The reverse-path between the brackets. */
  static ReversePath reverse(String inner) throws SyntaxException {
    if (inner.isEmpty()) {
      return NULL;
    }
    return switch (split(withoutRoute(inner), Replies.BAD_SENDER_SYNTAX)) {
      case Local(String localPart, String literal) when isLiteral(literal) -> {
        var host = literal(localPart, literal, Replies.BAD_SENDER_SYNTAX);
        yield new ReversePath.AtLiteral(atLiteral(localPart, host));
      }
      case Local(String localPart, String domain) ->
          new ReversePath.Address(mailbox(localPart, domain, Replies.BAD_SENDER_SYNTAX));
    };
  }

  /** The forward-path between the brackets. */
  static ForwardPath forward(String inner) throws SyntaxException {
    if (inner.equalsIgnoreCase("postmaster")) {
      return POSTMASTER;
    }
    return switch (split(withoutRoute(inner), Replies.BAD_RECIPIENT_SYNTAX)) {
      case Local(String localPart, String literal) when isLiteral(literal) -> {
        var host = literal(localPart, literal, Replies.BAD_RECIPIENT_SYNTAX);
        yield new ForwardPath.AtLiteral(localPart, host, atLiteral(localPart, host));
      }
      case Local(String localPart, String domain) ->
          new ForwardPath.Address(mailbox(localPart, domain, Replies.BAD_RECIPIENT_SYNTAX));
    };
  }

  private record Local(String localPart, String domain) {}

  private static boolean isLiteral(String domain) {
    return domain.startsWith("[");
  }

  /** RFC 5321 appendix C: {@code @a,@b:} before the mailbox is accepted and ignored. */
  private static String withoutRoute(String inner) {
    return inner.startsWith("@") ? inner.substring(inner.indexOf(':') + 1) : inner;
  }

  private static Local split(String address, Reply otherwise) throws SyntaxException {
    if (address.startsWith("\"")) {
      var quoted =
          LocalPart.quoted(address)
              .filter(it -> address.startsWith("@", it.end()))
              .orElseThrow(() -> new SyntaxException(otherwise));
      return new Local(quoted.text(), address.substring(quoted.end() + 1));
    }
    int at = address.indexOf('@');
    if (at <= 0 || !LocalPart.isDotString(address.substring(0, at))) {
      throw new SyntaxException(otherwise);
    }
    return new Local(address.substring(0, at), address.substring(at + 1));
  }

  /** RFC 5321 §4.1.2: a Domain ends with a label, whatever other readers of names let pass. */
  private static Mailbox mailbox(String localPart, String domain, Reply otherwise)
      throws SyntaxException {
    if (domain.endsWith(".")) {
      throw new SyntaxException(otherwise);
    }
    try {
      return new Mailbox(localPart, DomainName.of(domain));
    } catch (IllegalArgumentException e) {
      throw new SyntaxException(otherwise);
    }
  }

  private static InetAddress literal(String localPart, String bracketed, Reply otherwise)
      throws SyntaxException {
    mailbox(localPart, ANY_DOMAIN, otherwise);
    if (!bracketed.endsWith("]")) {
      throw new SyntaxException(otherwise);
    }
    var inner = bracketed.substring(1, bracketed.length() - 1);
    boolean v6 = inner.regionMatches(true, 0, "IPv6:", 0, 5);
    return (v6 ? IpLiteral.v6(inner.substring(5)) : IpLiteral.v4(inner))
        .orElseThrow(() -> new SyntaxException(otherwise));
  }

  private static String atLiteral(String localPart, InetAddress host) {
    var address = host.getHostAddress();
    var tag = host.getAddress().length == 4 ? "" : "IPv6:";
    var written = new Mailbox(localPart, DomainName.of(ANY_DOMAIN)).toString();
    return written.substring(0, written.length() - ANY_DOMAIN.length()) + '[' + tag + address + ']';
  }
}
