package io.mailhelm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The public web port of a laptop, by a certificate that was generated. */
class WebIT {
  private static final String HOST = "mta-sts.yourdomain.test";

  @TempDir Path work;

  @Test
  void aPolicyIsServedWhereTheWebPortIsDeclaredAndChangesWithTheFolder() throws Exception {
    try (var served = new ServedFolder(work)) {
      var declared = served.folder.resolve("domain.yaml");
      var plain = Files.readString(declared);
      Files.writeString(declared, declaring(plain, "Testing"));
      served.start("--dev");

      assertThat(policy(served.port("web"))).contains("mode: testing\r\n");
      assertThat(Files.readString(served.log)).contains("127.0.0.1:" + served.port("web"));

      Files.writeString(declared, declaring(plain, "Enforce"));
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () -> assertThat(policy(served.port("web"))).contains("mode: enforce\r\n"));
    }
  }

  @Test
  void nothingListensWhereItIsNotDeclared() throws Exception {
    try (var served = new ServedFolder(work)) {
      served.start("--dev");
      assertThat(served.port("web")).isZero();
    }
  }

  private static String declaring(String domain, String mode) {
    return domain.replace(
        "  server:\n", "  mtaSts: {mode: " + mode + "}\n  server:\n    web: {}\n");
  }

  /** Trusts what is shown, once it was shown: it is self-signed, but must be for the name. */
  private static String policy(int port) throws IOException, GeneralSecurityException {
    var shown = new X509Certificate[1];
    try (var socket = connect(new TrustManager[] {new Anyone(shown)}, port)) {
      assertThat(socket.isConnected()).isTrue();
    }
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setCertificateEntry("shown", shown[0]);
    var trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(store);
    try (var socket = connect(trust.getTrustManagers(), port)) {
      socket
          .getOutputStream()
          .write(
              "GET /.well-known/mta-sts.txt HTTP/1.1\r\nHost: %s\r\n\r\n"
                  .formatted(HOST)
                  .getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  private static SSLSocket connect(TrustManager[] trust, int port)
      throws IOException, GeneralSecurityException {
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust, null);
    var plain = new java.net.Socket(InetAddress.getLoopbackAddress(), port);
    var socket = (SSLSocket) context.getSocketFactory().createSocket(plain, HOST, port, true);
    socket.setSoTimeout(20_000);
    var parameters = socket.getSSLParameters();
    if (!(trust[0] instanceof Anyone)) {
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    }
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  /** Remembers what is shown. */
  private record Anyone(X509Certificate[] shown) implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {
      shown[0] = chain[0];
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
