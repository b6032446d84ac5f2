package io.mailhelm.operator.it;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/**
 * {@code GET /config} and below over HTTPS, with the certificate and for the token that its pod
 * mounts.
 */
final class PlayedServer {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final char[] NO_PASSWORD = {};

  private final InetSocketAddress address;
  private final PlayedConfig config;
  private volatile Map<String, Map<String, byte[]>> mounts;
  private Optional<HttpsServer> listening = Optional.empty();

  PlayedServer(
      String address, int port, Map<String, Map<String, byte[]>> mounts, PlayedConfig config) {
    this.address = new InetSocketAddress(InetAddress.ofLiteral(address), port);
    this.mounts = mounts;
    this.config = config;
  }

  /** What is mounted now; with another certificate it listens anew. */
  void mounts(Map<String, Map<String, byte[]>> now) {
    var before = mounts.get("api-tls").get("tls.crt");
    mounts = now;
    if (!Arrays.equals(before, now.get("api-tls").get("tls.crt"))) {
      listen(false);
    }
  }

  void listen(boolean whether) {
    if (whether && listening.isEmpty()) {
      listening = Optional.of(start());
    } else if (!whether) {
      listening.ifPresent(server -> server.stop(0));
      listening = Optional.empty();
    }
  }

  private HttpsServer start() {
    try {
      var server = HttpsServer.create(address, 0);
      server.setHttpsConfigurator(new HttpsConfigurator(tls(mounts.get("api-tls"))));
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.createContext("/config", this::answer);
      server.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(address.toString(), e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("what d-api-tls holds cannot be used", e);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var token = new String(mounts.get("token").get("token"), StandardCharsets.UTF_8);
      if (!("Bearer " + token).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        exchange.sendResponseHeaders(401, -1);
        return;
      }
      if (new CountDownLatch(1).await(config.delay().toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("nobody counts it down");
      }
      var mailboxes = exchange.getRequestURI().getPath().equals("/config/mailboxes");
      var answer = mailboxes ? config.mailboxes().answer() : config.answer();
      var body = JSON.writeValueAsBytes(answer);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static SSLContext tls(Map<String, byte[]> pem) throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    store.setKeyEntry("server", key(pem.get("tls.key")), NO_PASSWORD, chain(pem.get("tls.crt")));
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, NO_PASSWORD);
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private static Certificate[] chain(byte[] pem) throws GeneralSecurityException {
    return CertificateFactory.getInstance("X.509")
        .generateCertificates(new ByteArrayInputStream(pem))
        .toArray(new Certificate[0]);
  }

  private static PrivateKey key(byte[] pem) throws IOException {
    try (var parser = new PEMParser(new StringReader(new String(pem, StandardCharsets.US_ASCII)))) {
      return new JcaPEMKeyConverter().getPrivateKey((PrivateKeyInfo) parser.readObject());
    }
  }
}
