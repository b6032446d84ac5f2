package io.mailhelm.smtp.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mailhelm.config.Domain.Outbound;
import io.mailhelm.config.Listener.Auth;
import io.mailhelm.config.Listener.Tls;
import io.mailhelm.smtp.fake.RunningServer;
import io.mailhelm.smtp.fake.TestAuthority;
import io.mailhelm.smtp.fake.TestConfig;
import io.mailhelm.smtp.observe.Event;
import java.io.IOException;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Collections;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client can have the server compute and keep in a handshake. */
class TlsClientsTest {
  private static final String ECDSA = "ecdsa_secp256r1_sha256";
  private static final String TOO_MANY = "more signature algorithms than there are";
  private final TestAuthority authority = new TestAuthority();
  private final SSLContext client = trusting(authority);
  private final RunningServer server =
      new RunningServer(
          new TestConfig()
              .listener("submissions", Tls.Implicit, Auth.Required)
              .domain("example.com", Outbound.Capture)
              .key(authority.key("tls/example-com", "mail.example.com")));

  @AfterEach
  void end() {
    server.close();
  }

  private static SSLContext trusting(TestAuthority authority) {
    try {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry("root", authority.root());
      var trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(store);
      var context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Shakes hands and reads the banner, behind which a ticket has come. */
  private void shake(Consumer<SSLParameters> change) throws IOException {
    var address = InetAddress.getLoopbackAddress();
    try (var socket =
        (SSLSocket) client.getSocketFactory().createSocket(address, server.port("submissions"))) {
      socket.setSoTimeout(30_000);
      var parameters = socket.getSSLParameters();
      change.accept(parameters);
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      assertThat(socket.getInputStream().read()).isEqualTo('2');
    }
  }

  private static Consumer<SSLParameters> group(String group, String protocol) {
    return parameters -> {
      parameters.setProtocols(new String[] {protocol});
      parameters.setNamedGroups(new String[] {group});
    };
  }

  private static Consumer<SSLParameters> signatures(int count) {
    return parameters ->
        parameters.setSignatureSchemes(Collections.nCopies(count, ECDSA).toArray(String[]::new));
  }

  private void assertRefused(Consumer<SSLParameters> change) {
    assertThatThrownBy(() -> shake(change)).isInstanceOf(IOException.class);
  }

  private void assertRefused(Consumer<SSLParameters> change, String reason) {
    assertRefused(change);
    await()
        .untilAsserted(
            () ->
                assertThat(server.events(Event.Disconnected.class))
                    .last()
                    .extracting(Event.Disconnected::reason)
                    .asString()
                    .contains(reason));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x25519", "secp256r1", "secp384r1"})
  void hasACurveInCommonWithEveryClient(String group) {
    assertThatCode(() -> shake(group(group, "TLSv1.3"))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ffdhe2048", "ffdhe8192"})
  void computesInNoFiniteField(String group) {
    assertRefused(group(group, "TLSv1.3"));
    assertRefused(group(group, "TLSv1.2"));
    assertRefused(
        parameters -> {
          parameters.setProtocols(new String[] {"TLSv1.2"});
          parameters.setCipherSuites(new String[] {"TLS_DHE_RSA_WITH_AES_128_GCM_SHA256"});
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void keepsNoThousandsOfNames(String protocol) {
    Consumer<SSLParameters> only = parameters -> parameters.setProtocols(new String[] {protocol});
    assertRefused(only.andThen(signatures(1_000)), TOO_MANY);
  }

  @Test
  void keepsNoneInASessionThatGoesOnEither() throws IOException {
    Consumer<SSLParameters> only = parameters -> parameters.setProtocols(new String[] {"TLSv1.3"});
    shake(only);
    assertRefused(only.andThen(signatures(1_000)), TOO_MANY);
  }

  @Test
  void readsNoEndlessHello() {
    assertRefused(signatures(5_000), "the client says more of itself than there is memory for");
  }
}
