package io.mailhelm.compiler;

import io.mailhelm.config.Cidr;
import io.mailhelm.config.DomainName;
import io.mailhelm.config.Mailbox;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/**
 * Reads the fields of one resource whose values are used in DNS records; lists are null where not
 * declared.
 */
final class DnsFields {
  private static final String MAILTO = "mailto:";

  /**
   * Characters that need no encoding in a URI (RFC 3986 §2.2, §2.3), without those that separate or
   * end the URIs of a record (RFC 7489 §6.3).
   */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._~+$&'*=-]+");

  /** Four numbers, or colons: Java accepts 10.1 as an address too, and nobody means one by it. */
  private static final Pattern LITERAL =
      Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  private final SpecFields fields;

  DnsFields(SpecFields fields) {
    this.fields = fields;
  }

  /** IP literals that a record or a connection can have. */
  List<String> addresses(String path, List<String> texts) {
    return each(path, texts, this::address);
  }

  private Optional<String> address(String path, String text) {
    var address = literal(text);
    if (address.isEmpty()) {
      fields.invalid(
          path,
          "'%s' is not the IP address of a host: write e.g. 192.0.2.1 or 2001:db8::1"
              .formatted(text));
    }
    return address.map(InetAddress::getHostAddress);
  }

  /** A host's address, without a zone, which would mean something on this machine only. */
  static Optional<InetAddress> literal(String text) {
    try {
      var address = InetAddress.ofLiteral(text);
      return !LITERAL.matcher(text).matches()
              || address.isAnyLocalAddress()
              || address.isMulticastAddress()
          ? Optional.empty()
          : Optional.of(address);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  List<DomainName> domains(String path, List<String> texts) {
    return each(path, texts, fields::domain);
  }

  /** CIDRs whose hosts may send: never everyone. */
  List<Cidr> senders(String path, List<String> texts) {
    return fields.trusted(path, texts, "lets them all send as you: name the hosts that do").stream()
        .distinct()
        .toList();
  }

  /** Mail addresses. */
  List<String> mailboxes(String path, List<String> texts) {
    return each(path, texts, this::mailbox);
  }

  /** Mail addresses, with or without {@code mailto:}, and {@code https:} URIs (RFC 8460 §3). */
  List<String> reports(String path, List<String> texts) {
    return each(path, texts, this::report);
  }

  private Optional<String> report(String path, String text) {
    if (text.regionMatches(true, 0, MAILTO, 0, MAILTO.length())) {
      return mailbox(path, text.substring(MAILTO.length()));
    }
    return text.contains(":") ? https(path, text) : mailbox(path, text);
  }

  private Optional<String> mailbox(String path, String text) {
    try {
      var mailbox = Mailbox.of(text);
      if (PLAIN.matcher(mailbox.localPart()).matches()) {
        return Optional.of(mailbox.toString());
      }
    } catch (IllegalArgumentException e) {
      // Falls through to the same words.
    }
    fields.invalid(
        path,
        "'%s' is not a mail address that fits into a record: write e.g. reports@example.com"
            .formatted(text));
    return Optional.empty();
  }

  private Optional<String> https(String path, String text) {
    try {
      var uri = new URI(text);
      // RFC 8460 §3: these three are to be encoded.
      if ("https".equalsIgnoreCase(uri.getScheme())
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && text.chars().noneMatch(c -> c == ',' || c == '!' || c == ';')) {
        return Optional.of(uri.toASCIIString());
      }
    } catch (URISyntaxException e) {
      // Falls through to the same words.
    }
    fields.invalid(
        path,
        "'%s' takes no reports: write e.g. tls@example.com or https://reports.example.com/tls"
            .formatted(text));
    return Optional.empty();
  }

  private static <T> List<T> each(
      String path, List<String> texts, BiFunction<String, String, Optional<T>> read) {
    var list = Objects.requireNonNullElse(texts, List.<String>of());
    var values = new ArrayList<T>();
    for (int i = 0; i < list.size(); i++) {
      read.apply("%s[%d]".formatted(path, i), list.get(i)).ifPresent(values::add);
    }
    return values.stream().distinct().toList();
  }
}
