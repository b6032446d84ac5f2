package io.mailhelm.smtp.api.http;

import io.mailhelm.smtp.wire.TlsAlgorithms;
import io.netty.handler.ssl.DelegatingSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslProvider;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.spi.tls.DefaultSslContextFactory;
import io.vertx.core.spi.tls.SslContextFactory;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/** Gives the APIs the TLS algorithms of all other ports; Vert.x has no options for that. */
final class AgreedTls extends JdkSSLEngineOptions {
  @Override
  public JdkSSLEngineOptions copy() {
    return new AgreedTls();
  }

  @Override
  public SslContextFactory sslContextFactory() {
    return new Bounded();
  }

  private static final class Bounded extends DefaultSslContextFactory {
    Bounded() {
      super(SslProvider.JDK, false);
    }

    @Override
    public SslContext create() throws SSLException {
      var made = super.create();
      TlsAlgorithms.bound(made.sessionContext());
      return new DelegatingSslContext(made) {
        @Override
        protected void initEngine(SSLEngine engine) {
          TlsAlgorithms.accept(engine);
        }
      };
    }
  }
}
