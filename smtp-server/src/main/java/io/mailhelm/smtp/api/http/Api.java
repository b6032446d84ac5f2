package io.mailhelm.smtp.api.http;

import io.mailhelm.config.HttpEndpoint;
import io.mailhelm.config.Server;
import java.util.List;

/**
 * The two APIs, each with the paths served on its port; any other path is 404 there. It is the only
 * such table.
 */
enum Api {
  /** The API for operators, port 3001. */
  MANAGEMENT(
      "management",
      List.of(
          "/inbox",
          "/users",
          "/mailboxes",
          "/queue",
          "/suppressions",
          "/counts",
          "/policies",
          "/health",
          "/config",
          "/drain",
          "/openapi")),
  /** Of applications, 3000. */
  MAIL_API("mail-api", List.of("/api/email", "/api/smtp/dns", "/openapi"));

  private final String listener;
  private final List<String> paths;

  Api(String listener, List<String> paths) {
    this.listener = listener;
    this.paths = paths;
  }

  /** Its name in logs, metrics and the login throttle. */
  String listener() {
    return listener;
  }

  /**
   * Whether {@code path} is one of its own, or below one.
   *
   * @param path normalised, so that {@code /inbox/../users} is {@code /users}
   */
  boolean serves(String path) {
    return paths.stream().anyMatch(own -> path.equals(own) || path.startsWith(own + "/"));
  }

  /** Who may connect to it. */
  HttpEndpoint endpoint(Server server) {
    return switch (this) {
      case MANAGEMENT -> server.management();
      case MAIL_API -> server.mailApi();
    };
  }
}
