package io.mailhelm.smtp.api.http;

import io.mailhelm.smtp.api.ApiException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * Refuses requests that foreign web pages send through a visitor's browser. A page can make its
 * visitor's browser ask a server on the visitor's machine; the browser says so in {@code Origin}
 * (RFC 6454 §7), and a name that was made to point here (DNS rebinding) is in {@code Host}.
 */
final class OriginCheck {
  private OriginCheck() {}

  /**
   * @param loopbackOnly whether a Host that is not loopback is refused: where no credentials are
   *     asked, the name is all there is to tell our user from a page the user looks at
   * @throws ApiException 403
   */
  static void check(HttpServerRequest request, boolean loopbackOnly) {
    var authority = Optional.ofNullable(request.authority());
    if (loopbackOnly && authority.filter(OriginCheck::isLoopback).isEmpty()) {
      throw ApiException.forbidden(
          "In development mode the host must be localhost, 127.0.0.1 or [::1].");
    }
    var origin = request.getHeader("Origin");
    if (origin != null && !isOwn(origin, authority, request.isSSL() ? 443 : 80)) {
      throw ApiException.forbidden("This API does not take requests from web pages of elsewhere.");
    }
  }

  private static boolean isOwn(String origin, Optional<HostAndPort> authority, int defaultPort) {
    try {
      var from = URI.create(origin);
      return from.getHost() != null
          && authority
              .filter(own -> from.getHost().equalsIgnoreCase(own.host()))
              .filter(own -> port(from) == (own.port() < 0 ? defaultPort : own.port()))
              .isPresent();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static int port(URI origin) {
    if (origin.getPort() >= 0) {
      return origin.getPort();
    }
    return "https".equals(origin.getScheme()) ? 443 : 80;
  }

  private static boolean isLoopback(HostAndPort authority) {
    var host = authority.host().toLowerCase(Locale.ROOT);
    // With the last dot it is the same name (RFC 1034 §3.1), and nobody else's (RFC 6761 §6.3).
    if (host.equals("localhost") || host.equals("localhost.")) {
      return true;
    }
    try {
      return InetAddress.ofLiteral(unbracketed(host)).isLoopbackAddress();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String unbracketed(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }
}
