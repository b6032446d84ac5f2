package io.mailhelm.smtp.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailhelm.smtp.api.ApiKeys;
import io.mailhelm.smtp.fake.TestCertificate;
import io.mailhelm.smtp.fake.WireClient;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Collections;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The APIs agree to what the other ports agree to, though another library serves them. */
class AgreedTlsTest {
  private final ApiKeys keys = new ApiKeys(TestCertificate.of("api", "localhost"));
  private final HttpServerOptions options = new HttpServerOptions();
  private final Vertx vertx = Vertx.vertx();
  private HttpServer server;

  @BeforeEach
  void serve() throws Exception {
    ManagementTls.with(keys, options);
    server =
        vertx
            .createHttpServer(options)
            .requestHandler(request -> request.response().end())
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(30, TimeUnit.SECONDS);
  }

  @AfterEach
  void end() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private void shake(Consumer<SSLParameters> change) throws Exception {
    var context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new WireClient.TrustAnybody()}, null);
    var address = InetAddress.getLoopbackAddress();
    try (var socket =
        (SSLSocket) context.getSocketFactory().createSocket(address, server.actualPort())) {
      socket.setSoTimeout(30_000);
      var parameters = socket.getSSLParameters();
      change.accept(parameters);
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      assertThat(socket.getSession().getProtocol()).startsWith("TLSv1.");
    }
  }

  private void assertRefused(Consumer<SSLParameters> change) {
    assertThatThrownBy(() -> shake(change)).isInstanceOf(IOException.class);
  }

  @Test
  void everyClientThatIsNotOldIsServed() throws Exception {
    shake(parameters -> {});
    shake(parameters -> parameters.setProtocols(new String[] {"TLSv1.2"}));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ffdhe2048", "ffdhe8192"})
  void nothingIsComputedInAFiniteField(String group) {
    assertRefused(parameters -> parameters.setNamedGroups(new String[] {group}));
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void thousandsOfNamesAreNotKept(String protocol) {
    var names = Collections.nCopies(1_000, "ecdsa_secp256r1_sha256").toArray(String[]::new);
    assertRefused(
        parameters -> {
          parameters.setProtocols(new String[] {protocol});
          parameters.setSignatureSchemes(names);
        });
  }

  @Test
  void fewSessionsAreKept() throws Exception {
    var copied = new HttpServerOptions(options).getSslEngineOptions(); // as Vert.x does
    var sessions =
        copied
            .sslContextFactory()
            .keyMananagerFactory(KeyCertOptions.wrap(keys).getKeyManagerFactory(vertx))
            .create()
            .sessionContext();
    assertThat(sessions.getSessionCacheSize()).isBetween(1, 100);
    assertThat(sessions.getSessionTimeout()).isBetween(1, 3_600);
  }
}
