package io.mailhelm.smtp.api.http;

import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import java.util.List;

/**
 * The HTTP options of both API ports: HTTP/1.1 and nothing else (ADR 20). Neither the preface of
 * HTTP/2 (RFC 9113 §3.4), nor {@code Upgrade: h2c}, nor ALPN opens anything else.
 */
final class Http1 {
  /** Octets of a request line. */
  static final int LONGEST_LINE = 8 << 10;

  /** Octets of all header fields; Vert.x answers 431. */
  static final int LONGEST_HEADER = 20 << 10;

  private Http1() {}

  static void only(HttpServerOptions options) {
    options
        .setHttp2ClearTextEnabled(false)
        .setUseAlpn(false)
        .setAlpnVersions(List.of(HttpVersion.HTTP_1_1))
        .setMaxInitialLineLength(LONGEST_LINE)
        .setMaxHeaderSize(LONGEST_HEADER);
  }
}
