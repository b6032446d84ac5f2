package io.mailhelm.smtp.protocol;

import io.mailhelm.config.DomainName;
import io.mailhelm.config.LocalPart;
import io.mailhelm.config.Mailbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Parses the addresses of a From field (RFC 5322 §3.4, §3.6.2). Sender policies decide by them, so
 * it is strict: of a field that it does not understand as a whole it gives none.
 */
public final class FromField {
  private final String text;
  private int at;

  private FromField(String text) {
    this.text = text;
  }

  /** Every address in {@code field}; empty when it is not a list of mailboxes. */
  public static Optional<List<Mailbox>> addresses(String field) {
    return new FromField(field).list();
  }

  private Optional<List<Mailbox>> list() {
    var addresses = new ArrayList<Mailbox>();
    while (true) {
      var address = mailbox();
      if (address.isEmpty()) {
        return Optional.empty();
      }
      addresses.add(address.get());
      if (at == text.length()) {
        return Optional.of(addresses);
      }
      at++; // the comma
    }
  }

  /** One mailbox up to a comma or the end: {@code phrase <address>} or {@code address}. */
  private Optional<Mailbox> mailbox() {
    var outside = new StringBuilder();
    var angle = Optional.<String>empty();
    boolean bareAddress = false;
    while (at < text.length() && text.charAt(at) != ',') {
      char c = text.charAt(at);
      boolean read =
          switch (c) {
            case '"' -> angle.isEmpty() && quoted(outside);
            case '(' -> comment();
            case '<' -> {
              // a reader may take what stands outside the brackets for the address
              var inner = angle.isPresent() || bareAddress ? Optional.<String>empty() : angle();
              angle = inner;
              yield inner.isPresent();
            }
            case '>', ')', ';' -> false;
            default -> {
              outside.append(c);
              at++;
              bareAddress |= c == '@';
              yield angle.isEmpty() || c == ' ' || c == '\t';
            }
          };
      if (!read) {
        return Optional.empty();
      }
    }
    return address(angle.orElseGet(() -> outside.toString().strip()));
  }

  private boolean quoted(StringBuilder into) {
    int start = at++;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '\\') {
        at++;
      } else if (c == '"') {
        into.append(text, start, at);
        return true;
      }
    }
    return false;
  }

  private boolean comment() {
    int depth = 0;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '\\') {
        at++;
      } else if (c == '(') {
        depth++;
      } else if (c == ')' && --depth == 0) {
        return true;
      }
    }
    return false;
  }

  private Optional<String> angle() {
    int start = ++at;
    boolean quoted = false;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '\\' && quoted) {
        at++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == '>' && !quoted) {
        return Optional.of(text.substring(start, at - 1).strip());
      }
    }
    return Optional.empty();
  }

  private static Optional<Mailbox> address(String address) {
    int sign = address.lastIndexOf('@');
    if (sign <= 0) {
      return Optional.empty();
    }
    var local = address.substring(0, sign);
    if (!local.startsWith("\"")) {
      return isPlain(local) ? mailbox(local, address.substring(sign + 1)) : Optional.empty();
    }
    return LocalPart.quoted(local)
        .filter(quoted -> quoted.end() == local.length())
        .flatMap(quoted -> mailbox(quoted.text(), address.substring(sign + 1)));
  }

  private static Optional<Mailbox> mailbox(String local, String domain) {
    try {
      return Optional.of(new Mailbox(local, DomainName.of(domain)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static boolean isPlain(String local) {
    return local.chars().noneMatch(c -> c <= 0x20 || "\"(),:;<>@[\\]".indexOf(c) >= 0);
  }
}
