package io.mailhelm.smtp.api.http;

import io.mailhelm.smtp.api.ApiContext;
import io.mailhelm.smtp.api.ApiKeys;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Configures the management API's port: HTTP/1.1, under TLS where there are keys for it; see {@link
 * ApiPorts}.
 */
@ApplicationScoped
class ManagementTls implements HttpServerOptionsCustomizer {
  /** RFC 8996: nothing older. */
  private static final Set<String> PROTOCOLS = new LinkedHashSet<>(List.of("TLSv1.3", "TLSv1.2"));

  private final ApiContext node;

  ManagementTls(ApiContext node) {
    this.node = node;
  }

  @Override
  public void customizeHttpServer(HttpServerOptions options) {
    Http1.only(options);
    // Quarkus' own TLS server reads its keys when it starts, or by the half minute.
    node.access().keys().ifPresent(keys -> with(keys, options));
  }

  static void with(ApiKeys keys, HttpServerOptions options) {
    options
        .setSsl(true)
        .setSslEngineOptions(new AgreedTls())
        .setEnabledSecureTransportProtocols(PROTOCOLS)
        .setKeyCertOptions(KeyCertOptions.wrap(keys));
  }
}
