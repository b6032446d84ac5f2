package io.mailhelm.cli.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.mailhelm.config.KeyPem;
import io.mailhelm.keys.Certificates;
import io.mailhelm.keys.PemPair;
import io.mailhelm.smtp.live.TlsIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A management API that says what it is told to, and keeps what it was asked. */
public final class CannedServer implements AutoCloseable {
  private static final char[] NO_PASSWORD = {};
  private static final PemPair AUTHORITY = Certificates.authority("test", Instant.now());
  private static final Answer UNKNOWN = new Answer(404, "{\"detail\":\"There is no such thing.\"}");

  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  private record Answer(int status, String body) {}

  private CannedServer(HttpServer server) {
    this.server = server;
    server.createContext("/", this::answer);
    server.start();
  }

  /** In clear. */
  public static CannedServer http() throws IOException {
    return new CannedServer(HttpServer.create(anyPort(), 0));
  }

  /** With a certificate of {@link #authority} for these names. */
  public static CannedServer https(String... names) throws Exception {
    var server = HttpsServer.create(anyPort(), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls(certificate(names))));
    return new CannedServer(server);
  }

  /** PEM. */
  public static String authority() {
    return AUTHORITY.certificate();
  }

  /** One of the authority for these names. */
  public static PemPair certificate(String... names) {
    return Certificates.issue(AUTHORITY, new LinkedHashSet<>(List.of(names)), Instant.now());
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
  }

  private static SSLContext tls(PemPair pem) throws IOException, GeneralSecurityException {
    var identity = TlsIdentity.of(new KeyPem("test", pem.certificate(), pem.privateKey()));
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    store.setKeyEntry("server", identity.key(), NO_PASSWORD, identity.chain());
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, NO_PASSWORD);
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  /** From now on this question is answered so. */
  public CannedServer says(String question, int status, String body) {
    answers.put(question, new Answer(status, body));
    return this;
  }

  /** From now on this question is answered so. */
  public CannedServer says(String question, String body) {
    return says(question, 200, body);
  }

  /** Every question, with its body and its credentials. */
  public List<String> asked() {
    return asked;
  }

  public int port() {
    return server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var question = exchange.getRequestMethod() + " " + exchange.getRequestURI();
      var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      var token = exchange.getRequestHeaders().getFirst("Authorization");
      asked.add(question + (body.isEmpty() ? "" : " " + body) + (token == null ? "" : " " + token));
      var answer = answers.getOrDefault(question, UNKNOWN);
      var octets = answer.body().getBytes(UTF_8);
      exchange.sendResponseHeaders(answer.status(), octets.length == 0 ? -1 : octets.length);
      exchange.getResponseBody().write(octets);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
