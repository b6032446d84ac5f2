package io.mailhelm.cli.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.mailhelm.cli.commands.CommandRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An API server that has more MailUsers than a page, and would send all to whom asks so. */
class ManyUsersTest {
  private static final int USERS = 1_200;
  private static final int PAGE = 500;
  private static final String LISTS = "/apis/mailhelm.io/v1alpha1/namespaces/mail/";

  @TempDir Path work;

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private HttpServer api;

  @BeforeEach
  void listen() throws IOException {
    api = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    api.createContext("/", exchange -> answer(exchange, list("", "")));
    api.createContext("/version", exchange -> answer(exchange, "{\"gitVersion\":\"v1\"}"));
    api.createContext(
        LISTS + "maildomains",
        exchange ->
            answer(
                exchange,
                list(
                    """
                    {"apiVersion":"mailhelm.io/v1alpha1","kind":"MailDomain","metadata":{"name":"one"},
                     "spec":{"domain":"one.example","serverRef":{"name":"none"}}}
                    """,
                    "")));
    api.createContext(LISTS + "mailusers", this::users);
    api.start();
  }

  @AfterEach
  void stop() {
    api.stop(0);
  }

  private void users(HttpExchange exchange) throws IOException {
    var query = exchange.getRequestURI().getQuery();
    asked.add(query);
    var from =
        query.contains("continue=")
            ? Integer.parseInt(query.replaceAll(".*=from-(\\d+).*", "$1"))
            : 0;
    var to = query.contains("limit=" + PAGE) ? Math.min(from + PAGE, USERS) : USERS;
    answer(
        exchange,
        list(
            IntStream.range(from, to)
                .mapToObj(ManyUsersTest::user)
                .collect(Collectors.joining(",")),
            to < USERS ? "from-" + to : ""));
  }

  private static String user(int number) {
    return """
    {"apiVersion":"mailhelm.io/v1alpha1","kind":"MailUser",
     "metadata":{"name":"user-%1$05d","managedFields":[{"manager":"somebody","operation":"Apply",
       "fieldsType":"FieldsV1","fieldsV1":{"f:spec":{"f:domainRef":{}}}}]},
     "spec":{"domainRef":{"name":"one"}},
     "status":{"address":"user-%1$05d@one.example","conditions":[{"type":"Ready","status":"True",
       "reason":"Ready","message":"","lastTransitionTime":"2026-11-23T07:00:00Z"}]}}
    """
        .formatted(number);
  }

  private static String list(String items, String next) {
    return "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"metadata\":{\"continue\":\"%s\"},\"items\":[%s]}"
        .formatted(next, items);
  }

  private static void answer(HttpExchange exchange, String body) throws IOException {
    try (exchange) {
      var octets = body.getBytes(UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, octets.length);
      exchange.getResponseBody().write(octets);
    }
  }

  private void run(String... arguments) throws IOException {
    var kubeconfig =
        Files.writeString(
            work.resolve("kubeconfig"),
            """
            apiVersion: v1
            kind: Config
            current-context: c
            contexts: [{name: c, context: {cluster: c, user: u, namespace: mail}}]
            clusters: [{name: c, cluster: {server: "http://127.0.0.1:%d"}}]
            users: [{name: u, user: {}}]
            """
                .formatted(api.getAddress().getPort()));
    var line = ClusterMain.commandLine(new ClusterOptions(PortForwards::of));
    var all = new ArrayList<>(List.of("--kubeconfig", kubeconfig.toString()));
    all.addAll(List.of(arguments));
    CommandRun.run(
        line, new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
  }

  @Test
  void statusShowsAllAndAsksForAPageAtATime() throws IOException {
    run("status");

    assertThat(out.toString().lines().filter(line -> line.startsWith("MailUser"))).hasSize(USERS);
    assertThat(out.toString()).contains("user-00000@one.example", "user-01199@one.example");
    assertThat(asked).hasSize(3).allMatch(query -> query.contains("limit=" + PAGE));
  }

  @Test
  void reportHasAllAndNothingOfWhoManagesTheirFields() throws IOException {
    var file = work.resolve("report.zip");

    run("report", "--file", file.toString());

    try (var zip = new ZipFile(file.toFile())) {
      var users =
          new String(
              zip.getInputStream(zip.getEntry("resources/mailusers.yaml")).readAllBytes(), UTF_8);
      assertThat(users.lines().filter(line -> line.startsWith("kind:"))).hasSize(USERS);
      assertThat(users).doesNotContain("managedFields");
    }
    assertThat(asked).hasSize(3).allMatch(query -> query.contains("limit=" + PAGE));
  }
}
