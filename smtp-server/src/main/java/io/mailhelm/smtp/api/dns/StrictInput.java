package io.mailhelm.smtp.api.dns;

import io.mailhelm.config.DomainName;
import io.mailhelm.smtp.api.ApiException;
import java.net.InetAddress;
import java.util.Optional;

/**
 * Parses the input of callers strictly; what cannot be parsed is answered with 422 that says what
 * to write.
 */
final class StrictInput {
  private StrictInput() {}

  /** A body, which has to be there. */
  static <T> T body(T read) {
    return Optional.ofNullable(read)
        .orElseThrow(() -> ApiException.badRequest("The body must be one JSON object."));
  }

  /** A domain. */
  static DomainName domain(String field, Optional<String> text) {
    var name =
        text.map(String::strip)
            .filter(any -> !any.isEmpty())
            .orElseThrow(
                () ->
                    ApiException.unprocessable(
                        field, "'%s' must be a domain, such as example.com.".formatted(field)));
    try {
      return DomainName.of(name);
    } catch (IllegalArgumentException e) {
      throw ApiException.unprocessable(field, e.getMessage() + ".");
    }
  }

  /** A name below a domain, which may be too long to be one. */
  static DomainName below(String field, String labels, DomainName domain) {
    return domain(field, Optional.of(labels + "." + domain.ascii()));
  }

  /** An address, never a name that would have to be looked up. */
  static InetAddress address(String field, String text) {
    try {
      return InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException e) {
      throw ApiException.unprocessable(
          field, "'%s' must be an IP address, such as 192.0.2.1 or 2001:db8::1.".formatted(field));
    }
  }
}
