package io.mailhelm.cli.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLException;

/** A client of a management API: sends one request after the other. */
public final class ManagementClient {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CONNECT_MILLIS = 10_000;

  /** The time limit for an answer: a request that changes ten thousand deliveries takes a while. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** The status code of {@code GET /health} where no mail is accepted. */
  private static final int NO_MAIL = 503;

  /** No status code: only success counts as an answer. */
  private static final int NONE = 0;

  private static final int UNKNOWN_TOKEN = 401;
  private static final int FORBIDDEN = 403;

  private final Endpoint endpoint;
  private final ServerAdvice advice;
  private final Duration patience;

  /**
   * @param advice what to tell a person when a request fails
   */
  public ManagementClient(Endpoint endpoint, ServerAdvice advice) {
    this(endpoint, advice, PATIENCE);
  }

  /**
   * @param patience the time limit for a whole answer
   */
  ManagementClient(Endpoint endpoint, ServerAdvice advice, Duration patience) {
    this.endpoint = endpoint;
    this.advice = advice;
    this.patience = patience;
  }

  /** A part of a path or a query, encoded for a URL. */
  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** The answer to a GET. */
  public JsonNode get(String path, Map<String, String> query) {
    return ask("GET", path, query, "", NONE);
  }

  /**
   * The health of the server. One that accepts no mail says so by its status code, which also
   * counts as an answer.
   */
  public JsonNode health() {
    return ask("GET", "/health", Map.of(), "", NO_MAIL);
  }

  /** The answer to a POST, whose body may be empty. */
  public JsonNode post(String path, Map<String, String> query, String json) {
    return ask("POST", path, query, json, NONE);
  }

  /** The answer to a DELETE. */
  public JsonNode delete(String path, Map<String, String> query) {
    return ask("DELETE", path, query, "", NONE);
  }

  /**
   * @param alsoAnswers a status code that counts as an answer, too
   * @return missing where the answer has no body
   * @throws ServerRefusedException with the server's own sentence, or why it cannot be asked
   */
  private JsonNode ask(
      String method, String path, Map<String, String> query, String body, int alsoAnswers) {
    try {
      return WholeAnswer.within(
          patience, () -> exchange(method, path + written(query), body, alsoAnswers));
    } catch (ConnectException | UnknownHostException e) {
      throw new ServerRefusedException(
          "nothing answers at %s: %s (%s)"
              .formatted(advice.server(), advice.unreachable(), e.getMessage()));
    } catch (SSLException e) {
      throw new ServerRefusedException(
          "no TLS with %s: %s; %s".formatted(advice.server(), e.getMessage(), advice.untrusted()));
    } catch (WholeAnswer.UnusableException e) {
      throw new ServerRefusedException("%s: %s".formatted(advice.server(), e.getMessage()));
    } catch (JsonProcessingException e) {
      throw new ServerRefusedException(
          "%s: its answer is no JSON: %s".formatted(advice.server(), e.getOriginalMessage()));
    } catch (IOException e) {
      throw new ServerRefusedException(
          "%s does not answer: %s; %s"
              .formatted(advice.server(), e.getMessage(), advice.unreachable()));
    }
  }

  private JsonNode exchange(String method, String target, String body, int alsoAnswers)
      throws IOException {
    var connection = open(method, target);
    if (method.equals("POST")) {
      var octets = body.getBytes(StandardCharsets.UTF_8);
      connection.setDoOutput(true);
      connection.setRequestProperty("Content-Type", "application/json");
      connection.setFixedLengthStreamingMode(octets.length);
      connection.getOutputStream().write(octets);
    }
    return answer(connection, alsoAnswers);
  }

  private static String written(Map<String, String> query) {
    return query.isEmpty()
        ? ""
        : query.entrySet().stream()
            .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
            .sorted()
            .collect(Collectors.joining("&", "?", ""));
  }

  private HttpURLConnection open(String method, String path) throws IOException {
    var connection = (HttpURLConnection) endpoint.url().resolve(path).toURL().openConnection();
    if (connection instanceof HttpsURLConnection tls) {
      if (endpoint.authority().isPresent()) {
        tls.setSSLSocketFactory(Trust.in(endpoint.authority().get()));
      }
      endpoint.serverName().ifPresent(name -> tls.setHostnameVerifier(Trust.named(name)));
    }
    connection.setRequestMethod(method);
    connection.setConnectTimeout(CONNECT_MILLIS);
    connection.setInstanceFollowRedirects(false);
    connection.setRequestProperty("Accept", "application/json");
    endpoint
        .token()
        .ifPresent(token -> connection.setRequestProperty("Authorization", "Bearer " + token));
    return connection;
  }

  private JsonNode answer(HttpURLConnection connection, int alsoAnswers) throws IOException {
    var status = connection.getResponseCode();
    if (status >= 300 && status != alsoAnswers) {
      throw new ServerRefusedException(refusal(connection, status));
    }
    try (var body = status < 300 ? connection.getInputStream() : connection.getErrorStream()) {
      return tree(body);
    }
  }

  /** The body as a tree; missing where there is none. */
  private static JsonNode tree(InputStream body) throws IOException {
    var read = body == null ? null : JSON.readTree(WholeAnswer.body(body));
    return read == null ? MissingNode.getInstance() : read;
  }

  private String refusal(HttpURLConnection connection, int status) throws IOException {
    var problem = problem(connection);
    var said = problem.path("detail").asText("%s answers %d.".formatted(advice.server(), status));
    return switch (status) {
      case UNKNOWN_TOKEN -> said + " " + advice.unknown();
      case FORBIDDEN -> (said + " " + advice.forbidden()).strip();
      default -> said;
    };
  }

  private static JsonNode problem(HttpURLConnection connection) throws IOException {
    try (var body = connection.getErrorStream()) {
      return tree(body);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }
}
