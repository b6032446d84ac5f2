package io.mailhelm.smtp.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.smtp.api.ApiKeys;
import io.mailhelm.smtp.fake.TestCertificate;
import io.netty.buffer.ByteBufAllocator;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import org.junit.jupiter.api.Test;

/** The APIs agree to what the other ports agree to, though another library serves them. */
class AgreedTlsTest {
  @Test
  void curvesAloneAndFewSessions() throws Exception {
    var keys = new ApiKeys(TestCertificate.of("api", "localhost"));
    var options = new HttpServerOptions();
    Encryption.with(keys, options);
    var copied = new HttpServerOptions(options).getSslEngineOptions(); // as Vert.x does
    var context =
        copied
            .sslContextFactory()
            .keyMananagerFactory(KeyCertOptions.wrap(keys).getKeyManagerFactory(null))
            .create();
    assertThat(context.sessionContext().getSessionCacheSize()).isEqualTo(32);
    assertThat(context.sessionContext().getSessionTimeout()).isEqualTo(3_600);
    var parameters = context.newEngine(ByteBufAllocator.DEFAULT).getSSLParameters();
    assertThat(parameters.getNamedGroups()).containsExactly("x25519", "secp256r1", "secp384r1");
    assertThat(parameters.getCipherSuites())
        .isNotEmpty()
        .noneMatch(suite -> suite.startsWith("TLS_DHE_"));
  }
}
