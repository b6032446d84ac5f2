package io.mailhelm.smtp.protocol;

import io.mailhelm.config.DomainName;
import io.mailhelm.config.IpLiteral;
import io.mailhelm.config.Mailbox;
import java.net.InetAddress;

/**
 * Reads and writes the paths of MAIL and RCPT (RFC 5321 §4.1.2). Source routes are read and dropped
 * (appendix C); address literals are kept.
 */
final class Paths {
  private static final int MAX_PATH = 256; // RFC 5321 §4.5.3.1.3, with its brackets
  private static final ReversePath NULL = new ReversePath.Null();
  private static final ForwardPath POSTMASTER = new ForwardPath.Postmaster();

  /** Stands for a literal where only the local part is looked at. */
  private static final String ANY_DOMAIN = "literal.invalid";

  private Paths() {}

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
        var host = literal(literal, Replies.BAD_SENDER_SYNTAX);
        mailbox(localPart, ANY_DOMAIN, Replies.BAD_SENDER_SYNTAX);
        yield new ReversePath.AtLiteral(quote(localPart) + "@[" + tag(host) + "]");
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
        var host = literal(literal, Replies.BAD_RECIPIENT_SYNTAX);
        mailbox(localPart, ANY_DOMAIN, Replies.BAD_RECIPIENT_SYNTAX);
        yield new ForwardPath.AtLiteral(localPart, host, quote(localPart) + "@[" + tag(host) + "]");
      }
      case Local(String localPart, String domain) ->
          new ForwardPath.Address(mailbox(localPart, domain, Replies.BAD_RECIPIENT_SYNTAX));
    };
  }

  /** {@code local@domain}, the local part quoted where the grammar wants it. */
  static String write(Mailbox mailbox) {
    return quote(mailbox.localPart()) + "@" + mailbox.domain();
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
      return quoted(address, otherwise);
    }
    int at = address.indexOf('@');
    if (at <= 0 || at == address.length() - 1 || !isDotString(address, at)) {
      throw new SyntaxException(otherwise);
    }
    return new Local(address.substring(0, at), address.substring(at + 1));
  }

  private static Local quoted(String address, Reply otherwise) throws SyntaxException {
    var local = new StringBuilder();
    for (int i = 1; i < address.length() - 1; i++) {
      char c = address.charAt(i);
      if (c == '"') {
        if (address.charAt(i + 1) != '@') {
          break;
        }
        return new Local(local.toString(), address.substring(i + 2));
      }
      if (c == '\\') {
        i++;
      }
      local.append(address.charAt(i));
    }
    throw new SyntaxException(otherwise);
  }

  private static boolean isDotString(String address, int end) {
    boolean atom = false;
    for (int i = 0; i < end; i++) {
      char c = address.charAt(i);
      if (c == '.') {
        if (!atom) {
          return false;
        }
        atom = false;
      } else if (isAtext(c)) {
        atom = true;
      } else {
        return false;
      }
    }
    return atom;
  }

  /** RFC 5322 §3.2.3, and UTF-8 by RFC 6531 §3.3. */
  private static boolean isAtext(char c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || c >= 0x80
        || "!#$%&'*+-/=?^_`{|}~".indexOf(c) >= 0;
  }

  private static Mailbox mailbox(String localPart, String domain, Reply otherwise)
      throws SyntaxException {
    try {
      return new Mailbox(localPart, DomainName.of(domain));
    } catch (IllegalArgumentException e) {
      throw new SyntaxException(otherwise);
    }
  }

  private static InetAddress literal(String bracketed, Reply otherwise) throws SyntaxException {
    if (!bracketed.endsWith("]")) {
      throw new SyntaxException(otherwise);
    }
    var inner = bracketed.substring(1, bracketed.length() - 1);
    boolean v6 = inner.regionMatches(true, 0, "IPv6:", 0, 5);
    return (v6 ? IpLiteral.v6(inner.substring(5)) : IpLiteral.v4(inner))
        .orElseThrow(() -> new SyntaxException(otherwise));
  }

  private static String tag(InetAddress host) {
    return host.getAddress().length == 4 ? host.getHostAddress() : "IPv6:" + host.getHostAddress();
  }

  private static String quote(String localPart) {
    if (isDotString(localPart, localPart.length())) {
      return localPart;
    }
    return '"' + localPart.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
