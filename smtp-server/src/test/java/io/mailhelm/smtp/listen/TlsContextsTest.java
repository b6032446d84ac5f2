package io.mailhelm.smtp.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.Domain.Outbound;
import io.mailhelm.config.Listener.Auth;
import io.mailhelm.config.Listener.Tls;
import io.mailhelm.smtp.fake.TestConfig;
import io.mailhelm.smtp.fake.WireClient;
import io.mailhelm.smtp.live.LiveConfig;
import io.mailhelm.smtp.observe.Observer;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.Test;

/** The sessions of strangers, which a context keeps. */
class TlsContextsTest {
  private final ByteBuffer toServer = ByteBuffer.allocate(64 << 10);
  private final ByteBuffer toClient = ByteBuffer.allocate(64 << 10);

  @Test
  void keepsFewSessionsForAnHour() throws Exception {
    var config =
        new TestConfig()
            .listener("submissions", Tls.Implicit, Auth.Required)
            .domain("example.com", Outbound.Capture)
            .certificates()
            .build();
    var live = new LiveConfig(config, List.of(), Clock.systemUTC(), Observer.NONE);
    var server = new TlsContexts().engine(live.current().certificates());
    shake(client(), server);
    var sessions = server.getSession().getSessionContext();
    assertThat(sessions.getSessionCacheSize()).isBetween(1, 100);
    assertThat(sessions.getSessionTimeout()).isBetween(1, 3_600);
  }

  private static SSLEngine client() throws Exception {
    var context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new WireClient.TrustAnybody()}, null);
    var engine = context.createSSLEngine("mail.example.com", 465);
    engine.setUseClientMode(true);
    return engine;
  }

  private void shake(SSLEngine client, SSLEngine server) throws SSLException {
    client.beginHandshake();
    server.beginHandshake();
    while (isShaking(client) || isShaking(server)) {
      step(client, toClient, toServer);
      step(server, toServer, toClient);
    }
  }

  private static boolean isShaking(SSLEngine engine) {
    return engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING;
  }

  private static void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
    switch (engine.getHandshakeStatus()) {
      case NEED_TASK -> engine.getDelegatedTask().run();
      case NEED_WRAP -> engine.wrap(ByteBuffer.allocate(0), out);
      default -> {
        in.flip();
        engine.unwrap(in, ByteBuffer.allocate(64 << 10));
        in.compact();
      }
    }
  }
}
