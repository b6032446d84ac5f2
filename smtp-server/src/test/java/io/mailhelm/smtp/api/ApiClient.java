package io.mailhelm.smtp.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Asks one port, as somebody. */
public record ApiClient(int port, Optional<String> authorization) {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();

  /** An answer. */
  public record Answer(HttpResponse<String> response) {
    public int status() {
      return response.statusCode();
    }

    public String body() {
      return response.body();
    }

    public JsonNode json() {
      try {
        return JSON.readTree(response.body());
      } catch (IOException e) {
        throw new AssertionError("not JSON: " + response.body(), e);
      }
    }

    public String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  /** Nobody in particular. */
  public static ApiClient anonymous(int port) {
    return new ApiClient(port, Optional.empty());
  }

  /** Whoever has the token. */
  public static ApiClient operator(int port) {
    return new ApiClient(port, Optional.of("Bearer " + Nodes.TOKEN));
  }

  /** A user by password. */
  public static ApiClient user(int port, String login, String password) {
    var pair = (login + ":" + password).getBytes(StandardCharsets.UTF_8);
    return new ApiClient(port, Optional.of("Basic " + Base64.getEncoder().encodeToString(pair)));
  }

  /** A user by the right password. */
  public static ApiClient user(int port, String login) {
    return user(port, login, "secret of " + login);
  }

  public Answer get(String path) {
    return send(request(path).GET());
  }

  public Answer delete(String path) {
    return send(request(path).DELETE());
  }

  public Answer post(String path, String json) {
    return body("POST", path, "application/json", json);
  }

  /** A POST that says all in its path. */
  public Answer post(String path) {
    return send(request(path).POST(HttpRequest.BodyPublishers.noBody()));
  }

  public Answer body(String method, String path, String type, String body) {
    return send(
        request(path)
            .header("Content-Type", type)
            .method(method, HttpRequest.BodyPublishers.ofString(body)));
  }

  /** A request to be completed. */
  public HttpRequest.Builder request(String path) {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    authorization.ifPresent(value -> request.header("Authorization", value));
    return request;
  }

  public Answer send(HttpRequest.Builder request) {
    try {
      return new Answer(HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
