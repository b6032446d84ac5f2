package io.mailhelm.cli.serve;

import io.mailhelm.config.Domain;
import io.mailhelm.config.HttpEndpoint;
import io.mailhelm.config.Listener;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.config.User;
import io.mailhelm.smtp.serve.OpenPorts;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code serve} prints when it is ready: what listens where, who must log in, where the mail
 * is, and lines to paste. Pure.
 *
 * @param folder the folder as the user named it; {@code .} where settings made it
 * @param data the data folder as the user named it
 */
record Banner(
    Path folder,
    Path data,
    boolean dev,
    ServerConfig config,
    Map<String, String> listenerAddresses,
    OpenPorts ports) {

  String text() {
    var text = new StringBuilder();
    text.append("\nMailhelm serves %s%s\n\n".formatted(folder, dev ? " for development" : ""));
    for (var listener : config.server().listeners()) {
      row(text, "SMTP", address(listener) + "  " + listener.name() + ": " + terms(listener));
    }
    for (var domain : config.domains()) {
      row(text, "Domain", domain.domain().unicode() + "  " + outbound(domain));
    }
    row(text, "Inbox", "curl " + token() + url(ports.management()) + "/inbox");
    row(
        text,
        "Management",
        url(ports.management())
            + (dev
                ? "  (no token needed on this machine)"
                : "  (token in " + data.resolve("token") + ")"));
    row(text, "Mail API", url(ports.mailApi()));
    config.server().web().ifPresent(web -> row(text, "Web", address(web)));
    row(text, "Metrics", url(ports.probes()) + "/metrics");
    row(text, "Data", data.toString());
    tries(text);
    return text.toString();
  }

  private void tries(StringBuilder text) {
    var user = sender();
    if (user.isEmpty()) {
      text.append("\nNo user yet: curl -X POST ")
          .append(token())
          .append(url(ports.management()))
          .append("/users -H 'Content-Type: application/json' -d '{\"username\":\"me@")
          .append(config.domains().getFirst().domain())
          .append("\",\"password\":\"…\"}'\n");
      return;
    }
    var address = user.get().address();
    text.append("\nTry\n");
    text.append(
        "  curl -X POST %s%s/api/email/send -H 'Content-Type: application/json' -d '{\"from\":\"%s\",\"to\":\"test@example.com\",\"subject\":\"Hello\",\"html\":\"<h1>It works</h1>\"}'\n"
            .formatted(token(), url(ports.mailApi()), address));
    development()
        .ifPresent(
            listener ->
                text.append(
                    "  swaks --server %s --auth LOGIN --auth-user %s --auth-password \"$(bin/mailhelm password %s %s --data %s --show)\" --from %s --to test@example.com\n"
                        .formatted(
                            address(listener).replace("*", "127.0.0.1"),
                            address,
                            folder,
                            address,
                            data,
                            address)));
  }

  /** Someone to send as: the mail API's default sender if there is one. */
  private Optional<User> sender() {
    var active = config.users().stream().filter(user -> !user.suspended()).toList();
    return active.stream()
        .filter(user -> user.address().localPart().equals("noreply"))
        .findFirst()
        .or(() -> active.stream().findFirst());
  }

  private Optional<Listener> development() {
    return config.server().listeners().stream()
        .filter(listener -> listener.tls() == Listener.Tls.Optional)
        .findFirst();
  }

  private String address(Listener listener) {
    return listenerAddresses.getOrDefault(listener.name(), "not listening");
  }

  private String address(HttpEndpoint web) {
    return ports.web() == 0
        ? "not listening"
        : "%s:%d  HTTPS: MTA-STS policies, settings for mail programs"
            .formatted(web.address().equals("0.0.0.0") ? "*" : web.address(), ports.web());
  }

  private static String terms(Listener listener) {
    var login =
        switch (listener.auth()) {
          case None -> "no login";
          case Required -> "login required";
          case LoopbackOptional -> "login required, but not from this machine";
        };
    var tls =
        switch (listener.tls()) {
          case Opportunistic -> "STARTTLS offered";
          case StartTls -> "STARTTLS required";
          case Implicit -> "TLS from the first byte";
          case Optional -> "TLS optional";
        };
    return login + ", " + tls;
  }

  private static String outbound(Domain domain) {
    return switch (domain.outbound()) {
      case Capture -> "mail to elsewhere is kept in the sender's mailbox and never leaves";
      case Deliver -> "mail to elsewhere is sent";
    };
  }

  private String token() {
    return dev ? "" : "-H \"Authorization: Bearer $(cat " + data.resolve("token") + ")\" ";
  }

  private static String url(int port) {
    return "http://127.0.0.1:" + port;
  }

  private static void row(StringBuilder text, String label, String value) {
    text.append("  %-11s %s\n".formatted(label, value));
  }
}
