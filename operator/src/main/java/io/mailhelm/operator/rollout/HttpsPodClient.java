package io.mailhelm.operator.rollout;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks over HTTPS, trusting each server's own authority only; its probes, which get and hold no
 * secret, over HTTP.
 */
public final class HttpsPodClient implements PodClient {
  private static final Duration CONNECT = Duration.ofSeconds(1);
  private static final Duration ANSWER = Duration.ofSeconds(3);
  private static final int AUTHORITIES = 1000;
  private static final int MAX_OCTETS = 1 << 20;

  /** What a server says of its readiness is a sentence. */
  private static final int MAX_SENTENCE = 1 << 12;

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient plain =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();

  /** Clients by authority: a TLS context takes time to make, and a client keeps connections. */
  private final Map<String, HttpClient> clients =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, HttpClient> eldest) {
              return size() > AUTHORITIES;
            }
          });

  @Override
  public PodReport config(Target target) throws IOException, InterruptedException {
    return read(target, "/config", PodReport.class);
  }

  @Override
  public PodMailboxes mailboxes(Target target, String after)
      throws IOException, InterruptedException {
    var query = after.isEmpty() ? "" : "?after=" + URLEncoder.encode(after, StandardCharsets.UTF_8);
    return read(target, "/config/mailboxes" + query, PodMailboxes.class);
  }

  @Override
  public String unready(String address, int port) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://%s:%d/readyz".formatted(host(address), port)));
    var answer = whole(plain, request.build(), MAX_SENTENCE);
    return switch (answer.statusCode()) {
      case 200 -> "";
      case 503 -> new String(answer.body(), StandardCharsets.UTF_8);
      default -> throw new IOException("it answers %d".formatted(answer.statusCode()));
    };
  }

  private <T> T read(Target target, String path, Class<T> type)
      throws IOException, InterruptedException {
    var answer = json.readValue(get(target, path), type);
    if (answer == null) {
      throw new IOException("it answers null");
    }
    return answer;
  }

  private byte[] get(Target target, String path) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(
            URI.create("https://%s:%d%s".formatted(host(target.address()), target.port(), path)));
    try {
      request.header("Authorization", "Bearer " + target.token());
    } catch (IllegalArgumentException e) {
      throw new IOException("its token is none that can be sent");
    }
    var answer = whole(client(target.authority()), request.build(), MAX_OCTETS);
    if (answer.statusCode() != 200) {
      throw new IOException("it answers %d".formatted(answer.statusCode()));
    }
    return answer.body();
  }

  private static String host(String address) {
    return address.contains(":") ? "[" + address + "]" : address;
  }

  /** The whole answer in time: a request's own timeout ends with the headers. */
  private static HttpResponse<byte[]> whole(HttpClient client, HttpRequest request, int octets)
      throws IOException, InterruptedException {
    var answer =
        client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), octets));
    try {
      return answer.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("it does not answer within %s".formatted(ANSWER), e);
    } finally {
      answer.cancel(true);
    }
  }

  private HttpClient client(String authority) throws IOException {
    var known = clients.get(authority);
    if (known != null) {
      return known;
    }
    try {
      var client =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .connectTimeout(CONNECT)
              .sslContext(SingleAuthorityTrust.context(authority))
              .build();
      clients.put(authority, client);
      return client;
    } catch (GeneralSecurityException e) {
      throw new IOException("its authority cannot be read: " + e.getMessage(), e);
    }
  }
}
