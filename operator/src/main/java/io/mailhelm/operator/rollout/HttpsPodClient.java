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

/** Asks pods over HTTPS, and trusts only the authority of each server. */
public final class HttpsPodClient implements PodClient {
  private static final Duration CONNECT = Duration.ofSeconds(1);
  private static final Duration ANSWER = Duration.ofSeconds(3);
  private static final int AUTHORITIES = 1000;
  private static final int MAX_OCTETS = 1 << 20;

  private final ObjectMapper json = new ObjectMapper();

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

  private <T> T read(Target target, String path, Class<T> type)
      throws IOException, InterruptedException {
    var answer = json.readValue(get(target, path), type);
    if (answer == null) {
      throw new IOException("it answers null");
    }
    return answer;
  }

  private byte[] get(Target target, String path) throws IOException, InterruptedException {
    var host = target.address().contains(":") ? "[" + target.address() + "]" : target.address();
    var request =
        HttpRequest.newBuilder(URI.create("https://%s:%d%s".formatted(host, target.port(), path)));
    try {
      request.header("Authorization", "Bearer " + target.token());
    } catch (IllegalArgumentException e) {
      throw new IOException("its token is none that can be sent");
    }
    var answer = whole(client(target.authority()), request.build());
    if (answer.statusCode() != 200) {
      throw new IOException("it answers %d".formatted(answer.statusCode()));
    }
    return answer.body();
  }

  /**
   * Reads the whole answer within the time limit: a request's own timeout covers only the headers.
   */
  private static HttpResponse<byte[]> whole(HttpClient client, HttpRequest request)
      throws IOException, InterruptedException {
    var answer =
        client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_OCTETS));
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
