package io.mailhelm.cli.serve;

import io.mailhelm.config.Domain;
import io.mailhelm.config.HttpEndpoint;
import io.mailhelm.config.Listener;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.config.User;
import io.mailhelm.smtp.serve.OpenPorts;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The text that {@code serve} prints when it is ready: what listens where, who must log in, where
 * the mail is, and lines to paste. Pure.
 *
 * @param folder the folder as the user named it; {@code .} where it was made from settings
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
    row(text, "Inbox", "curl " + token() + management() + "/inbox");
    row(
        text,
        "Management",
        management()
            + (dev
                ? "  (no token needed on this machine)"
                : "  (token in " + data.resolve("token") + ")"));
    row(text, "Mail API", mailApi());
    config.server().web().ifPresent(web -> row(text, "Web", address(web)));
    row(text, "Metrics", "http://127.0.0.1:%d/metrics".formatted(ports.probes()));
    row(text, "Data", data.toString());
    tries(text);
    return text.toString();
  }

  private void tries(StringBuilder text) {
    var active = config.users().stream().filter(user -> !user.suspended()).toList();
    if (active.isEmpty()) {
      text.append(
          "\nNo user yet: curl -X POST %s%s/users -H 'Content-Type: application/json' -d %s\n"
              .formatted(token(), management(), ShellText.json(firstUser())));
      return;
    }
    var from = sender(active).address().toString();
    var to = recipient(active, from);
    var message = new LinkedHashMap<String, String>();
    message.put("from", from);
    message.put("to", to);
    message.put("subject", "Hello");
    message.put("html", "<h1>It works</h1>");
    text.append("\nTry\n");
    text.append(
        "  curl -X POST %s%s/api/email/send -H 'Content-Type: application/json' -d %s\n"
            .formatted(token(), mailApi(), ShellText.json(message)));
    development().ifPresent(address -> text.append(swaks(address, from, to)));
  }

  private Map<String, String> firstUser() {
    var user = new LinkedHashMap<String, String>();
    user.put("username", "me@" + config.domains().getFirst().domain());
    user.put("password", "…");
    return user;
  }

  private String swaks(String server, String from, String to) {
    var login = ShellText.word(from);
    return "  swaks --server %s --auth LOGIN --auth-user %s --auth-password \"$(bin/mailhelm password %s %s --data %s --show)\" --from %s --to %s\n"
        .formatted(
            server.replace("*", "127.0.0.1"),
            login,
            ShellText.word(folder.toString()),
            login,
            ShellText.word(data.toString()),
            login,
            ShellText.word(to));
  }

  /** The user to send as in the examples: the mail API's default sender if there is one. */
  private static User sender(List<User> active) {
    return active.stream()
        .filter(user -> user.address().localPart().equals("noreply"))
        .findFirst()
        .orElse(active.getFirst());
  }

  /**
   * The recipient in the examples. It is a user declared here, because nobody else should get mail
   * from a person who tries them.
   */
  private static String recipient(List<User> active, String from) {
    return active.stream()
        .map(user -> user.address().toString())
        .filter(address -> !address.equals(from))
        .findFirst()
        .orElse(from);
  }

  private Optional<String> development() {
    return config.server().listeners().stream()
        .filter(listener -> listener.tls() == Listener.Tls.Optional)
        .flatMap(listener -> Optional.ofNullable(listenerAddresses.get(listener.name())).stream())
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
    return dev
        ? ""
        : "-H \"Authorization: Bearer $(cat %s)\" "
            .formatted(ShellText.word(data.resolve("token").toString()));
  }

  private String management() {
    return ShellText.url(config.server().management(), ports.management());
  }

  private String mailApi() {
    return ShellText.url(config.server().mailApi(), ports.mailApi());
  }

  private static void row(StringBuilder text, String label, String value) {
    text.append("  %-11s %s\n".formatted(label, value));
  }
}
