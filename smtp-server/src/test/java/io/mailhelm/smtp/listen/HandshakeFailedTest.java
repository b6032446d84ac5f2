package io.mailhelm.smtp.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mailhelm.config.Domain.Outbound;
import io.mailhelm.config.Listener.Auth;
import io.mailhelm.config.Listener.Tls;
import io.mailhelm.smtp.fake.RunningServer;
import io.mailhelm.smtp.fake.TestCertificate;
import io.mailhelm.smtp.fake.TestConfig;
import io.mailhelm.smtp.observe.Event;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

/** A client that cannot agree on TLS is gone, and the log says why. */
class HandshakeFailedTest {
  private static RunningServer server() {
    return new RunningServer(
        new TestConfig()
            .listener("submissions", Tls.Implicit, Auth.Required)
            .domain("example.com", Outbound.Capture)
            .key(TestCertificate.of("tls/example-com", "mail.example.com")));
  }

  private static String reason(Consumer<SSLParameters> change)
      throws IOException, GeneralSecurityException {
    var context = SSLContext.getInstance("TLS");
    context.init(null, null, null);
    try (var server = server()) {
      try (var socket =
          (SSLSocket)
              context
                  .getSocketFactory()
                  .createSocket(InetAddress.getLoopbackAddress(), server.port("submissions"))) {
        var parameters = socket.getSSLParameters();
        change.accept(parameters);
        socket.setSSLParameters(parameters);
        assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
      }
      await().until(() -> !server.events(Event.Disconnected.class).isEmpty());
      return server.events(Event.Disconnected.class).getFirst().reason();
    }
  }

  @Test
  void aClientThatKnowsRsaOnlyIsToldOfInTheLog() throws Exception {
    for (var protocol : List.of("TLSv1.3", "TLSv1.2")) {
      assertThat(
              reason(
                  parameters -> {
                    parameters.setProtocols(new String[] {protocol});
                    parameters.setSignatureSchemes(
                        new String[] {"rsa_pss_rsae_sha256", "rsa_pkcs1_sha256"});
                  }))
          .as(protocol)
          .startsWith("TLS handshake: ")
          .contains("name a certificate with an RSA key");
    }
  }

  @Test
  void aServerNameThatIsNoHostNameIsToldOfInTheLog() throws Exception {
    for (var name : List.of("mail.example.com.", "mail_1.example.com")) {
      assertThat(reason(parameters -> parameters.setServerNames(List.of(new Raw(name)))))
          .as(name)
          .startsWith("TLS handshake: the client asks for a server name that is no host name");
    }
  }

  private static final class Raw extends SNIServerName {
    Raw(String name) {
      super(0, name.getBytes(StandardCharsets.US_ASCII));
    }
  }
}
